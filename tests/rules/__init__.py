"""The pure rules: calendar, deadlines, identity numbers, names and dates. No database is touched."""
