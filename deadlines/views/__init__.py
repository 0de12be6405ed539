"""Pages of one clock, of interruptions and of the rules."""
