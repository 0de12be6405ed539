"""Phrases that stand for a short word: which somebody has, how they are written out, and the pages that keep them."""
