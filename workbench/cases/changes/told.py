"""How a kind of row and its facts are called in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

CHANGED = "ändrades"
EXCHANGED = "byttes"
"""Of what one has one of at a time: a coach, a jobbtorg."""
PUT_RIGHT = "rättades"
"""Of what somebody wrote."""

Words = str | tuple[str, str]
"""What a fact is called in a sentence, and what happens to it where that is not that it changed."""


@dataclass(frozen=True)
class Told:
    """What a kind of row is called, and its facts.

    `thing` stands where a row came or went: "mötet", with `came` as what happened to it. `which` is the fact that says
    which one it is ("mån 23 nov", "Jobbgarantin"), by name; "" where nothing does.
    """

    thing: str
    facts: Mapping[str, Words]
    came: str = "registrerades"
    which: str = ""

    def fact(self, name: str) -> tuple[str, str]:
        """What a fact is called, and what happens to it. Raises KeyError where it has no words."""
        words = self.facts[name]
        return (words, CHANGED) if isinstance(words, str) else words
