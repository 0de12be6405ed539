"""Marks of protected personal data in the cells of a row (FC-66).

In doubt a row is protected: a false alarm costs a registration by hand, a miss may cost much more. Not protected are
words that only look alike (sekreterare, skyddsvakt, skyddsombud, skyddat arbete) and what is denied in so many words
("ej skyddad"). "Skyddat boende" is a mark: who lives there has fled from somebody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from imports.values.words import says_nothing

_QUICK = re.compile(r"sk+y+d|s ?e ?k|\*\*\*|kvarskr|fingera|hemlig|spärrm", re.IGNORECASE)
"""No cell without one of these has a mark; most cells end here."""

_STARS = re.compile(r"\*{3,}")
_CLAUSES = re.compile(r"[.,;:!()/\n]|\s[-–—]+\s")
_SPACED = re.compile(r"\bs e k r\b")
_HEMLIG = re.compile(r"\bhemlig\w* (?:adr|id|uppg|person|folkb)")
_DENIED_AFTER = re.compile(r"^[\w ]{0,40}[:=?]\s*nej\b")

_OCCUPATION = ("sekreterar", "sekretariat")
_AT_WORK = (
    "skyddsvakt", "skyddsvakter", "skyddsombud", "skyddsrond", "skyddskläd", "skyddsutrust", "skyddssko",
    "skyddsglasög", "skyddshand", "skyddshjälm", "skyddsingenj", "skyddsansvar", "skyddskommit", "skyddsarbet",
    "skyddsväst", "skyddsregl", "skyddsjobb", "skyddsmask",
)  # fmt: skip
_OTHER_PROTECTION = re.compile(
    r"(?:arbetar|arbets|arbetsmiljö|brand|växt|djur|miljö|natur|data|anställnings|konsument|hörsel|andnings|vatten"
    r"|rost|fall|köld|kopierings|klimat)skydd"
)
_SHELTERED_WORK = re.compile(r"\bskydda[dt]e? (?:arbete|anställning|verkstad)")

_NOT = ("ej", "inte", "icke", "aldrig")
_NO = ("nej", "n", "0", "inget", "ingen", "ej")
_NONE = ("inget", "ingen", "inga", "utan")
_FILLERS = ("längre", "heller", "någon", "något", "några")
_MAY_STAND_BEFORE_NOT = ("är", "har", "var", "hade", "id", "identitet", "personen", "hon", "han", "numera", "alltså")


def is_protected(cells: Iterable[str]) -> bool:
    """Whether any cell marks a protected identity, as "sekretess", "SEKR", "skyddad id", "kvarskriven" or "***"."""
    return any(_QUICK.search(cell) and _is_marked(cell) for cell in cells)


def column_marks_protection(text: str) -> bool:
    """Whether a cell under a heading such as *Sekretess* protects the row: every text does but none, "nej" and "0"."""
    return not says_nothing(text) and text.strip(" .!").casefold() not in _NO


def _is_marked(cell: str) -> bool:
    text = " ".join(cell.casefold().split())
    if _STARS.search(text) or _SPACED.search(text) or _HEMLIG.search(text):
        return True
    if _DENIED_AFTER.match(text):
        text = text[_end_of(_DENIED_AFTER, text) :]
    return any(_clause_is_marked(clause) for clause in _CLAUSES.split(_SHELTERED_WORK.sub("", text)))


def _end_of(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.match(text)
    return match.end() if match else 0


def _clause_is_marked(clause: str) -> bool:
    words = re.findall(r"\w+", clause)
    return any(_is_mark(word) and not _is_denied(words[:place]) for place, word in enumerate(words))


def _is_mark(word: str) -> bool:
    if word.startswith(("kvarskr", "fingera", "spärrm")) or "sekretess" in word:
        return True
    if word.startswith("sekr"):
        return not word.startswith(_OCCUPATION)
    if re.match(r"sk+y+da[dt]", word):
        return True
    return "skydd" in word and not word.startswith(_AT_WORK) and not _OTHER_PROTECTION.match(word)


def _is_denied(before: list[str]) -> bool:
    """Whether the words before a mark deny it: "ej", "är inte längre", "inget". "Ring ej, skyddad" does not."""
    while before and before[-1] in _FILLERS:
        before = before[:-1]
    if not before:
        return False
    if before[-1] in _NONE:
        return True
    return before[-1] in _NOT and (len(before) == 1 or before[-2] in _MAY_STAND_BEFORE_NOT)
