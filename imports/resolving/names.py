"""Whether two names in lists and register may be one person's."""

from __future__ import annotations

import re

from core.swedish.names import search_form

LOST = "\ufffd?"


def same_name(first: tuple[str, str], second: tuple[str, str]) -> bool:
    """Whether first and last names are the same, apart from accents, case, lost letters, order, and names left out.

    Each is (first name, last name). An empty name says nothing.
    """
    one, other = _words(first), _words(second)
    if not one or not other:
        return True
    shorter, longer = sorted((one, other), key=len)
    return all(any(_fits(word, candidate) for candidate in longer) for word in shorter)


def _words(name: tuple[str, str]) -> list[str]:
    return re.split(r"[\s-]+", _plain(" ".join(part for part in name if part))) if any(name) else []


def _plain(text: str) -> str:
    kept = "".join("?" if character in LOST else character for character in text)
    # The search form leaves out what is no letter; a lost letter has to stand.
    return "?".join(search_form(part) for part in kept.split("?")) if "?" in kept else search_form(kept)


def _fits(one: str, other: str) -> bool:
    """Whether two words are the same, a lost letter standing for any one."""
    if "?" not in one and "?" not in other:
        return one == other
    return len(one) == len(other) and all(a in (b, "?") or b == "?" for a, b in zip(one, other, strict=True))
