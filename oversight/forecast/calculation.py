"""What the coming two weeks hold for the jobbgaranti if things go on as now: arithmetic on counts, never on a person.

docs/frister.md says how it is counted, decision 130 why.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.shares import half_up
from core.workdays import add_working_days
from deadlines.status.protected import masked_in_words
from organisation.reference_tables.calendar import stored_holiday
from oversight.forecast.chances import Distribution, interval_of, mean_of, of_coming, of_open, together
from oversight.forecast.shares import MOST_LEFT, Cell, Cells, City
from oversight.links import NOT_IN_TIME, PLANS, rows_behind

DAYS_AHEAD = 10
"""Working days that are looked ahead."""

ARRIVAL_DAYS = 30
"""Days before today whose new promises say how many more will come."""


@dataclass(frozen=True)
class Arrivals:
    """How many promises began in so many working days, and the first last day of one that begins from tomorrow on."""

    promises: int
    working_days: int
    first_due_on: datetime.date

    @property
    def per_day(self) -> float:
        return self.promises / self.working_days if self.working_days else 0.0


@dataclass(frozen=True)
class OpenDay:
    """The open promises whose last day it is, by whether a meeting is booked by then; and the meetings of the day."""

    day: datetime.date
    left: int
    """Working days from today."""
    booked: int
    not_booked: int
    meetings: int = 0
    masked: int = 0
    """How many of those without a meeting are of protected persons whom the reader may not open, and so in no list."""

    @property
    def masked_in_words(self) -> str:
        """How many of them are in no list; empty for none."""
        return masked_in_words(self.masked)

    @property
    def cells(self) -> Counter[Cell]:
        """How many promises stand where the shares are told apart."""
        left = min(self.left, MOST_LEFT)
        return Counter({(left, True): self.booked, (left, False): self.not_booked})


@dataclass(frozen=True)
class LateUnbooked:
    """The promises that are late without a meeting to come, those of protected persons (`masked`) among them."""

    number: int
    masked: int = 0


@dataclass(frozen=True)
class Expected:
    """How many will be broken: the number to expect, and the fewest and most that are likely (four times in five)."""

    mean: float
    low: int
    high: int

    @classmethod
    def of(cls, distribution: Distribution) -> Expected:
        return cls(mean_of(distribution), *interval_of(distribution))

    @property
    def about(self) -> int:
        """The number to expect, whole."""
        return int(half_up(Decimal(self.mean), Decimal(1)))

    @property
    def likely(self) -> str:
        """ "3–9"; "4" where no other number is likely."""
        return str(self.low) if self.low == self.high else f"{self.low}–{self.high}"


@dataclass(frozen=True)
class ForecastDay:
    """What is open, what is still to come (promises), and how many of both will be broken."""

    open: OpenDay
    coming: float
    broken: Expected


@dataclass(frozen=True)
class Forecast:
    """The days, and what they bring together."""

    days: Sequence[ForecastDay]
    broken: Expected

    @property
    def coming(self) -> float:
        return sum(day.coming for day in self.days)


def forecast(days: Sequence[OpenDay], own: Cells, city: City, arrivals: Arrivals) -> Forecast:
    """What will be broken, day by day and together.

    Together is not the sum of the days' intervals: where one share was guessed too low, it was so on all days.
    """
    chances, chance_of_new = city.chances(own), city.chance_of_new(own)

    def expected(cells: Counter[Cell], new_days: int) -> Expected:
        parts = [of_open(promises, chances[cell]) for cell, promises in cells.items() if promises]
        return Expected.of(
            together([*parts, of_coming(arrivals.promises, arrivals.working_days, new_days, chance_of_new)])
        )

    found, open_now, days_with_new = [], Counter[Cell](), 0
    for day in days:
        has_new = int(day.day >= arrivals.first_due_on)
        found.append(ForecastDay(day, arrivals.per_day * has_new, expected(day.cells, has_new)))
        open_now += day.cells
        days_with_new += has_new
    return Forecast(found, expected(open_now, days_with_new))


@dataclass(frozen=True)
class ToBook:
    """Meetings to book so that the clocks of a last day can be met. `day` None: those that are late already."""

    day: datetime.date | None
    meetings: int
    by: datetime.date
    so_far: int
    """These and all that must be booked before them."""
    masked: int = 0
    """How many of these are with protected persons, who are not in the list behind the row."""

    @property
    def url(self) -> str:
        """The query string of the rows behind the number, in the list of Frister."""
        if self.day is None:
            return rows_behind(**PLANS, state="late", booked=False)
        return rows_behind(**PLANS, day=self.day, booked=NOT_IN_TIME)

    @property
    def masked_in_words(self) -> str:
        """How many of them are in no list; empty for none."""
        return masked_in_words(self.masked)


def to_book(days: Iterable[OpenDay], late: LateUnbooked, today: datetime.date) -> list[ToBook]:
    """When which meetings must be booked: one working day before the last day, so that the invitation is in time."""
    found, so_far = [], late.number
    if late.number:
        found.append(ToBook(None, late.number, today, so_far, late.masked))
    for day in days:
        if day.not_booked:
            so_far += day.not_booked
            by = max(today, add_working_days(day.day, -1, stored_holiday))
            found.append(ToBook(day.day, day.not_booked, by, so_far, day.masked))
    return found
