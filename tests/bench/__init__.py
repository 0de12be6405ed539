"""`make bench`: how fast, as ratios between two ways of doing the same thing on the same machine (docs/testing.md)."""
