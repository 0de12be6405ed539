"""Undoing an import, discarding one, and erasing what lists said (docs/decisions/119-undoing-an-import.md)."""
