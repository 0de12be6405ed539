"""Who may do what, on whose behalf the database is asked, and what it shows them."""
