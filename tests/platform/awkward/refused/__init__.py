"""A migration that fails unless the ones before it have been committed."""
