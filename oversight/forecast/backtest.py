"""How good the forecast would have been: made again for each Monday of a year, and compared with what came."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.core.cache import cache

from core.shares import Share
from core.workdays import ONE_DAY, add_working_days, next_working_day, working_days_between
from organisation.reference_tables.calendar import stored_holiday
from oversight.forecast.calculation import ARRIVAL_DAYS, DAYS_AHEAD, Arrivals, Expected, OpenDay, forecast
from oversight.forecast.counts import days_ahead, first_new_due_on
from oversight.forecast.history import AT_THE_END, HISTORY_DAYS, KEPT, Stood, by_unit, stood
from oversight.forecast.shares import MOST_LEFT, Cells, City

WEEKS = 52
"""Mondays that are looked back to, of which each has a whole year of history behind it."""

WEEK = 7 * ONE_DAY


@dataclass(frozen=True)
class Tried:
    """One Monday: what would have been expected of the ten working days from then on, and what came."""

    on: datetime.date
    expected: Expected
    broken: int

    @property
    def held(self) -> bool:
        """Whether it lay among the likely numbers."""
        return self.expected.low <= self.broken <= self.expected.high


@dataclass(frozen=True)
class Backtest:
    """All the Mondays on which there was something to say, the earliest first."""

    tried: Sequence[Tried]

    @property
    def held(self) -> Share:
        """How many of them lay among the likely numbers."""
        return Share(sum(one.held for one in self.tried), len(self.tried))

    @property
    def expected(self) -> float:
        """What was expected of all of them together."""
        return sum(one.expected.mean for one in self.tried)

    @property
    def broken(self) -> int:
        """What came of all of them together. Two weeks overlap, so that most are in it twice."""
        return sum(one.broken for one in self.tried)

    @property
    def bias(self) -> float | None:
        """By how much too many were expected, as a share of what came; None where nothing was broken."""
        return self.expected / self.broken - 1 if self.broken else None


def backtest(unit: int, today: datetime.date) -> Backtest:
    """Try a jobbtorg's forecast on the last year. Two statements; the one about the city is kept for a day.

    Each Monday's forecast is made of what was decided before it: the own promises of the 365 days before, the city's of
    the twelve whole months before. A Monday that is no working day is tried on the next one.
    """
    first = today - WEEKS * WEEK - HISTORY_DAYS * ONE_DAY
    lefts = (AT_THE_END, *range(DAYS_AHEAD))
    own = stood(first, today - ONE_DAY, today, unit=unit, lefts=lefts)
    months = _months_of_city(first.replace(day=1), today)
    begun = _begun(own)
    return Backtest([tried for on in _mornings(today) if (tried := _tried(on, own, months, begun)) is not None])


def _begun(own: Iterable[Stood]) -> Counter[datetime.date]:
    """How many promises began on each day: what stood there with five working days left."""
    found = Counter[datetime.date]()
    for row in own:
        if row.left == MOST_LEFT:
            found[add_working_days(row.due, -MOST_LEFT, stored_holiday)] += row.share.whole
    return found


def _months_of_city(first: datetime.date, today: datetime.date) -> list[Stood]:
    key = f"prognos:bakåt:{today}"
    kept: list[Stood] | None = cache.get(key)
    if kept is None:
        kept = stood(first, today - ONE_DAY, today, unit=None, lefts=range(MOST_LEFT + 1))
        cache.set(key, kept, KEPT)
    return kept


def _mornings(today: datetime.date) -> Iterator[datetime.date]:
    """The mornings whose ten working days are over."""
    monday = today - today.weekday() * ONE_DAY
    for weeks in range(WEEKS, 0, -1):
        on = next_working_day(monday - weeks * WEEK, stored_holiday)
        if add_working_days(on, DAYS_AHEAD - 1, stored_holiday) < today:
            yield on


def _tried(
    on: datetime.date, own: Sequence[Stood], city: Iterable[Stood], begun: Counter[datetime.date]
) -> Tried | None:
    """None where nothing stood open that morning and nothing had begun lately: there was no forecast to make."""
    days = days_ahead(on)
    open_then = _open_on(on, days, own)
    arrivals = _arrivals_before(on, begun)
    if not arrivals.promises and not any(day.booked + day.not_booked for day in open_then):
        return None
    before = _cells_before(on, own)
    expected = forecast(open_then, before, City.of(_city_before(on, city).values()), arrivals).broken
    broken = sum(row.share.part for row in own if row.left == AT_THE_END and days[0] <= row.due <= days[-1])
    return Tried(on, expected, broken)


def _open_on(on: datetime.date, days: Sequence[datetime.date], own: Iterable[Stood]) -> list[OpenDay]:
    places = {day: working_days_between(on, day, stored_holiday) for day in days}
    found = Counter[tuple[datetime.date, bool]]()
    for row in own:
        if places.get(row.due) == row.left:
            found[row.due, row.is_booked] += row.share.whole
    return [OpenDay(day, left, found[day, True], found[day, False]) for day, left in places.items()]


def _arrivals_before(on: datetime.date, begun: Counter[datetime.date]) -> Arrivals:
    first, last = on - ARRIVAL_DAYS * ONE_DAY, on - ONE_DAY
    promises = sum(number for day, number in begun.items() if first <= day <= last)
    return Arrivals(promises, working_days_between(first - ONE_DAY, last, stored_holiday), first_new_due_on(on))


def _cells_before(on: datetime.date, own: Iterable[Stood]) -> Cells:
    first = on - HISTORY_DAYS * ONE_DAY
    found = by_unit(row for row in own if first <= row.due < on and 0 <= row.left <= MOST_LEFT)
    return next(iter(found.values()), {})


def _city_before(on: datetime.date, months: Iterable[Stood]) -> Mapping[int, Cells]:
    this_month = on.replace(day=1)
    year_before = this_month.replace(year=this_month.year - 1)
    return by_unit(row for row in months if year_before <= row.due < this_month)
