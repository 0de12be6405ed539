"""Statements made from several querysets: written once, asked many times."""
