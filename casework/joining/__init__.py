"""Joining two records that are of one person, and undoing it (decision 109)."""
