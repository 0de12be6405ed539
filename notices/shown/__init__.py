"""Notices as their reader sees them: with names, and those of one day and kind together."""
