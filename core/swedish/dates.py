"""Dates as Swedish readers write and read them, without the machine's locale."""

import re
from datetime import date, datetime, time, timedelta
from enum import Enum

from django.utils import timezone

WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)
_SHORT_MONTHS = tuple(name if len(name) <= 4 else name[:3] for name in MONTHS)  # juli, never "jul"

HOW_TO_WRITE_A_DATE = "Ange datum som 2026-11-23."

_RELATIVE = {"i går": -1, "igår": -1, "i dag": 0, "idag": 0, "i morgon": 1, "imorgon": 1}
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})(-?)(?P<month>[0-9]{2})\2(?P<day>[0-9]{2})")
_DAY_FIRST = re.compile(r"(?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2})(?:[ /-](?P<year>[0-9]{4}|[0-9]{2}))?")
_YEARS = range(1900, 2100)
_DAYS_IN_HALF_A_YEAR = 183


class WhichYear(Enum):
    """Which day is meant by a day and month without a year; the page reads by the same values (static/js/dates.js)."""

    PAST = "past"
    """Something has happened: the latest such day that is not after today."""
    COMING = "coming"
    """Something is to come: the next such day, today included."""
    NEAREST = "nearest"
    """It may be either: at most half a year back or ahead; of two equally near, the past one."""


def weekday_date(day: date) -> str:
    """ "mån 23 nov 2026" """
    return f"{short_weekday_date(day)} {day.year}"


def short_weekday_date(day: date) -> str:
    """ "mån 23 nov", where the year goes without saying."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day_and_month(day)}"


def short_day(day: date, today: date) -> str:
    """ "mån 23 nov", with the year when it is another one than today's."""
    return short_weekday_date(day) if day.year == today.year else weekday_date(day)


def short_moment(local: datetime, today: date) -> str:
    """ "mån 23 nov 14.30" of a local instant, with the year when it is another one than today's.

    The day alone at midnight, which means that no time is known.
    """
    day = short_day(local.date(), today)
    return day if local.time() == time() else f"{day} {local:%H.%M}"


def day_and_month(day: date) -> str:
    """ "23 nov", where the weekday matters as little as the year."""
    return f"{day.day} {_SHORT_MONTHS[day.month - 1]}"


def long_date(day: date) -> str:
    """ "måndag 23 november 2026", for running text."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def parse_swedish_date(text: str, today: date, which_year: WhichYear = WhichYear.NEAREST) -> date:
    """The date someone typed: 2026-11-23, 20261123, 23/11 2026, 23/11-26, 23/11, i går, i dag, i morgon.

    `which_year` says what a day and month without a year means. A two-digit year lies between 79 years back and 20
    years ahead. Raises ValueError with a Swedish sentence: that a day does not exist, else how to write it, also for a
    date outside 1900–2099.
    """
    typed = " ".join(text.translate(_DASHES).lower().split())
    if typed in _RELATIVE:
        return today + timedelta(days=_RELATIVE[typed])
    match = _YEAR_FIRST.fullmatch(typed) or _DAY_FIRST.fullmatch(re.sub(r" ?([/-]) ?", r"\1", typed))
    if match is None:
        raise ValueError(HOW_TO_WRITE_A_DATE)
    month, day = int(match["month"]), int(match["day"])
    if match["year"]:
        found = _existing(_full_year(match["year"], today), month, day)
    else:
        found = _without_year(month, day, today, which_year)
    if found is None and (no_such_day := _no_such_day(match["year"], month, day, today)):
        raise ValueError(no_such_day)
    if found is None or found.year not in _YEARS:
        raise ValueError(HOW_TO_WRITE_A_DATE)
    return found


def _no_such_day(typed_year: str | None, month: int, day: int, today: date) -> str:
    """That a month has no such day; empty where there is no such month. 29 February is missing in some years only."""
    if not 1 <= month <= len(MONTHS) or day == 0:
        return ""
    year = _full_year(typed_year, today) if typed_year else today.year
    if _existing(year, month, day):
        return ""
    in_the_year = f" {year}" if (month, day) == (2, 29) else ""
    return f"Det finns ingen {day} {MONTHS[month - 1]}{in_the_year}."


def _full_year(typed: str, today: date) -> int:
    if len(typed) == 4:
        return int(typed)
    latest = today.year + 20
    return latest - (latest - int(typed)) % 100


def _without_year(month: int, day: int, today: date, which_year: WhichYear) -> date | None:
    """The day that is meant, in this year or one beside it: 29 February may be in none of them."""
    found = [one for years in (-1, 0, 1) if (one := _existing(today.year + years, month, day))]
    match which_year:
        case WhichYear.PAST:
            return max((one for one in found if one <= today), default=None)
        case WhichYear.COMING:
            return min((one for one in found if one >= today), default=None)
    near = [one for one in found if abs((one - today).days) <= _DAYS_IN_HALF_A_YEAR]
    return min(near, key=lambda one: abs((one - today).days), default=None)


def _existing(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def moment(day: date, clock_time: time) -> datetime:
    """The instant of a local day and time in Stockholm."""
    return timezone.make_aware(datetime.combine(day, clock_time))


def moment_in_words(local: datetime) -> str:
    """ "mån 23 nov 2026 14.30" of a local instant; the day alone at midnight, which means that no time is known."""
    day = weekday_date(local.date())
    return day if local.time() == time() else f"{day} {local:%H.%M}"


def start_of_day(day: date) -> datetime:
    """The first instant of a local day; also stands for a fact of which only the day is known."""
    return moment(day, time())
