"""The formats a list comes in: what kind a file is, what is refused in it, and its rows as text."""
