"""What is done with what a browser asks before any view reads it."""
