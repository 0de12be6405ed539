"""The exchanges of a table over jobbtorg, their branches and a total: which rows, and which periods, can change places.

Rows and periods are the same for all tables of statistics; what the columns can exchange is said by each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice, product
from typing import Any

from measures.small_numbers.exchanges import CellKey, Change, Exchange, Hiding, Move, Sums, both_ways
from measures.small_numbers.suppression import Key
from measures.units import TOTAL, UnitRow

PROTECTED = "protected"
"""The row of the persons who are in the total alone. A reader may guess that there are none: it protects no other."""

TRIED = 4
"""Of the rows and of the columns that could take part in an exchange, about so many are tried, the cheapest first."""

Rows = Sequence[UnitRow[Any]]
ColumnChanges = Callable[[Key], Iterable[Change]]
"""The changes of columns that change a column."""


def row_sums(rows: Rows, *, with_protected: bool) -> dict[Key, tuple[Key, ...]]:
    """Which rows each jobbtorg, branch, and jobbtorg without its branches is counted in."""
    found: dict[Key, tuple[Key, ...]] = {}
    for head in (row for row in rows if not row.level and not row.is_total):
        branches = [row.key for row in rows if row.key in head.branches]
        for branch in branches:
            found[branch] = (branch, head.key, TOTAL)
        own = ("own", head.key) if branches else head.key
        found[own] = tuple(dict.fromkeys((own, head.key, TOTAL)))
    if with_protected:
        found[PROTECTED] = (PROTECTED, TOTAL)
    return found


def period_sums(periods: Iterable[str]) -> dict[Key, tuple[Key, ...]]:
    """Which of the published periods each tertial is counted in."""
    published = list(periods)
    return {
        part: tuple(one for one in (part, "jan-aug", "helar") if one in published and part in PARTS[one])
        for part in ("t1", "t2", "t3")
        if part in published
    }


PARTS: dict[str, tuple[str, ...]] = {
    "t1": ("t1",),
    "t2": ("t2",),
    "t3": ("t3",),
    "jan-aug": ("t1", "t2"),
    "helar": ("t1", "t2", "t3"),
}
"""The tertials that each fixed period is made of."""


def parts_of_rows(rows: Rows, numbers: Mapping[Key, int], *, with_protected: bool) -> dict[Key, int]:
    """The number of each row that is no sum of others, printed or not, from the numbers of those that are printed."""
    found: dict[Key, int] = {}
    heads = [row for row in rows if not row.level and not row.is_total]
    for head in heads:
        branches: dict[Key, int] = {branch: numbers[branch] for branch in head.branches if branch in numbers}
        found |= branches
        found[("own", head.key) if branches else head.key] = numbers[head.key] - sum(branches.values())
    if with_protected:
        found[PROTECTED] = numbers[TOTAL] - sum(numbers[head.key] for head in heads)
    return found


@dataclass(frozen=True)
class Moves:
    """What can change places in the tables of statistics, and what the columns of one of them can exchange."""

    hiding: Hiding
    rows: Sums
    periods: Sums
    changes: ColumnChanges
    always: ColumnChanges
    """Changes that only add, and so are always possible."""

    def ways(self, key: CellKey) -> Iterator[Iterable[Exchange]]:
        """The exchanges that may protect a number: first those that leave sums as they are, then those that add."""
        yield self._within_sums(key)
        yield self._adding(key)

    def _within_sums(self, key: CellKey) -> Iterator[Exchange]:
        period, row, column = key
        hiding, possible = self.hiding, self.hiding.tables.has_enough
        periods, rows = list(_changes_of(period, self.periods)), list(_changes_of(row, self.rows))
        at, within = next(iter(periods[0])), next(iter(rows[0]))
        columns = hiding.in_order(self.changes(column), hiding.tables.columns, partial(_column_cell, at, within))
        if not columns:
            return
        partners = hiding.in_order(rows, self.rows, partial(_row_cell, at, next(iter(columns[0]))))
        for change in periods:
            tried = (
                exchange
                for chosen, those in product(columns[: 2 * TRIED], partners)
                for exchange in both_ways([Move(chosen, those, change)])
                if possible(exchange)
            )
            yield from islice(tried, TRIED**2)

    def _adding(self, key: CellKey) -> Iterator[Exchange]:
        period, row, column = key
        leaves = [leaf for leaf, names in self.rows.items() if row in names and (leaf != PROTECTED or row == PROTECTED)]
        parts = [part for part, names in self.periods.items() if period in names]
        for leaf, part, chosen in product(leaves, parts, self.always(column)):
            yield [Move(chosen, {leaf: 1}, {part: 1})]


def _column_cell(period: Key, row: Key, column: Key) -> CellKey:
    return period, row, column


def _row_cell(period: Key, column: Key, row: Key) -> CellKey:
    return period, row, column


def _changes_of(name: Key, sums: Sums) -> Iterator[Change]:
    """What changes a row or period: one more in a part of it, alone or with one less in a part of another."""
    inside = [part for part, names in sums.items() if name in names and (part != PROTECTED or name == PROTECTED)]
    outside = [part for part, names in sums.items() if name not in names and part != PROTECTED]
    for part in inside:
        yield {part: 1}
        yield from ({part: 1, other: -1} for other in outside)
