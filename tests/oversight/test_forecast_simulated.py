"""How the forecast does in invented jobbtorg of 2 to 12 referrals a day: not biased, and as sure as it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from core.shares import Share
from oversight.forecast.calculation import Arrivals, Expected, OpenDay, forecast
from oversight.forecast.shares import Cell, Cells, City

PER_DAY = (2, 3, 4, 5, 6, 8, 10, 12)
HISTORY, DAYS = 250, 330
"""Working days of history before a forecast, and of a jobbtorg's whole life."""
ARRIVALS = 20
TODAYS = range(270, 315, 11)
SOME_DAY = date(2026, 6, 1).toordinal()


@dataclass(frozen=True)
class Promise:
    """Begun on a day, with whether a meeting was booked at noon of each day on which it was open, and how it ended."""

    begun: int
    booked: dict[int, bool]
    broken: bool

    @property
    def due(self) -> int:
        return self.begun + 5


def lives(chance: Random, per_day: int) -> Iterator[Promise]:
    """A jobbtorg of its own kind: how soon it books, and how many it keeps with a meeting and without."""
    books, keeps = min(0.9, max(0.1, chance.gauss(0.35, 0.08))), min(0.99, chance.gauss(0.93, 0.03))
    keeps_without = max(0.05, chance.gauss(0.45, 0.1))
    for day in range(DAYS):
        # A hundred persons, each of whom may come that day.
        for _ in range(sum(chance.random() < per_day / 100 for _ in range(100))):
            first = next((n for n in range(6) if chance.random() < books), None)
            is_kept = chance.random() < (keeps_without if first is None else keeps)
            end = chance.randint(first or 0, 5) + 0.5 if is_kept else 6
            open_days = [n for n in range(6) if n < end]
            yield Promise(day, {5 - n: first is not None and first <= n for n in open_days}, not is_kept)


def cells(promises: list[Promise], today: int) -> Cells:
    found: dict[Cell, Share] = {}
    for promise in promises:
        if today - HISTORY <= promise.due < today:
            for cell in promise.booked.items():
                before = found.get(cell, Share(0, 0))
                found[cell] = Share(before.part + promise.broken, before.whole + 1)
    return found


def expected_and_broken(promises: list[Promise], today: int, city: City) -> tuple[Expected, int]:
    """What the forecast says on a day, and what the ten days brought."""
    stands = Counter[tuple[int, bool]]()
    for promise in promises:
        left = promise.due - today
        if left in promise.booked:
            stands[left, promise.booked[left]] += 1
    days = [
        OpenDay(date.fromordinal(SOME_DAY + left), left, stands[left, True], stands[left, False]) for left in range(10)
    ]
    began = sum(today - ARRIVALS <= promise.begun < today for promise in promises)
    arrivals = Arrivals(began, ARRIVALS, date.fromordinal(SOME_DAY + 6))
    said = forecast(days, cells(promises, today), city, arrivals).broken
    return said, sum(promise.broken for promise in promises if today <= promise.due < today + 10)


def test_it_is_neither_biased_nor_too_sure():
    said, broken, held = 0.0, 0, []
    for seed in range(6):
        chance = Random(seed)
        jobbtorg = [list(lives(chance, per_day)) for per_day in PER_DAY]
        for today in TODAYS:
            city = City.of([cells(promises, today) for promises in jobbtorg])
            for promises in jobbtorg:
                expected, came = expected_and_broken(promises, today, city)
                said, broken = said + expected.mean, broken + came
                held.append(expected.low <= came <= expected.high)
    assert abs(said / broken - 1) <= 0.05
    assert 0.75 <= sum(held) / len(held) <= 0.85
