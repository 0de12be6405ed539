"""Text whose letters were lost when UTF-8 was read as another encoding."""

from __future__ import annotations


def repair_mojibake(text: str) -> str | None:
    """The text as it was before UTF-8 was read as Windows-1252 ("VÃ¤rn" → "Värn"), or None if it was not."""
    if "Ã" not in text:
        return None
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return None
