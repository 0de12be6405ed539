"""The list of aspirants, search, and opening a person with a reason."""
