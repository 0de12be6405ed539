"""What the coming two weeks hold for the jobbgaranti: pure arithmetic on counts, never on a person or on today.

Own history says how often a clock was breached, by whether a meeting was booked in time three working days before its
last day. The same shares are applied to what is open now, and to the clocks that new referrals will bring.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.shares import Share, half_up
from core.swedish.numbers import counted
from core.workdays import add_working_days
from organisation.reference_tables.calendar import stored_holiday

FEWEST_CLOCKS = 20
"""The fewest decided clocks that give a share."""

HISTORY_DAYS = 90
"""Days whose decided clocks are the history."""

DAYS_AHEAD = 10
"""Working days that are looked ahead."""

CHECKED_BEFORE = 3
"""Working days before the last day on which it is asked whether a meeting was booked."""


@dataclass(frozen=True)
class History:
    """Of the clocks decided in ninety days, how many were broken: without, with a meeting in time, and of all."""

    not_booked: Share
    booked: Share
    imported: int = 0
    """How many of them imported lists tell of. Lists do not say when a meeting was booked."""

    @property
    def every(self) -> Share:
        return Share(self.not_booked.part + self.booked.part, self.not_booked.whole + self.booked.whole)


@dataclass(frozen=True)
class Arrivals:
    """How many clocks began in so many working days, and the first last day of one that begins from tomorrow on."""

    clocks: int
    working_days: int
    first_due_on: datetime.date

    @property
    def per_day(self) -> Decimal:
        return Decimal(self.clocks) / self.working_days if self.working_days else Decimal(0)


@dataclass(frozen=True)
class OpenDay:
    """The open clocks whose last day it is, by whether a meeting is booked by then; and the meetings of the day."""

    day: datetime.date
    booked: int
    not_booked: int
    meetings: int = 0


@dataclass(frozen=True)
class ForecastDay:
    """What is open, what is still to come, and how many of both will be broken."""

    open: OpenDay
    coming: Decimal
    broken: Decimal


def forecast(days: Sequence[OpenDay], history: History, arrivals: Arrivals) -> list[ForecastDay]:
    """Breaches to expect on each day.

    Where history is too short for a share, what has no meeting counts as broken, what has one as kept, and what is
    still to come does not count.
    """
    without, having = share_or(history.not_booked, 1), share_or(history.booked, 0)
    of_new = share_or(history.every, 0)
    found = []
    for day in days:
        coming = arrivals.per_day if day.day >= arrivals.first_due_on else Decimal(0)
        broken = day.not_booked * without + day.booked * having + coming * of_new
        found.append(ForecastDay(day, coming, broken))
    return found


def share_or(broken: Share, otherwise: int) -> Decimal:
    """The share as a fraction, or `otherwise` where too few were decided."""
    quotient = broken.quotient
    return quotient if quotient is not None and broken.whole >= FEWEST_CLOCKS else Decimal(otherwise)


@dataclass(frozen=True)
class ToBook:
    """Meetings to book so that the clocks of a last day can be met. `day` None: those that are late already."""

    day: datetime.date | None
    meetings: int
    by: datetime.date
    so_far: int
    """These and all that must be booked before them."""


def to_book(days: Iterable[OpenDay], late: int, today: datetime.date) -> list[ToBook]:
    """When which meetings must be booked: one working day before the last day, so that the invitation is in time."""
    found, so_far = [], late
    if late:
        found.append(ToBook(None, late, today, so_far))
    for day in days:
        if day.not_booked:
            so_far += day.not_booked
            found.append(
                ToBook(day.day, day.not_booked, max(today, add_working_days(day.day, -1, stored_holiday)), so_far)
            )
    return found


# --- In words ------------------------------------------------------------------------------------------------------


def one_decimal(number: Decimal) -> str:
    """ "2,1"."""
    return str(half_up(number, Decimal("0.1"))).replace(".", ",")


def assumptions(history: History, arrivals: Arrivals) -> list[str]:
    """The assumptions of the forecast, with their numbers."""
    found = [
        _assumption(history.not_booked, "utan bokat möte", "Varje sådan frist räknas därför som bruten."),
        _assumption(history.booked, "med bokat möte", "Varje sådan frist räknas därför som hållen."),
        _arrivals_in_words(history.every, arrivals),
    ]
    return [*found, _imported(history.imported)] if history.imported else found


def _imported(clocks: int) -> str:
    are = counted(clocks, "av fristerna är ur en importerad lista", "av fristerna är ur importerade listor")
    return f"{are} och räknas till dem utan bokat möte, eftersom en lista inte säger när ett möte bokades."


def _assumption(broken: Share, which: str, otherwise: str) -> str:
    when = "tre arbetsdagar före sista dagen"
    if broken.whole < FEWEST_CLOCKS:
        clocks = counted(broken.whole, "frist", "frister")
        return f"De senaste {HISTORY_DAYS} dagarna avgjordes {clocks} {which} {when}, för få för en andel. {otherwise}"
    return (
        f"Av {broken.whole} frister {which} {when} bröts {broken.part} ({broken.whole_percent})"
        f" de senaste {HISTORY_DAYS} dagarna."
    )


def _arrivals_in_words(every: Share, arrivals: Arrivals) -> str:
    came = (
        f"De senaste 30 dagarna började {counted(arrivals.clocks, 'frist', 'frister')} på"
        f" {counted(arrivals.working_days, 'arbetsdag', 'arbetsdagar')}, {one_decimal(arrivals.per_day)} om dagen."
    )
    if every.whole < FEWEST_CLOCKS:
        return f"{came} Hur många av de nya som bryts går inte att säga, och de räknas inte med."
    of_all = f"{every.part} av {every.whole} ({every.whole_percent})"
    return f"{came} Av de nya väntas lika stor andel brytas som av alla: {of_all}."
