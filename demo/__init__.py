"""A believable Stockholm in miniature, for demonstrations and as factories for the tests."""
