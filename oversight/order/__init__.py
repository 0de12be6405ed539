"""What it does to the others that some are taken first (R-4-09)."""
