"""From the events of a clock to its last day, and why it is that day. Pure functions, no database."""
