"""Reporting periods: tertials, January–August, the year, or any two days (R-4-35)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

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


def year_so_far(today: datetime.date) -> Period:
    """From New Year's Day to today."""
    return Period(datetime.date(today.year, 1, 1), today, f"Hittills {today.year}")
