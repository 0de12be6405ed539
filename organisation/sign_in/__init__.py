"""Signing in: password, second factor, the city's identity provider, sessions and their limits."""
