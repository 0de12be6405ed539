"""The pages where administrators keep users."""
