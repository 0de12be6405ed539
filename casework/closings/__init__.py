"""The end of a case: how it is judged, and what comes after it."""
