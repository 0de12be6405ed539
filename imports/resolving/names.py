"""Whether two names in lists and register may be one person's."""

from __future__ import annotations

import re

from core.swedish.names import search_form
from imports.values.names import PARTICLES

LOST = "\ufffd?"


def same_name(first: tuple[str, str], second: tuple[str, str]) -> bool:
    """Whether first and last names are the same, apart from accents, case, lost letters, order, and names left out.

    Each is (first name, last name). An empty name says nothing. A surname is never left out in part: Yilmaz and
    Yilmaz-Kaya may be two persons.
    """
    one, other = _words(first), _words(second)
    if not one or not other:
        return True
    shorter, longer = sorted((one, other), key=len)
    return _within(shorter, longer) and not (_is_part(first, second) or _is_part(second, first))


def _is_part(name: tuple[str, str], of: tuple[str, str]) -> bool:
    """Whether the surname is only a part of another's, whose other part is nowhere in the first name either."""
    short, long = (_surname(one) for one in (name, of))
    further = [word for word in long if not _within([word], _words(name))]
    return bool(short and further) and _within(short, long)


def _within(words: list[str], candidates: list[str]) -> bool:
    return all(any(_fits(word, candidate) for candidate in candidates) for word in words)


def _surname(name: tuple[str, str]) -> list[str]:
    """The words of the last name without von, af and their like."""
    return [word for word in _words(("", name[1])) if word not in PARTICLES]


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
