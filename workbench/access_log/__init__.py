"""The pages of the access log and of its monthly review."""
