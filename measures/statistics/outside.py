"""Which numbers of a year's statistics are printed outside the own unit, in all its fixed periods at once.

A reader may lay the tertials, January–August and the year side by side: all of them, all rows and all columns are one
question (docs/statistics.md). What ties a tertial's cases to those of the next (the cases at the start and at the end,
and the transfers) is printed for the total only.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from itertools import chain

from django.core.cache import cache

from measures.periods import ended_periods
from measures.publication import Publication
from measures.scope import Scope
from measures.small_numbers.exchanges import CellKey, Change, Exchange, Hiding, Move, Tables
from measures.small_numbers.suppression import SMALL, Key, Mark
from measures.small_numbers.table_moves import PARTS, PROTECTED, Moves, parts_of_rows, period_sums, row_sums
from measures.statistics.figures import COLUMN_OF_GROUP, Figures
from measures.statistics.statement import Row, Statement, collect_each
from measures.units import TOTAL, UnitRow

KEPT = 24 * 60 * 60
"""Seconds for which marks are kept."""

AT_HOME_ONLY = ("opening", "moved_in", "moved_out", "remaining")
"""Columns of the rows of jobbtorg that nobody outside sees."""

STOCK, STANDING, IN_TOTAL = "stock", "standing", "in total"
STARTS = {"t1": "1 jan", "jan-aug": "1 jan", "helar": "1 jan", "t2": "1 maj", "t3": "1 sep"}
ENDS = {"t1": "1 maj", "t2": "1 sep", "jan-aug": "1 sep", "t3": "31 dec", "helar": "31 dec"}
"""The borders between tertials; the cases at the end of one are those at the start of the next."""
BORDERS = {"1 jan": (None, "t1"), "1 maj": ("t1", "t2"), "1 sep": ("t2", "t3"), "31 dec": ("t3", None)}
"""The tertials on both sides of a border, within the year."""

Statements = Mapping[str, Statement]
"""The statements of a year by the name of their period; all with the same rows and reasons."""

WEIGHT_OF_COLUMN = {"new": 2, "closed": 6, "work": 5, "studies": 4, "other": 3, "handled": 5, STOCK: 2}
WEIGHT_OF_COLUMN |= {"met": 4, "breached": 2, "excused": 1, "decided": 6}
WEIGHT_OF_PERIOD = {"jan-aug": 2, "helar": 4}
OF_TOTAL, OF_JOBBTORG = 12, 2
"""How much more it costs to hide a number of the total, or of a whole jobbtorg, than of a branch."""

Marks = dict[Key, Mark]


def publication_outside(scope: Scope, year: int, name: str, today: datetime.date) -> Publication[Statement]:
    """The statistics of a fixed period, by its name, as they are printed outside the own unit.

    All ended periods of the year are counted and made fit for readers together. Raises KeyError for a period that has
    not ended.
    """
    periods = ended_periods(year, today)
    statements = dict(zip(periods, collect_each(scope, list(periods.values())), strict=True))
    return Publication(statements[name], marks_outside(statements)[name])


def marks_outside(statements: Statements) -> dict[str, Marks]:
    """For each period the mark of each number, by row and column.

    They follow from the numbers alone, and are kept by them: most years do not change any more.
    """
    key = f"statistik:{_digest(statements)}"
    found: dict[str, Marks] | None = cache.get(key)
    if found is None:
        found = _marks(statements)
        cache.set(key, found, KEPT)
    return found


def _digest(statements: Statements) -> str:
    """One checksum for everything that the marks depend on."""
    digest = hashlib.sha256()
    for period, statement in statements.items():
        columns = [column.key for table in statement.tables for column in table.columns]
        groups = [(reason.code, reason.group) for reason in statement.reasons]
        digest.update(repr((period, statement.scope.reach, groups)).encode())
        for row in statement.rows:
            numbers = [row.figures.value(column) for column in (*columns, "persons")]
            digest.update(repr((row.key, row.level, row.branches, numbers)).encode())
    return digest.hexdigest()


def _marks(statements: Statements) -> dict[str, Marks]:
    found: dict[str, Marks] = {period: {} for period in statements}
    for marks in (_of_cases(statements), _of_guarantee(statements)):
        for (period, row, column), mark in marks.items():
            found[str(period)][row, column] = mark
    return found


def _swapped(one: Key, other: Key) -> Change:
    return {one: 1, other: -1}


def _hiding(tables: Tables, rows: Iterable[UnitRow[Figures]]) -> Hiding:
    of_row = {row.key: OF_TOTAL if row.is_total else 1 if row.level else OF_JOBBTORG for row in rows}

    def weight(key: CellKey) -> float:
        period, row, column = key
        found = WEIGHT_OF_COLUMN.get(str(column), 1) * of_row.get(row, 1)  # type: ignore[call-overload]
        return float(found * WEIGHT_OF_PERIOD.get(str(period), 1))

    return Hiding(tables, weight)


# --- Jobbgarantin -----------------------------------------------------------------------------------------------------

OUTCOMES = ("met", "breached", "excused")


def _of_guarantee(statements: Statements) -> dict[CellKey, Mark]:
    columns: dict[Key, tuple[Key, ...]] = {outcome: (outcome, "decided") for outcome in OUTCOMES}
    hiding = _hiding(_tables(statements, columns, (*OUTCOMES, "decided")), _rows(statements))

    def changes(column: Key) -> Iterable[Change]:
        for one in OUTCOMES:
            if column in columns[one]:
                yield {one: 1}
                yield from (_swapped(one, other) for other in OUTCOMES if column not in columns[other])

    def always(column: Key) -> Iterable[Change]:
        return ({one: 1} for one in OUTCOMES if column in columns[one])

    moves = Moves(hiding, hiding.tables.rows, hiding.tables.periods, changes, always)
    hiding.protect_all(moves.ways)
    return hiding.marks


# --- Cases ------------------------------------------------------------------------------------------------------------


def _of_cases(statements: Statements) -> dict[CellKey, Mark]:
    reasons = next(iter(statements.values())).reasons
    group = {reason.code: COLUMN_OF_GROUP[reason.group] for reason in reasons}  # type: ignore[index]
    columns: dict[Key, tuple[Key, ...]] = {code: (code, name, "closed") for code, name in group.items()}
    columns["new"] = ("new", "handled")
    names = tuple(dict.fromkeys(chain.from_iterable(columns.values())))
    printed = dict.fromkeys((*names, *COLUMN_OF_GROUP.values(), "closed"))
    tables = _tables(statements, columns, tuple(name for name in printed if name != "handled"))
    hiding = _hiding(_with_total(tables, statements), _rows(statements))
    _hide_handled(hiding, statements)

    def changes(column: Key) -> Iterable[Change]:
        for code in group:
            if column in (*columns[code], "new", "handled"):
                yield {code: 1, "new": 1}
            if column in columns[code]:
                yield from (_swapped(code, other) for other in group if column not in columns[other])

    def always(column: Key) -> Iterable[Change]:
        found = [code for code in group if column in (*columns[code], "new", "handled")]
        return ({code: 1, "new": 1} for code in found) if found else [{"new": 1}]

    moves = Moves(hiding, tables.rows, tables.periods, changes, always)

    def ways(key: CellKey) -> Iterable[Iterable[Exchange]]:
        return [_across_a_border(key[0], tables, list(group))] if key[2] == STOCK else moves.ways(key)

    hiding.protect_all(ways)
    return _as_printed(hiding.marks, statements)


def _across_a_border(border: Key, tables: Tables, codes: list[int]) -> Iterable[Exchange]:
    """One case more in the total on a border: new before it, and closed, or not new, after it.

    At a turn of the year the two halves are found apart, in the figures of two years; so there it is always one more.
    """
    before, after = BORDERS[str(border)]
    one_more = [Move({STOCK: 1}, {IN_TOTAL: 1}, {border: 1}), Move({STANDING: 1}, {IN_TOTAL: 1}, {border: 1})]
    for leaf in (leaf for leaf in tables.rows if leaf != PROTECTED):
        first = [Move({"new": 1}, {leaf: 1}, {before: 1})] if before in tables.periods else []
        ways: list[list[Move]] = [[]]
        if after in tables.periods:
            ways = [[Move({"new": -1}, {leaf: 1}, {after: 1})], *([Move({c: 1}, {leaf: 1}, {after: 1})] for c in codes)]
        for last in ways:
            yield [*one_more, *first, *last]


def _with_total(tables: Tables, statements: Statements) -> Tables:
    """The same with what is printed for the total only: its cases at each border, and all it had in a period."""
    cells = dict(tables.cells)
    borders: dict[Key, tuple[Key, ...]] = {}
    for period, statement in statements.items():
        total = statement.rows[-1].figures
        cells |= {(period, row.key, "handled"): row.figures.handled for row in statement.rows}
        for border, number in ((STARTS[period], total.opening), (ENDS[period], total.remaining)):
            cells[border, TOTAL, STOCK] = number
            borders.setdefault(border, (border,))
        borders[STARTS[period]] = (*borders[STARTS[period]], period)
    return Tables(
        columns={**tables.columns, STOCK: (STOCK,), STANDING: ("handled",)},
        rows={**tables.rows, IN_TOTAL: (TOTAL,)},
        periods={**tables.periods, **borders},
        parts={**tables.parts, **{(b, IN_TOTAL, STOCK): cells[b, TOTAL, STOCK] for b in borders}},
        cells=cells,
        unprinted=tables.unprinted,
        few=tables.few,
        assumed=tables.assumed,
        ceilings={"new": "handled", "closed": "handled"},
    )


def _hide_handled(hiding: Hiding, statements: Statements) -> None:
    """All cases a jobbtorg had: hidden where they are few, or few of them are not new, or few are not closed.

    Periods that begin or end on the same day tell together who came and left in between. Where one of these numbers is
    small, only the longest period is printed; then nothing follows from it, since nobody outside sees what a jobbtorg
    had at the start.
    """
    longest = list(statements)[-1]
    for row in _rows(statements)[:-1]:
        of = {period: statement.row(row.key).figures for period, statement in statements.items()}  # type: ignore[union-attr]
        alone = any(number in SMALL for number in _in_between(of))
        for period, figures in of.items():
            few = (figures.handled, figures.handled - figures.new, figures.handled - figures.closed)
            hidden = (alone and period != longest) or any(number in SMALL for number in few)
            hiding.settle((period, row.key, "handled"), Mark.HIDDEN if hidden else Mark.EXACT)


def _in_between(of: Mapping[str, Figures]) -> Iterable[int]:
    """What the cases of periods with a common end tell of a jobbtorg: who came and left within the year, and stayed."""
    tertials = [of[period] for period in ("t1", "t2", "t3") if period in of]
    came, left = [one.moved_in for one in tertials[1:]], [one.moved_out for one in tertials[:-1]]
    return [*came, sum(came), *left, sum(left), *(one.opening for one in tertials[1:])]


def _as_printed(marks: Mapping[CellKey, Mark], statements: Statements) -> dict[CellKey, Mark]:
    found = {key: mark for key, mark in marks.items() if key[2] != STOCK}
    for period, statement in statements.items():
        for row in statement.rows:
            for column in AT_HOME_ONLY:
                found[period, row.key, column] = Mark.EXACT if row.is_total else Mark.HIDDEN
        found[period, TOTAL, "opening"] = marks[STARTS[period], TOTAL, STOCK]
        found[period, TOTAL, "remaining"] = marks[ENDS[period], TOTAL, STOCK]
    return found


# --- Both -------------------------------------------------------------------------------------------------------------


def _rows(statements: Statements) -> tuple[Row, ...]:
    return next(iter(statements.values())).rows


def _tables(statements: Statements, columns: Mapping[Key, tuple[Key, ...]], printed: tuple[Key, ...]) -> Tables:
    scope = next(iter(statements.values())).scope
    rows = row_sums(_rows(statements), with_protected=scope.counts_protected)
    cells: dict[CellKey, int] = {}
    parts: dict[CellKey, int] = {}
    unprinted: dict[CellKey, int] = {}
    few: set[CellKey] = set()
    for period, statement in statements.items():
        for row in statement.rows:
            cells |= {(period, row.key, column): row.figures.value(column) for column in printed}
            if row.figures.persons in SMALL:
                few.add((period, row.key, "closed"))
        for column in printed:
            numbers: dict[Key, int] = {row.key: row.figures.value(column) for row in statement.rows}
            found = parts_of_rows(statement.rows, numbers, with_protected=scope.counts_protected)
            unprinted |= {(period, part, column): n for part, n in found.items() if (period, part, column) not in cells}
            if column in columns and len(PARTS[period]) == 1:
                parts |= {(period, part, column): number for part, number in found.items()}
    return Tables(
        columns,
        rows,
        period_sums(statements),
        parts,
        cells,
        unprinted,
        few=frozenset(few & set(cells)),
        assumed=frozenset({PROTECTED}),
    )
