"""Reporting periods: tertials, January–August, the year, or any two days (R-4-35)."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils import timezone

from core.swedish.dates import MONTHS


@dataclass(frozen=True)
class Period:
    """Local dates from `first` to `last`, both included. Raises ValueError if they are in the wrong order."""

    first: datetime.date
    last: datetime.date
    name: str = ""

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("Sista dagen kan inte ligga före den första.")

    @property
    def days(self) -> tuple[datetime.date, datetime.date]:
        """Both ends, as a database range lookup wants them."""
        return self.first, self.last

    @property
    def dates(self) -> str:
        """ "1 januari–30 april 2026", with the first year only when it differs."""
        first = f"{self.first.day} {MONTHS[self.first.month - 1]}"
        if self.first.year != self.last.year:
            first += f" {self.first.year}"
        return f"{first}–{self.last.day} {MONTHS[self.last.month - 1]} {self.last.year}"

    def __str__(self) -> str:
        return f"{self.name} ({self.dates})" if self.name else self.dates


def tertial(year: int, number: int) -> Period:
    """Tertial 1 (January–April), 2 (May–August) or 3 (September–December); raises ValueError for another number."""
    if number not in (1, 2, 3):
        raise ValueError("Ett år har tre tertial.")
    last_month = 4 * number
    last_day = 31 if last_month in (8, 12) else 30
    return Period(
        datetime.date(year, last_month - 3, 1),
        datetime.date(year, last_month, last_day),
        f"Tertial {number} {year}",
    )


def january_to_august(year: int) -> Period:
    """The two first tertials together, as in the second tertial report."""
    return Period(datetime.date(year, 1, 1), datetime.date(year, 8, 31), f"Januari–augusti {year}")


def whole_year(year: int) -> Period:
    return Period(datetime.date(year, 1, 1), datetime.date(year, 12, 31), f"Helår {year}")


def year_so_far(year: int, today: datetime.date) -> Period:
    """From New Year's Day to today; of an earlier year to the same day of it, so that the two can be compared."""
    is_leap_day = (today.month, today.day) == (2, 29) and not calendar.isleap(year)
    last = datetime.date(year, today.month, 28 if is_leap_day else today.day)
    name = f"Hittills {year}" if year == today.year else f"{year} till och med {last.day} {MONTHS[last.month - 1]}"
    return Period(datetime.date(year, 1, 1), last, name)


FIXED_PERIODS: dict[str, Callable[[int], Period]] = {
    "t1": lambda year: tertial(year, 1),
    "t2": lambda year: tertial(year, 2),
    "t3": lambda year: tertial(year, 3),
    "jan-aug": january_to_august,
    "helar": whole_year,
}
"""The periods that are the same for every reader, by their name in addresses; those of a year add up to one another."""


def ended_periods(year: int, today: datetime.date) -> dict[str, Period]:
    """The fixed periods of a year that are over. Figures of one that still runs would tell what a day changed."""
    found = {name: of(year) for name, of in FIXED_PERIODS.items()}
    return {name: period for name, period in found.items() if period.last < today}


def latest_ended(today: datetime.date) -> tuple[int, str]:
    """The year and name of the fixed period that ended last, the longest of those that ended together."""
    found = [(year, name, one) for year in (today.year, today.year - 1) for name, one in _ended(year, today)]
    year, name, _ = max(found, key=lambda of: (of[2].last, of[2].last - of[2].first))
    return year, name


def nearest_ended(period: Period, today: datetime.date) -> tuple[int, str]:
    """The year and name of the ended fixed period whose ends lie nearest to those of another."""
    years = range(min(period.first.year, today.year) - 1, today.year + 1)
    found = [(year, name, one) for year in years for name, one in _ended(year, today)]
    year, name, _ = min(found, key=lambda of: abs(of[2].first - period.first) + abs(of[2].last - period.last))
    return year, name


def _ended(year: int, today: datetime.date) -> Iterable[tuple[str, Period]]:
    return ended_periods(year, today).items()


def week_began(now: datetime.datetime) -> datetime.datetime:
    """The first instant of the week, local time: figures of the present are rounded to it outside the own unit."""
    local = timezone.localtime(now)
    monday = local.date() - datetime.timedelta(days=local.weekday())
    return timezone.make_aware(datetime.datetime.combine(monday, datetime.time()))
