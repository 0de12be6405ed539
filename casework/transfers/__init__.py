"""Moving a case to another jobbtorg, or its person to another stadsdel."""
