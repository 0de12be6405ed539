"""How the cells of a table over jobbtorg hang together: along each row, and down each column to branches and total."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from measures.small_numbers.columns import Column, Columns
from measures.small_numbers.suppression import Cell, CellUse, Equation, Key
from measures.units import TOTAL, UnitRow

Table = tuple[dict[Key, Cell], list[Equation]]
Rows = Sequence[UnitRow[Any]]
"""Rows whose figures are `Counts`."""

RANK_OF_TOTAL_ROW = 10
"""Added to the ranks of the total row, which is hidden last."""


def tied(columns: Columns, rows: Rows) -> Table:
    """The cells of all columns in all rows, and every equation a reader could use on them."""
    cells: dict[Key, Cell] = {}
    equations: list[Equation] = []
    for row in rows:
        cells |= {(row.key, column.key): _cell(row, column) for column in columns.columns}
        equations += [_along(row, one.parts, one.whole) for one in columns.sums]
    for column in columns.columns:
        if column.adds_up:
            _tie_down(rows, cells, equations, column.key)
    return cells, equations


def _cell(row: UnitRow[Any], column: Column) -> Cell:
    rank = column.rank + (RANK_OF_TOTAL_ROW if row.is_total else 0)
    persons = None if column.persons is None else row.figures.value(column.persons)
    return Cell(row.figures.value(column.key), column.use, persons, rank)


def _along(row: UnitRow[Any], parts: tuple[Key, ...], whole: Key) -> Equation:
    """The parts of a row that add up to its whole."""
    return Equation(tuple((row.key, part) for part in parts), ((row.key, whole),))


def _tie_down(rows: Rows, cells: dict[Key, Cell], equations: list[Equation], column: Key) -> None:
    """Tie rows to the totals they are part of, with the rows that are not printed but follow from the others."""
    heads = [row for row in rows if not row.is_total and row.level == 0]
    total = next((row for row in rows if row.is_total), None)
    for head in heads:
        branches = [row for row in rows if row.key in head.branches]
        if branches:
            own = (("own", head.key), column)
            rest = head.figures.value(column) - sum(row.figures.value(column) for row in branches)
            cells[own] = Cell(rest, CellUse.DERIVED)
            parts = ((row.key, column) for row in branches)
            equations.append(Equation((own, *parts), ((head.key, column),)))
    if total:
        protected = ("protected", column)
        rest = total.figures.value(column) - sum(row.figures.value(column) for row in heads)
        # A reader may guess that nobody protected is in a column, but must not be able to work out that three are.
        use = CellUse.DERIVED if Cell(rest).is_sensitive else CellUse.ASSUMED
        cells[protected] = Cell(rest, use)
        parts = ((row.key, column) for row in heads)
        equations.append(Equation((protected, *parts), ((TOTAL, column),)))
