"""Old lists: reading, checking, bringing in."""
