"""What each figure counts, and what of it may be published."""
