"""The history of facts, kept by the database (docs/decisions/052)."""
