"""What single cells of a list say. Pure functions of text; nothing is guessed without saying so."""
