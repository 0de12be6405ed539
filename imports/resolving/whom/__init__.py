"""Whom rows and questions are about: names that may be one person's, and what a manager is shown of a person."""
