"""Dates, names and numbers as Swedes write and read them."""
