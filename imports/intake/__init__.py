"""Files become stored rows: read in a process of their own, guessed at, kept encrypted."""
