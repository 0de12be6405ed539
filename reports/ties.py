"""How the cells of a table over jobbtorg hang together: along each row, and down each column to branches and total."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from reports.suppression import Cell, Equation, Key, Place
from reports.units import TOTAL, UnitRow

Figures = TypeVar("Figures")
Table = tuple[dict[Key, Cell], list[Equation]]

RANK_OF_TOTAL_ROW = 10
"""Added to the ranks of the total row, which is hidden last."""


def along(row: UnitRow[Figures], parts: tuple[Key, ...], whole: tuple[Key, ...]) -> Equation:
    """The parts of a row that add up to its whole."""
    return Equation(tuple((row.key, part) for part in parts), tuple((row.key, part) for part in whole))


def tie_columns(
    rows: Sequence[UnitRow[Figures]],
    cells: dict[Key, Cell],
    equations: list[Equation],
    columns: tuple[Key, ...],
    value: Callable[[Figures, Key], int],
) -> None:
    """Tie rows to the totals they are part of, with the rows that are not printed but follow from the others."""
    heads = [row for row in rows if not row.is_total and row.level == 0]
    total = next((row for row in rows if row.is_total), None)
    for column in columns:
        for head in heads:
            branches = [row for row in rows if row.key in head.branches]
            if branches:
                own = (("own", head.key), column)
                rest = value(head.figures, column) - sum(value(row.figures, column) for row in branches)
                cells[own] = Cell(rest, Place.DERIVED)
                parts = ((row.key, column) for row in branches)
                equations.append(Equation((own, *parts), ((head.key, column),)))
        if total:
            protected = ("protected", column)
            rest = value(total.figures, column) - sum(value(row.figures, column) for row in heads)
            # A reader may guess that nobody protected is in a column, but must not be able to work out that three are.
            place = Place.DERIVED if Cell(rest).is_sensitive else Place.ASSUMED
            cells[protected] = Cell(rest, place)
            parts = ((row.key, column) for row in heads)
            equations.append(Equation((protected, *parts), ((TOTAL, column),)))
