"""What an administrator does with users, positions and coach groups."""
