"""Identity numbers and telephone numbers that belong to nobody.

Only the patterns of Skatteverket's test numbers are made: births before 1990 have 980–999 before the
control digit, births from 1990 have 238 (woman) or 239 (man). Telephone numbers come from the series that PTS keeps
free for fiction.
"""

from __future__ import annotations

import random
from datetime import date, timedelta

from aspirants.identity import COORDINATION_DAY, Gender

# Everybody of an age that an aspirant can have (15–75) on any day from 2008 to 2037.
FIRST_BIRTH = date(1962, 1, 1)
LAST_BIRTH = date(1989, 12, 31)
_BIRTHDAYS = (LAST_BIRTH - FIRST_BIRTH).days + 1
_STRIDE = 7919  # a prime that shares no factor with the number of birthdays: neighbours get unlike dates
_CENTURY_OF_FEW = date(1990, 1, 1)
_SERIALS_PER_DAY_AND_GENDER = 10
_MOBILE = [f"070-174 0{n // 100} {n % 100:02}" for n in range(605, 700)]
_LANDLINE = [f"08-465 00{n // 100} {n % 100:02}" for n in range(400, 500)]
PHONES = tuple(_MOBILE + _LANDLINE)


def with_control_digit(eleven: str) -> str:
    """ÅÅÅÅMMDDNNN with Luhn's control digit added; a letter counts as 1, as in interim numbers."""
    total = 0
    for place, character in enumerate(eleven[2:]):
        digit = int(character) if character.isdigit() else 1
        doubled = digit * 2 if place % 2 == 0 else digit
        total += doubled // 10 + doubled % 10
    return f"{eleven}{-total % 10}"


def fictional_number(birth_date: date, gender: Gender, serial: int = 0, *, coordination: bool = False) -> str:
    """A test number of twelve digits; `coordination` makes it a samordningsnummer (day + 60).

    Raises ValueError when the day has no more numbers: 10 per gender for births before 1990, 1 after.
    """
    serials = _SERIALS_PER_DAY_AND_GENDER if birth_date < _CENTURY_OF_FEW else 1
    if serial >= serials:
        raise ValueError(f"{birth_date} has only {serials} test numbers per gender.")
    first = 980 if birth_date < _CENTURY_OF_FEW else 238
    day = birth_date.day + (COORDINATION_DAY if coordination else 0)
    return with_control_digit(f"{birth_date:%Y%m}{day:02}{first + 2 * serial + (gender == 'M')}")


def interim_number(birth_date: date, letter: str = "T") -> str:
    """A temporary number such as 19800101T223."""
    return with_control_digit(f"{birth_date:%Y%m%d}{letter}22")


def unknown_day_number(n: int) -> str:
    """The `n`th of some samordningsnummer that do not tell the day of birth, every other not the month either."""
    month = 0 if n % 2 else 1 + n // 2 % 12
    return with_control_digit(f"{1960 + n // 24 % 30}{month:02}60{980 + n % 20}")


def is_fictional(number: str) -> bool:
    """Whether a number of twelve characters follows the pattern of the test numbers (interim ones: T22)."""
    series = number[8:11]
    if number[:4] < "1990":
        return series == "T22" or (series.isdigit() and 980 <= int(series) <= 999)
    return series in {"T22", "238", "239"}


def nth_birth(n: int) -> date:
    """The day of birth that the `n`th test number tells."""
    return FIRST_BIRTH + timedelta(days=n * _STRIDE % _BIRTHDAYS)


def nth_number(n: int, *, coordination: bool = False) -> str:
    """The `n`th of 102 000 different test numbers; women and men take turns."""
    birth_date = nth_birth(n)
    serial = n // _BIRTHDAYS % _SERIALS_PER_DAY_AND_GENDER
    return fictional_number(birth_date, "M" if n % 2 else "K", serial, coordination=coordination)


def nth_phone(n: int) -> str:
    """One of the telephone numbers kept free for fiction."""
    return PHONES[n % len(PHONES)]


class NumberSource:
    """Hands out test numbers of persons of a given age on a given day, none twice."""

    def __init__(self, chance: random.Random, on: date) -> None:
        self.chance, self.on = chance, on
        self.used: set[str] = set()

    def take(self, age: int, gender: Gender, *, coordination: bool = False, interim: bool = False) -> str:
        """A number of someone who is `age` whole years on the day."""
        while True:
            birth_date = self.on - timedelta(days=int(age * 365.25) + self.chance.randrange(5, 360))
            if interim:
                number = interim_number(birth_date)
            else:
                serials = _SERIALS_PER_DAY_AND_GENDER if birth_date < _CENTURY_OF_FEW else 1
                serial = self.chance.randrange(serials)
                number = fictional_number(birth_date, gender, serial, coordination=coordination)
            if number not in self.used:
                self.used.add(number)
                return number
