"""Notes to oneself on Min dag: for their author alone, and not about anybody."""
