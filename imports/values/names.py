"""What the columns of names say: one name, several persons in a cell, lost letters (FC-61, FC-62)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from imports.values.findings import Finding, error, warning
from imports.values.mojibake import repair_mojibake
from imports.values.words import says_nothing

NAME_LENGTH = 80

_SEPARATOR = re.compile(r"[/&+]")
_AND = {"o", "o.", "och", "samt"}
_RELATIVES = {"maken", "makan", "make", "maka", "hustrun", "hustru", "frun", "fru", "sambon", "sambo", "särbo"}
"""Words for the other person, some of them surnames and first names of their own."""

_REMARK = re.compile(r"[(),;:]")
_MARKUP = re.compile(r"[<>]")
PARTICLES = {"von", "af", "av", "de", "da", "dos", "van", "der", "den", "la", "el", "al", "ter", "zu"}
"""Words that belong to a surname and are none by themselves."""
_LETTERS = re.compile(r"[^\W\d_]+")
_PUNCTUATION = frozenset(" -‐‑.'’‘ʼ´`·")
_LOST_PAIRS = re.compile(r"(?<=[a-zß-ÿ])[ÃÂ]|Ã(?![A-ZÀ-Þ' -]|$)")
_SPOILT_LETTERS = frozenset("ªºƒ")


@dataclass(frozen=True)
class NameCells:
    """First and last name, and what there is to say about each of them."""

    first_name: str
    last_name: str
    about_first: tuple[Finding, ...] = ()
    about_last: tuple[Finding, ...] = ()


def read_name(full: str, last: str, first: str) -> NameCells:
    """The name in two cells, or in one as "Efternamn, Förnamn" or "EFTERNAMN FÖRNAMN". All capitals become a name's.

    Several persons in a cell (I15) are an error; letters that no name has (I22) and repaired ones (I21) are warnings.
    """
    last, first, full = last.strip(), first.strip(), full.strip()
    unsure = False
    about_full: Finding | None = None
    if not last and not first:
        about_full = _problem_of_persons(full)
        last, first, unsure = _split(full)
    first_name, about_first = _read_one(first, about_full)
    last_name, about_last = _read_one(last, about_full)
    if unsure and about_full is None:
        guess = warning("", "Fler än två namn i cellen. Det första är läst som efternamn.")
        about_last = (guess, *about_last)
    return NameCells(first_name, last_name, about_first, about_last if about_full is None else ())


def _split(full: str) -> tuple[str, str, bool]:
    """Last name, first name, and whether that was a guess.

    A comma or capitals show which is the last name: "Sjögren, Karl-Erik", "Karl-Erik SJÖGREN". Otherwise it is the
    first word, with von, af and their like before it.
    """
    if full.count(",") == 1:
        last, first = full.split(",")
        return last.strip(), first.strip(), False
    words = full.split()
    capitals = [word.isupper() and len(word) > 1 for word in words]
    if any(capitals) and not all(capitals):
        number = capitals.count(True)
        if all(capitals[:number]):
            return " ".join(words[:number]), " ".join(words[number:]), False
        if all(capitals[-number:]):
            return " ".join(words[-number:]), " ".join(words[:-number]), False
    end = 0
    while end < len(words) - 2 and words[end].casefold() in PARTICLES:
        end += 1
    return " ".join(words[: end + 1]), " ".join(words[end + 1 :]), len(words) - end > len(("last", "first"))


def _read_one(name: str, about_full: Finding | None) -> tuple[str, tuple[Finding, ...]]:
    findings = []
    if repaired := repair_mojibake(name):
        name = repaired
        findings.append(warning("I21", "Bokstäver var förvanskade av fel teckenkodning och är rättade."))
    if problem := about_full or _problem(name):
        findings.append(problem)
    return _capitalised(name), tuple(findings)


def _problem(name: str) -> Finding | None:
    if says_nothing(name):
        return error("I04", "Namnet saknas.")
    if problem := _problem_of_persons(name):
        return problem
    if any(character.isdigit() for character in name):
        return error("I15", "Namnet innehåller siffror.")
    if _REMARK.search(name) or len(name) > NAME_LENGTH:
        return error("I15", "Cellen innehåller mer än ett namn.")
    if _has_lost_letters(name):
        return warning("I22", "Namnet har tappat bokstäver. Rätta det mot en handling i ärendet.")
    return None


def _problem_of_persons(name: str) -> Finding | None:
    if _MARKUP.search(name):
        return error("I15", "Namnet innehåller tecken som inget namn har.")
    if _SEPARATOR.search(name) or _names_another(name):
        return error("I15", "Cellen nämner flera personer. Avgör vem ärendet gäller.")
    return None


def _names_another(name: str) -> bool:
    """Whether "och", "o" or a word such as "maken" stands among the words of the name as no name would.

    Sambo, Makan and O are names too: a word with a capital beside words without is one, and so is the first or last
    word of a cell in capitals only.
    """
    words = name.replace(",", " ").split()
    distinguishes = not name.isupper() and not name.islower()
    for place, word in enumerate(words):
        inside = 0 < place < len(words) - 1
        as_a_name = distinguishes and word[0].isupper()
        if word.casefold() in _AND and inside and not as_a_name:
            return True
        if word.casefold() in _RELATIVES and len(words) > 1 and not as_a_name and (distinguishes or inside):
            return True
    return False


def _has_lost_letters(name: str) -> bool:
    return bool(_LOST_PAIRS.search(name)) or any(not _is_of_a_name(character) for character in name)


def _is_of_a_name(character: str) -> bool:
    if character in _PUNCTUATION:
        return True
    return unicodedata.category(character)[0] in "LM" and character not in _SPOILT_LETTERS


def _capitalised(name: str) -> str:
    """A name in capitals only as names are written; any other as it stands."""
    if not name.isupper() or len(name) == 1:
        return name
    return " ".join(
        word.lower()
        if word.casefold() in PARTICLES and place < len(name.split()) - 1
        else _LETTERS.sub(_as_a_name, word)
        for place, word in enumerate(name.split())
    )


def _as_a_name(match: re.Match[str]) -> str:
    """The first letter as it is, the others small; the Turkish capital İ becomes an ordinary i."""
    return match[0][0] + match[0][1:].replace("İ", "i").lower()
