"""The stored rows of an import: read person by person, and written back with what the check found."""
