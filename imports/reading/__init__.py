"""From a file to rows with known columns and values."""
