"""The person's page: its forms, and what the history says of each fact."""
