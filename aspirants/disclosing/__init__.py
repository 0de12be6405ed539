"""What may be told across the border between a jobbtorg and a stadsdel, and on what ground."""
