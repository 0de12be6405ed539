"""What the two sides have told each other of a case, the consents for it, and what a jobbtorg can tell now."""
