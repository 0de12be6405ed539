"""How a user wants the screen: chosen by the user, for the user alone."""
