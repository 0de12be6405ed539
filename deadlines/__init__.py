"""When promises fall due, and why."""
