"""Lists with filters: the views of them that a user keeps, the columns one has chosen, and the way through a list."""
