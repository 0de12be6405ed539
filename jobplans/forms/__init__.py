"""Forms about plans, follow-ups, clocks and closing."""
