"""Pages of meetings and group information."""
