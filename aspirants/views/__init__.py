"""Pages about meetings, group information and coaches."""
