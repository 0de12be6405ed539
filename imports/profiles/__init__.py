"""What kinds of lists there are, and which of their columns mean what. Needs no Django: files are read without it."""
