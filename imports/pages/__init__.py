"""What the pages of an import show: queries, and rows in the words of the screen."""
