"""Notes about what did not work between stadsdel and jobbtorg about a referral (R-4-42)."""
