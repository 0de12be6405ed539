"""What is being typed is kept while one types, and what was sent without a session; both are offered again."""
