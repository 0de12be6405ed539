"""Pages about plans, follow-ups, clocks and closing."""
