"""Users and their positions: given, changed and ended by an administrator."""
