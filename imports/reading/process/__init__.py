"""The process of its own that parses a file, and what it says to the one that asked."""
