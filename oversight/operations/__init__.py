"""What people do with several clocks at once."""
