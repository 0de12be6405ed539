"""Hiding small numbers of several tables that have the same rows and columns, in periods that add up to one another.

A number is safe when the counts could have been otherwise without any printed number being another: one case more
here, one less there. Such a change is an *exchange*. For each number that must not be known the cheapest exchange that
changes it is looked for, and every cell that it changes is hidden. So each hidden number has another value that fits
all that is printed, in all tables, whatever way a reader adds and subtracts.

An exchange is made of *moves*: a choice of columns, of rows and of periods, multiplied together. Adding one case in a
column, row and period changes all sums it is part of; adding one and taking one away within a sum leaves the sum.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from measures.small_numbers.suppression import SMALL, Key, Mark

CellKey = tuple[Key, Key, Key]
"""Period, row and column of a number."""

Change = Mapping[Key, int]
"""By how much each part along one axis changes, for instance one reason +1 and another −1."""

Sums = Mapping[Key, tuple[Key, ...]]
"""For each part along an axis the names of all it is counted in, itself among them."""


class UnprotectedError(Exception):
    """A number must not be known, and no exchange was offered that changes it."""


@dataclass(frozen=True)
class Move:
    """Parts that change: every combination of a column, a row and a period changes by the product of their changes."""

    columns: Change
    rows: Change
    periods: Change


Exchange = Sequence[Move]


@dataclass(frozen=True)
class Tables:
    """What is counted, and how it adds up."""

    columns: Sums
    rows: Sums
    periods: Sums
    parts: Mapping[CellKey, int]
    """The counts that are no sums of others."""
    cells: Mapping[CellKey, int]
    """What is printed, or may be."""
    unprinted: Mapping[CellKey, int] = field(default_factory=dict)
    """What is printed nowhere but follows from what is, such as a jobbtorg without its branches."""
    few: frozenset[CellKey] = frozenset()
    """Cells that must be hidden although their number is not small, because few persons are behind it."""
    assumed: frozenset[Key] = frozenset()
    """Rows of which a reader may guess that nothing is counted in them, so that they make no other row safe."""
    ceilings: Mapping[Key, Key] = field(default_factory=dict)
    """Columns whose number cannot be higher than that of another column in the same row."""
    _added: dict[Any, tuple[tuple[Key, int], ...]] = field(default_factory=dict, repr=False, compare=False)

    def change(self, exchange: Exchange) -> dict[CellKey, int]:
        """By how much each number changes, sums and what is printed nowhere included."""
        changed: Counter[CellKey] = Counter()
        for move in exchange:
            rows, columns = self.added_up(self.rows, move.rows), self.added_up(self.columns, move.columns)
            for period, n in self.added_up(self.periods, move.periods):
                for row, m in rows:
                    for column, k in columns:
                        changed[period, row, column] += n * m * k
        return {key: number for key, number in changed.items() if number}

    def added_up(self, sums: Sums, change: Change) -> tuple[tuple[Key, int], ...]:
        """By how much each name along an axis changes, sums included."""
        key = id(sums), tuple(change.items())
        if key not in self._added:
            found: Counter[Key] = Counter()
            for part, number in change.items():
                for name in sums[part]:
                    found[name] += number
            self._added[key] = tuple((name, number) for name, number in found.items() if number)
        return self._added[key]

    def has_enough(self, exchange: Exchange) -> bool:
        """Whether no count falls below 0."""
        parts = self.parts
        if len(exchange) == 1:  # by far the most
            [move] = exchange
            return all(
                n * m * k > 0 or parts.get((period, row, column), 0) + n * m * k >= 0
                for period, n in move.periods.items()
                for row, m in move.rows.items()
                for column, k in move.columns.items()
            )
        changed: Counter[CellKey] = Counter()
        for move in exchange:
            axes = (move.periods, move.rows, move.columns)
            for (period, n), (row, m), (column, k) in product(*(axis.items() for axis in axes)):
                changed[period, row, column] += n * m * k
        return all(parts[key] + number >= 0 for key, number in changed.items() if key in parts)


class Hiding:
    """The marks of all cells, as more and more are hidden. `weight` says what it costs to hide a cell."""

    def __init__(self, tables: Tables, weight: Callable[[CellKey], float]) -> None:
        self.tables = tables
        self._weight = {key: weight(key) for key in (*tables.cells, *tables.unprinted)}
        self.marks = {key: self._first_mark(key, number) for key, number in tables.cells.items()}
        self._safe: set[CellKey] = set()

    def _first_mark(self, key: CellKey, number: int) -> Mark:
        if number in SMALL:
            return Mark.FEW
        return Mark.HIDDEN if key in self.tables.few else Mark.EXACT

    @property
    def secrets(self) -> list[CellKey]:
        """The numbers that must not be known and are not safe yet, the most important first."""
        hidden = [key for key, mark in self.marks.items() if mark is not Mark.EXACT]
        small = [key for key, number in self.tables.unprinted.items() if number in SMALL]
        return sorted(
            (key for key in hidden + small if key not in self._safe), key=self._weight.__getitem__, reverse=True
        )

    def settle(self, key: CellKey, mark: Mark) -> None:
        """Give a cell its mark where no exchange is needed for that: no other number follows from it."""
        self.marks[key] = mark
        self._safe.add(key)

    def protect_all(self, ways: Callable[[CellKey], Iterable[Iterable[Exchange]]]) -> None:
        """Make every secret number safe, by the cheapest exchange of the first way that has one.

        Raises UnprotectedError for a number that none of its exchanges changes.
        """
        for key in self.secrets:
            if key not in self._safe and not any(self._protect(key, exchanges) for exchanges in ways(key)):
                raise UnprotectedError(f"{key}: no exchange changes it.")

    def _protect(self, key: CellKey, exchanges: Iterable[Exchange]) -> bool:
        best: tuple[float, dict[CellKey, int]] | None = None
        for exchange in exchanges:
            if self.tables.has_enough(exchange):
                changed = self.tables.change(exchange)
                cost = self.cost(changed) if key in changed else math.inf
                if cost < math.inf and (best is None or cost < best[0]):
                    best = cost, changed
        if best is not None:
            for hidden in self._to_hide(best[1]):
                self.marks[hidden] = Mark.HIDDEN
            assumed = self.tables.assumed
            self._safe.update(changed for changed in best[1] if changed[1] in assumed or key[1] not in assumed)
        return best is not None

    def cost(self, changed: Mapping[CellKey, int]) -> float:
        """What it costs to hide all that changes, beyond what is hidden."""
        marks = self.marks
        # One that is hidden already can no longer say that it is few.
        return sum([self._weight[key] / (1 if marks[key] is Mark.EXACT else 8) for key in self._to_hide(changed)])

    def _to_hide(self, changed: Mapping[CellKey, int]) -> list[CellKey]:
        cells, marks, ceilings, found = self.tables.cells, self.marks, self.tables.ceilings, []
        for key, number in changed.items():
            mark = marks.get(key)
            if mark is Mark.EXACT or (mark is Mark.FEW and cells[key] + number not in SMALL):
                found.append(key)
            if number > 0 and key[2] in ceilings:
                ceiling = (key[0], key[1], ceilings[key[2]])
                if marks.get(ceiling) is Mark.EXACT and cells[key] + number > cells[ceiling]:
                    found.append(ceiling)
        return found

    def in_order(self, found: Iterable[Change], sums: Sums, cell: Callable[[Key], CellKey]) -> list[Change]:
        """The changes along an axis, the cheapest first; `cell` is where a name of the axis stands."""

        def alone(change: Change) -> float:
            return self.cost({cell(name): number for name, number in self.tables.added_up(sums, change)})

        return sorted(found, key=alone)


def both_ways(exchange: Exchange) -> Iterator[Exchange]:
    """An exchange, and the same with more where it has less."""
    yield exchange
    yield [Move({key: -number for key, number in one.columns.items()}, one.rows, one.periods) for one in exchange]
