"""What somebody typed into a search, as it is understood: a number, a birth date, a telephone number or a name."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from aspirants.identity import COORDINATION_DAY, IdentityError, parse_identity
from core.encryption import lookup_hash
from core.swedish.dates import MONTHS
from core.swedish.names import search_form
from core.swedish.pasted import tidied
from core.swedish.telephones import is_telephone, telephone_key

FEWEST_DIGITS = 2
"""What has fewer digits is a name."""

SHORTEST_NAME = 2
SHORTEST_MONTH = 3

# RS-2026-00417, also typed with spaces or without the leading zeros; R- is a referral's.
_NUMBERED = re.compile(r"([A-Za-zÅÄÖåäö]{1,8})[\s-]*(\d{4})[\s-]*(\d{1,6})")
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4}|\d{2})(?P<between>[-/. ]?)(?P<month>\d{2})(?P=between)(?P<day>\d{2})", re.ASCII
)
_DAY_FIRST = re.compile(
    r"(?:den )?(?P<day>\d{1,2})[/. ]+(?P<month>\d{1,2}|[a-z]+)[-/., ]+(?P<year>\d{4}|\d{2})", re.ASCII
)


@dataclass(frozen=True)
class Asked:
    """What a search is for. Digits may mean several things at once: 0701740605 may also be a samordningsnummer.

    `number` is a case's or referral's, `sought` the keyed hash of an identity number, `born_on` a birth date,
    `telephone` the key of a telephone number, `words` a name. `fault` says why digits are no identity number, where
    they are nothing else either.
    """

    number: str = ""
    sought: str = ""
    born_on: datetime.date | None = None
    telephone: str = ""
    words: tuple[str, ...] = ()
    fault: str = ""


def understood(text: str, today: datetime.date) -> Asked:
    """What the text asks for."""
    text = tidied(text)
    if number := as_number(text):
        return Asked(number=number)
    if sum(character.isdigit() for character in text) < FEWEST_DIGITS:
        words = tuple(search_form(text).split())
        if sum(map(len, words)) >= SHORTEST_NAME:
            return Asked(words=words)
        return Asked(fault="Skriv minst två bokstäver av namnet, ett personnummer eller ett ärendenummer.")
    born_on = birth_date(text, today)
    telephone = telephone_key(text) if is_telephone(text) else ""
    try:
        sought, fault = lookup_hash(parse_identity(text, today).number), ""
    except IdentityError as error:
        sought, fault = "", error.message
    if born_on or text.startswith(("0", "+")):
        fault = ""
    return Asked(sought=sought, born_on=born_on, telephone=telephone, fault=fault)


def as_number(text: str) -> str:
    """The case or referral number in what someone typed, as it is stored; empty if it is none."""
    numbered = _NUMBERED.fullmatch(tidied(text))
    if numbered is None:
        return ""
    prefix, year, number = numbered.groups()
    return f"{prefix.upper()}-{year}-{int(number):05d}"


def birth_date(text: str, today: datetime.date) -> datetime.date | None:
    """The birth date in 19650305, 650305, 1965-03-05, 5/3 1965 or 5 mars 1965; None for anything else.

    Two digits of a year are the latest such year that has been. A day above 60 is that of a samordningsnummer.
    """
    typed = " ".join(text.lower().split())
    found = _YEAR_FIRST.fullmatch(typed) or _DAY_FIRST.fullmatch(typed)
    if found is None:
        return None
    day, month = int(found["day"]), _month(found["month"])
    day = day - COORDINATION_DAY if day > COORDINATION_DAY else day
    year = int(found["year"])
    if len(found["year"]) == 2:
        year = today.year - (today.year - year) % 100
        if (year, month, day) > (today.year, today.month, today.day):
            year -= 100
    try:
        born_on = datetime.date(year, month, day)
    except ValueError:
        return None
    return born_on if born_on <= today else None


def _month(text: str) -> int:
    """The month's number; 0 for a word that begins none of the twelve names."""
    if text.isdigit():
        return int(text)
    begun = [number for number, name in enumerate(MONTHS, 1) if name.startswith(text)]
    return begun[0] if len(text) >= SHORTEST_MONTH and begun else 0
