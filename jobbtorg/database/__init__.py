"""Roles, grants and row security: what the database is brought to, apart from the tables themselves."""
