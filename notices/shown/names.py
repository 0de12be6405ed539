"""Names in the place of numbers, for who may open what a notice is about.

What is stored holds numbers only. Packages above register how to find the names behind them; each asks once for all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from organisation.access.rules import StaffRequest

NamesOf = Callable[[StaffRequest, set[str]], Mapping[str, str]]
"""The names behind those of the numbers that the user may open, by number. Who gives names logs that they are shown."""

_sources: list[NamesOf] = []

_NUMBER = re.compile(r"\b[A-ZÅÄÖ0-9]{1,8}-[0-9]{4}-[0-9]{5,}\b")
_WITH_WORD = re.compile(rf"\b(?P<word>[Ii] ärende|[Ii] remiss|[Ää]rende|[Rr]emiss|[Ii]) (?P<number>{_NUMBER.pattern})")
_DEFINITE = {"ärende": "ärendet för", "remiss": "remissen för", "i": "för"}


def register_names(source: NamesOf) -> None:
    """Let notices say who cases or referrals are about."""
    _sources.append(source)


def names_in(request: StaffRequest, texts: Iterable[str]) -> dict[str, str]:
    """The names behind all numbers in the texts that the user may open. One statement for each source."""
    numbers = {number for text in texts for number in _NUMBER.findall(text)}
    if not numbers:
        return {}
    return {number: name for source in reversed(_sources) for number, name in source(request, numbers).items()}


def with_names(text: str, names: Mapping[str, str]) -> str:
    """A text with names for numbers: "Du har fått ärendet för Åsa Öberg", "Jobbgarantin bröts för Åsa Öberg".

    A number without a name stays as it stands.
    """

    def with_word(found: re.Match[str]) -> str:
        name = names.get(found["number"])
        return f"{_definite(found['word'])} {name}" if name else found[0]

    named = _WITH_WORD.sub(with_word, text)
    return _NUMBER.sub(lambda found: names.get(found[0], found[0]), named)


def _definite(word: str) -> str:
    """ "Ärende" → "Ärendet för", "i" → "för", "i ärende" → "för"; a capital stays one."""
    key = "i" if word[0] in "Ii" else word.lower()
    found = _DEFINITE[key]
    return found.capitalize() if word[0].isupper() else found
