"""When clocks fall due, and why."""
