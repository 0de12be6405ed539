"""What the lists of an import say: cells, columns, words, and files to fill in."""
