"""Random lives of cases: whatever is done in whatever order, nothing is lost and the figures add up."""
