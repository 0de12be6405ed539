"""The day on which a case began, put right after it was registered."""
