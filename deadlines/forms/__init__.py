"""Forms about clocks, pauses, contact attempts, interruptions and rules."""
