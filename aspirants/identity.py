"""Swedish identity numbers: one normaliser for everything a person may be known by.

A number is kept as twelve characters, ÅÅÅÅMMDDNNNK. Three kinds are accepted:
- PERSONNUMMER;
- SAMORDNINGSNUMMER, where the day is 61–91 instead of 1–31, or 60 where the day of birth is unknown, with month 00
  where the month is unknown too (Skatteverket, FC-04);
- INTERIM, a temporary number from a hospital or authority with a letter first among the last four.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from core.swedish.pasted import tidied

Gender = Literal["K", "M"]

INTERIM_LETTERS = "TRSUWXJKLMNP"
COORDINATION_DAY = 60  # added to the day of birth in a samordningsnummer
PLAUSIBLE_AGES = range(15, 76)
DIGITS_WITH_CENTURY = 12
EARLIEST_CENTURY = 18

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_BLANK = re.compile(r"\s")
_NUMBER = re.compile(rf"(?:[0-9]{{2}})?[0-9]{{6}}\+?[0-9{INTERIM_LETTERS}][0-9]{{3}}")
_EXAMPLE = "19790417-9814"


class IdentityKind(StrEnum):
    """What kind of number a person is known by."""

    PERSONNUMMER = "PERSONNUMMER"
    SAMORDNINGSNUMMER = "SAMORDNINGSNUMMER"
    INTERIM = "INTERIM"


class IdentityProblem(StrEnum):
    """Why a text is no identity number; each has its own sentence."""

    EMPTY = "EMPTY"
    NOT_DIGITS = "NOT_DIGITS"
    TOO_SHORT = "TOO_SHORT"
    TOO_LONG = "TOO_LONG"
    NO_LAST_FOUR = "NO_LAST_FOUR"
    WRONG_CENTURY = "WRONG_CENTURY"
    IMPOSSIBLE_DATE = "IMPOSSIBLE_DATE"
    FUTURE = "FUTURE"
    CHECK_DIGIT = "CHECK_DIGIT"
    AGE = "AGE"


class IdentityError(ValueError):
    """A number that cannot be used. `code` is an IdentityProblem, `message` a Swedish sentence that says what to do.

    The message never repeats the number, so it may be logged.
    """

    def __init__(self, code: IdentityProblem, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True)
class Identity:
    """A valid number and what it says. The number stays out of `repr`, so that it does not end up in a log.

    `birth_date` is None in a samordningsnummer whose month or day is unknown; `birth_year` is always there.
    `gender` is K (even) or M (odd) from the third of the last four; None for an interim number, which does not tell.
    """

    number: str = field(repr=False)
    kind: IdentityKind
    birth_date: date | None = field(repr=False)
    gender: Gender | None

    @property
    def birth_year(self) -> int:
        """The year of birth, which every number tells."""
        return int(self.number[:4])


def parse_identity(text: str, today: date) -> Identity:
    """The identity in what someone typed or pasted: with or without century, dash, en dash, plus, any spaces.

    Without century it is the latest that does not put the birth in the future; a plus means one century earlier.
    Raises IdentityError. Luhn's formula must hold (an interim letter counts as 1); nothing is repaired.
    """
    characters = _characters(text)
    plus, digits = "+" in characters, characters.replace("+", "")
    year = int(digits[:4]) if len(digits) == 12 else _year_without_century(digits, plus, today)
    _check_century(year, plus and len(digits) == 12, today)
    last_ten = digits[-10:]
    if last_ten[6:9] == "000":
        raise IdentityError(
            IdentityProblem.NO_LAST_FOUR, f"De fyra sista siffrorna saknas. Skriv hela numret, till exempel {_EXAMPLE}."
        )
    kind, birth_date = _kind_and_birth_date(year, last_ten)
    if (year, last_ten[2:4]) > (today.year, f"{today.month:02}") or (birth_date is not None and birth_date > today):
        raise IdentityError(
            IdentityProblem.FUTURE, "Födelsedatumet ligger i framtiden. Kontrollera seklet, de två första siffrorna."
        )
    if not _luhn_holds(last_ten):
        raise IdentityError(
            IdentityProblem.CHECK_DIGIT, "Kontrollsiffran stämmer inte. Jämför siffra för siffra med id-handlingen."
        )
    gender: Gender | None = None if kind == IdentityKind.INTERIM else "M" if int(last_ten[8]) % 2 else "K"
    return Identity(f"{year:04}{last_ten[2:]}", kind, birth_date, gender)


def display(number: str) -> str:
    """A twelve-character number with its dash: 19790417-9814."""
    return f"{number[:8]}-{number[8:]}"


def masked(identity: Identity | str) -> str:
    """The number without its last four, for lists and headings: 19790417-••••."""
    number = identity.number if isinstance(identity, Identity) else identity
    return f"{number[:8]}-••••"


def age_on(birth_date: date, day: date) -> int:
    """Whole years of age that day. For 29 February the birthday is 1 March in a year without that day."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def ages_on(day: date, birth_date: date | None, birth_year: int | None = None) -> range:
    """The ages somebody may have that day: one where the birth date is known, up to two by the year, none if neither.

    What depends on an age asks for all of them: "under 25" is certain only if every age is.
    """
    if birth_date is not None:
        return range(age := age_on(birth_date, day), age + 1)
    if birth_year is None:
        return range(0)
    oldest = day.year - birth_year
    # On the last day of the year everybody born in it has had the birthday.
    youngest = oldest if (day.month, day.day) == (12, 31) else oldest - 1
    return range(max(youngest, 0), oldest + 1)


def plausible_age(birth_date: date, today: date) -> int:
    """The age, if it is 15–75; raises IdentityError otherwise, because the century is then likely wrong."""
    require_plausible_age(today, birth_date)
    return age_on(birth_date, today)


def require_plausible_age(
    today: date, birth_date: date | None, birth_year: int | None = None, *, typed: str = ""
) -> None:
    """Raise IdentityError where no age that the day or year of birth allows is 15–75. An age that is unsure may be.

    `typed` is the number as it was written: where the century stands in it, it is no guess to be checked.
    """
    ages = ages_on(today, birth_date, birth_year)
    if ages and not any(age in PLAUSIBLE_AGES for age in ages):
        says_century = sum(sign.isalnum() for sign in typed) >= DIGITS_WITH_CENTURY
        check = "Kontrollera numret" if says_century else "Kontrollera seklet"
        raise IdentityError(
            IdentityProblem.AGE,
            f"Personen blir {ages[-1]} år med det här numret. {check}: en aspirant är mellan 15 och 75 år.",
        )


def _characters(text: str) -> str:
    """The ten or twelve characters of the number and its plus, if any; raises IdentityError if they are no number."""
    typed = _BLANK.sub("", tidied(text).translate(_DASHES)).replace("-", "").upper()
    length = len(typed.replace("+", ""))
    if not length:
        raise IdentityError(IdentityProblem.EMPTY, f"Skriv ett personnummer, till exempel {_EXAMPLE}.")
    if not re.fullmatch(rf"[0-9{INTERIM_LETTERS}+]+", typed):
        raise IdentityError(
            IdentityProblem.NOT_DIGITS, f"Numret innehåller annat än siffror. Skriv det som {_EXAMPLE}."
        )
    if length < 10 or length == 11:
        wanted = 10 if length < 10 else 12
        raise IdentityError(
            IdentityProblem.TOO_SHORT, f"Numret är för kort, {length} av {wanted} siffror. Skriv det som {_EXAMPLE}."
        )
    if length > 12:
        raise IdentityError(
            IdentityProblem.TOO_LONG, f"Numret är för långt, {length} siffror. Skriv det som {_EXAMPLE}."
        )
    if not _NUMBER.fullmatch(typed):
        raise IdentityError(
            IdentityProblem.NOT_DIGITS,
            f"En bokstav eller ett plustecken står på fel plats. Skriv numret som {_EXAMPLE}.",
        )
    return typed


def _year_without_century(digits: str, plus: bool, today: date) -> int:
    """The latest year with these two digits whose date, real or not, is not after today; a century less for a plus."""
    month, day = int(digits[2:4]), int(digits[4:6]) % COORDINATION_DAY
    year = today.year - (today.year - int(digits[:2])) % 100
    if (year, month, day) > (today.year, today.month, today.day):
        year -= 100
    return year - 100 if plus else year


def _check_century(year: int, plus_and_century: bool, today: date) -> None:
    if plus_and_century and year > today.year - 100:
        raise IdentityError(
            IdentityProblem.WRONG_CENTURY,
            "Plustecknet säger att personen fyllt hundra år, men det gör inte årtalet. Skriv tolv siffror utan plus.",
        )
    if year // 100 < EARLIEST_CENTURY:
        raise IdentityError(
            IdentityProblem.WRONG_CENTURY,
            f"Inget århundrade börjar på {year // 100:02} här. Börja numret med 19 eller 20.",
        )


def _kind_and_birth_date(year: int, last_ten: str) -> tuple[IdentityKind, date | None]:
    month, day = int(last_ten[2:4]), int(last_ten[4:6])
    kind = IdentityKind.PERSONNUMMER if last_ten[6].isdigit() else IdentityKind.INTERIM
    if kind == IdentityKind.PERSONNUMMER and day >= COORDINATION_DAY:
        kind, day = IdentityKind.SAMORDNINGSNUMMER, day - COORDINATION_DAY
        # What Skatteverket does not know is 00 in the month, 60 in the day; what it does know must be possible.
        if (month == 0 and day <= 31) or (day == 0 and month <= 12):
            return kind, None
    try:
        return kind, date(year, month, day)
    except ValueError:
        raise IdentityError(
            IdentityProblem.IMPOSSIBLE_DATE,
            "Numret börjar inte med ett datum som finns. Kontrollera år, månad och dag.",
        ) from None


def _luhn_holds(last_ten: str) -> bool:
    """Luhn's formula: every other digit from the first doubled, the digit sums add up to a whole ten."""
    digits = [int(c) if c.isdigit() else 1 for c in last_ten]
    doubled = [2 * digit for digit in digits[::2]]
    return (sum(n // 10 + n % 10 for n in doubled) + sum(digits[1::2])) % 10 == 0
