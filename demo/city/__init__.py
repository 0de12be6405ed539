"""A believable Stockholm in miniature: its staff, and some 600 aspirants in every state and age of case.

Everything is decided by a fixed seed and the day it is loaded for, and written in a few large statements.
"""

from demo.city.load import Loaded, load_city

__all__ = ["Loaded", "load_city"]
