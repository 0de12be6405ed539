"""The ways a day was written in lists, and what each of them means. Knows nothing about what is plausible."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

_NAMES_OF_MONTHS = (
    ("januari", "january"), ("februari", "february"), ("mars", "march"), ("april",), ("maj", "may"), ("juni", "june"),
    ("juli", "july"), ("augusti", "august"), ("september",), ("oktober", "october"), ("november",), ("december",),
)  # fmt: skip
_SHORTEST = 3
_MONTHS = {
    name[:length]: number
    for number, names in enumerate(_NAMES_OF_MONTHS, start=1)
    for name in names
    for length in range(_SHORTEST, len(name) + 1)
}
"""Swedish and English names of months and their beginnings of three letters or more."""

EPOCHS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
"""The day numbered 0, by whether the workbook counts from 1904. Excel believes in a 29 February 1900."""

_YEARS_AHEAD = 20
_HALF_A_YEAR = 183
_DASHES = str.maketrans({**dict.fromkeys("‐‑‒–—−", "-"), **dict.fromkeys("'’´`", None)})


@dataclass(frozen=True)
class Written:
    """A day as it was written. `value` is None if there is no such day in the calendar.

    `year_missing`, `week` and `month` say what was not written; `serial` that it was a number of days; `other` is a
    second day that the same characters can mean.
    """

    value: date | None
    serial: bool = False
    year_missing: bool = False
    week: bool = False
    month: bool = False
    zero_missing: bool = False
    other: date | None = None


def normalised(text: str) -> str:
    """Small letters, plain digits and dashes, single blanks; without weekday, apostrophes and what ends a sentence."""
    plain = "".join(unicodedata.normalize("NFKC", c) if "\uff01" <= c <= "\uff5e" else c for c in text)
    typed = " ".join(plain.translate(_DASHES).lower().split()).strip(" .,;:")
    return re.sub(r"^(?:(?:mån|tis|ons|tors?|fre|lör|sön)(?:dag(?:en)?)?\.?,? )?(?:den |d\. ?)?", "", typed)


def written_day(typed: str, as_of: date, *, epoch_1904: bool) -> Written | None:
    """The day that a normalised text says, None if it is none of the known ways to write one.

    Tried in the order of 7.2 rule 7: serial number, year first, day first, words, week, month alone. `as_of` is the day
    of the list; it completes a year that is missing or has two digits.
    """
    if match := _SERIAL.fullmatch(typed):
        return Written(EPOCHS[epoch_1904] + timedelta(days=int(match[1])), serial=True)
    for pattern, reading in _SHAPES:
        if match := pattern.fullmatch(typed):
            written = reading(match, as_of)
            if written is not None:
                return written
    return None


def existing(year: int, month: int, day: int) -> date | None:
    """The date, None if there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _full_year(digits: str, as_of: date) -> int:
    """The year as written; two digits mean one from 79 years before to 20 years after the list."""
    if len(digits) == 4:
        return int(digits)
    latest = as_of.year + _YEARS_AHEAD
    return latest - (latest - int(digits)) % 100


def _in_the_lists_year(build: Callable[[int], date | None], as_of: date) -> date | None:
    """The day in the year of the list, or in the year before if it would lie more than half a year ahead."""
    value = build(as_of.year)
    if value is not None and (value - as_of).days > _HALF_A_YEAR:
        return build(as_of.year - 1)
    return value


def _year_first(match: re.Match[str], as_of: date) -> Written:
    return Written(existing(int(match["y"]), int(match["m"]), int(match["d"])))


def _short_year_first(match: re.Match[str], as_of: date) -> Written:
    year, month, day = match["y"], int(match["m"]), int(match["d"])
    other = existing(_full_year(match["d"], as_of), month, int(year)) if match["s"] else None
    value = existing(_full_year(year, as_of), month, day)
    return Written(value, other=other if other != value else None)


def _without_zero(match: re.Match[str], as_of: date) -> Written:
    return Written(existing(_full_year("0" + match["y"], as_of), int(match["m"]), int(match["d"])), zero_missing=True)


def _day_first(match: re.Match[str], as_of: date) -> Written:
    day, month = int(match["d"]), int(match["m"])
    if match["y"]:
        year = _full_year(match["y"], as_of)
        value = existing(year, month, day)
        return Written(value, other=existing(year, day, month) if value is None else None)
    return Written(_in_the_lists_year(lambda year: existing(year, month, day), as_of), year_missing=True)


def _in_words(match: re.Match[str], as_of: date) -> Written | None:
    month = _MONTHS.get(match["m"])
    if month is None:
        return None
    day = int(match["d"])
    if match["y"]:
        return Written(existing(_full_year(match["y"], as_of), month, day))
    return Written(_in_the_lists_year(lambda year: existing(year, month, day), as_of), year_missing=True)


def _month_in_words(match: re.Match[str], as_of: date) -> Written | None:
    month = _MONTHS.get(match["m"])
    if month is None:
        return None
    if match["y"]:
        return Written(existing(_full_year(match["y"], as_of), month, 1), month=True)
    return Written(_in_the_lists_year(lambda year: existing(year, month, 1), as_of), month=True)


def _month(match: re.Match[str], as_of: date) -> Written:
    return Written(existing(int(match["y"]), int(match["m"]), 1), month=True)


def _week(match: re.Match[str], as_of: date) -> Written | None:
    """The Monday of a week. "v 12-13" are two weeks, not week 12 of 2013."""
    week = int(match["w"])
    if not match["y"]:
        return Written(_in_the_lists_year(lambda year: _monday(year, week), as_of), week=True)
    year = _full_year(match["y"], as_of)
    return Written(_monday(year, week), week=True) if year <= as_of.year + 1 else None


def _monday(year: int, week: int) -> date | None:
    try:
        return date.fromisocalendar(year, week, 1)
    except ValueError:
        return None


_SERIAL = re.compile(r"([34][0-9]{4})(?:[.,][0-9]+)?")  # 30 000–49 999: from 1982 to 2036, or from 1986 to 2040

_CLOCK = r"(?:(?:t| ?kl\.? ?| )[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2}(?:[.,][0-9]+)?)?z?)?"
_Y, _YY, _M, _D = r"(?P<y>[0-9]{4})", r"(?P<y>[0-9]{4}|[0-9]{2})", r"(?P<m>[0-9]{1,2})", r"(?P<d>[0-9]{1,2})"
_WORD = r"(?P<m>[a-z]{3,9})\.?"
_SHAPES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Written | None]], ...] = tuple(
    (re.compile(pattern), reading)
    for pattern, reading in (
        (rf"{_Y}(?P<s>[-./ ]){_M}(?P=s){_D}{_CLOCK}", _year_first),
        (r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})(?:[.,]0+)?" + _CLOCK, _year_first),
        (r"(?P<y>[0-9]{2})(?P<s>-?)(?P<m>[0-9]{2})(?P=s)(?P<d>[0-9]{2})(?:[.,]0+)?", _short_year_first),
        (r"(?P<y>[5-9])(?P<m>[0-9]{2})(?P<d>[0-9]{2})(?:[.,]0+)?", _without_zero),
        (rf"{_D} ?/ ?{_M}(?:[-/ ]{{1,3}}{_YY})?{_CLOCK}", _day_first),
        (rf"{_D}\. ?{_M}\. ?{_YY}{_CLOCK}", _day_first),
        (rf"{_D}-{_M}-{_Y}{_CLOCK}", _day_first),
        (rf"{_D}(?:\.|:e|:a|e|st|nd|rd|th)?[- ]?{_WORD}(?:[-/, ]{{0,3}}{_YY})?{_CLOCK}", _in_words),
        (rf"{_WORD} {_D}(?:st|nd|rd|th)?,? (?P<y>[0-9]{{4}})", _in_words),
        (rf"v(?:ecka)?[. ]{{0,2}}(?P<w>[0-9]{{1,2}})(?:[-/, ]{{1,3}}{_YY})?", _week),
        (r"(?P<y>[0-9]{4})[- ]?(?:v(?:ecka)?|w)[. ]{0,2}(?P<w>[0-9]{1,2})", _week),
        (rf"{_WORD}(?:[-/, ]{{0,3}}{_YY})?", _month_in_words),
        (rf"{_Y}[- ]{_WORD}", _month_in_words),
        (r"(?P<y>[0-9]{4})[-/](?P<m>[0-9]{1,2})", _month),
    )
)
