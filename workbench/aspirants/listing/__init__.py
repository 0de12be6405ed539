"""Aspiranter: the list of the jobbtorg's cases, with filters, columns of one's choice, a file and acts on several."""
