"""What runs on a schedule: stamping what was breached, warning of what is near."""
