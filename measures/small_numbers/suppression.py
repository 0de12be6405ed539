"""Hiding small numbers so that nobody can work them out from what is left (docs/statistics.md).

A table is cells tied together by equations: parts that add up to totals, along rows and down columns. Small cells are
hidden first; then, as long as a reader could still work a hidden cell out, one more cell is hidden. A reader is
taken to use the equations together (linear algebra), to know that "färre än 5" means 1–4 and that no number is
below 0.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

SMALL = range(1, 5)

Key = Hashable
Bounds = tuple[float, float]


class Mark(Enum):
    """How a cell is shown."""

    EXACT = "exact"
    FEW = "färre än 5"
    HIDDEN = "dolt"


class CellUse(Enum):
    """How a reader comes to know the number of a cell."""

    PRINTED = "printed"
    DERIVED = "derived"
    """Not printed, but it follows from printed cells: a jobbtorg without its branches."""
    ASSUMED = "assumed"
    """Not printed, but a reader may well guess it: that no protected person is among the closed."""


@dataclass(frozen=True)
class Cell:
    """A count. `persons`, where given, decides as well whether it is small; the lowest `rank` is hidden first."""

    value: int
    use: CellUse = CellUse.PRINTED
    persons: int | None = None
    rank: int = 0

    @property
    def is_sensitive(self) -> bool:
        return self.value in SMALL or self.persons in SMALL


@dataclass(frozen=True)
class Equation:
    """`plus` added up equals `minus` added up."""

    plus: tuple[Key, ...]
    minus: tuple[Key, ...]

    @property
    def terms(self) -> list[tuple[int, Key]]:
        return [(1, key) for key in self.plus] + [(-1, key) for key in self.minus]


def suppress(cells: Mapping[Key, Cell], equations: Sequence[Equation]) -> dict[Key, Mark]:
    """The mark of every printed cell. Without small numbers everything is exact."""
    marks = {key: _first_mark(cell) for key, cell in cells.items() if cell.use is CellUse.PRINTED}
    by_cell: dict[Key, list[Equation]] = {key: [] for key in cells}
    for equation in equations:
        for _, key in equation.terms:
            by_cell[key].append(equation)
    while exposed := disclosed(cells, equations, marks):
        before = dict(marks)
        _protect(exposed, cells, marks, equations, by_cell)
        if marks == before:
            break  # nothing is left to hide
    return marks


def _protect(
    exposed: Sequence[Key],
    cells: Mapping[Key, Cell],
    marks: dict[Key, Mark],
    equations: Sequence[Equation],
    by_cell: Mapping[Key, Sequence[Equation]],
) -> None:
    """Hide one more cell for each exposed one, in the equation with the fewest unknowns: the one that tells most.

    Cells that share an equation with what was just hidden wait for the next round: they may be safe by then.
    """
    touched: set[Equation] = set()
    for key in exposed:
        if touched.isdisjoint(by_cell[key]):
            unknowns = [sum(_is_unknown(cells[k], marks.get(k)) for _, k in one.terms) for one in by_cell[key]]
            tightest = [one for one, n in zip(by_cell[key], unknowns, strict=True) if n == min(unknowns)]
            found = (_least_important(cells, marks, among) for among in (tightest, by_cell[key], equations))
            hidden = next((one for one in found if one is not None), key)
            if hidden in marks:
                marks[hidden] = Mark.HIDDEN
            touched.update(by_cell[hidden])
        touched.update(by_cell[key])


def _first_mark(cell: Cell) -> Mark:
    if not cell.is_sensitive:
        return Mark.EXACT
    return Mark.FEW if cell.value in SMALL else Mark.HIDDEN


def _least_important(cells: Mapping[Key, Cell], marks: Mapping[Key, Mark], equations: Iterable[Equation]) -> Key | None:
    """The cell of the equations to hide next: a number above 0, else what "färre än 5" tells, else a 0."""
    keys = dict.fromkeys(key for equation in equations for _, key in equation.terms if key in marks)
    exact = [key for key in keys if marks[key] is Mark.EXACT]
    candidates = [key for key in exact if cells[key].value] or [key for key in keys if marks[key] is Mark.FEW] or exact
    return min(candidates, key=lambda key: (cells[key].rank, cells[key].value), default=None)


def disclosed(cells: Mapping[Key, Cell], equations: Sequence[Equation], marks: Mapping[Key, Mark]) -> list[Key]:
    """Cells that must not be known but can be worked out from what is printed."""
    unknown = {key: _bounds(marks.get(key)) for key, cell in cells.items() if _is_unknown(cell, marks.get(key))}
    secret = {key: None for key in unknown if key in marks or cells[key].is_sensitive}
    if not secret:
        return []
    reduced = [
        ([(sign, key) for sign, key in equation.terms if key in unknown], _known_sum(cells, equation, unknown))
        for equation in equations
    ]
    reduced = [(terms, rest) for terms, rest in reduced if terms]
    if alone := [terms[0][1] for terms, _ in reduced if len(terms) == 1 and terms[0][1] in secret]:
        return list(dict.fromkeys(alone))
    narrowed = _narrow(reduced, unknown)
    if exposed := [key for key in secret if narrowed[key][0] == narrowed[key][1]]:
        return exposed
    solved = _solved(terms for terms, _ in reduced)
    return [key for key in secret if key in solved]


def _is_unknown(cell: Cell, mark: Mark | None) -> bool:
    if cell.use is CellUse.PRINTED:
        return mark is not Mark.EXACT
    return cell.use is CellUse.DERIVED or cell.is_sensitive


def _bounds(mark: Mark | None) -> Bounds:
    return (SMALL.start, SMALL.stop - 1) if mark is Mark.FEW else (0, math.inf)


def _known_sum(cells: Mapping[Key, Cell], equation: Equation, unknown: Mapping[Key, Bounds]) -> int:
    """What the unknown terms of the equation must add up to."""
    return -sum(sign * cells[key].value for sign, key in equation.terms if key not in unknown)


def _narrow(
    equations: Sequence[tuple[list[tuple[int, Key]], int]], bounds: Mapping[Key, Bounds], rounds: int = 30
) -> dict[Key, Bounds]:
    """The bounds of each unknown after each equation has been used on the others' bounds, again and again."""
    narrowed = dict(bounds)
    for _ in range(rounds):
        before = dict(narrowed)
        for terms, total in equations:
            for sign, key in terms:
                others = [_signed(narrowed[other], s) for s, other in terms if other != key]
                low = total - sum(high for _, high in others)
                high = total - sum(low for low, _ in others)
                low, high = _signed((low, high), sign)
                narrowed[key] = (max(narrowed[key][0], low), min(narrowed[key][1], high))
        if narrowed == before:
            break
    return narrowed


def _signed(bounds: Bounds, sign: int) -> Bounds:
    return bounds if sign > 0 else (-bounds[1], -bounds[0])


def _solved(equations: Iterable[list[tuple[int, Key]]]) -> set[Key]:
    """Unknowns with one single solution, by Gauss–Jordan elimination: rows that end up with one unknown."""
    pivots: dict[Key, dict[Key, Fraction]] = {}
    for terms in equations:
        row: dict[Key, Fraction] = {}
        for sign, key in terms:
            row[key] = row.get(key, Fraction(0)) + sign
        row = {key: factor for key, factor in row.items() if factor}
        for key in [key for key in row if key in pivots]:
            row = _subtract(row, pivots[key], row[key])
        if not row:
            continue
        pivot = next(iter(row))
        scale = row[pivot]
        row = {key: factor / scale for key, factor in row.items()}
        for other, existing in pivots.items():
            if pivot in existing:
                pivots[other] = _subtract(existing, row, existing[pivot])
        pivots[pivot] = row
    return {pivot for pivot, row in pivots.items() if len(row) == 1}


def _subtract(row: dict[Key, Fraction], other: dict[Key, Fraction], factor: Fraction) -> dict[Key, Fraction]:
    result = dict(row)
    for key, value in other.items():
        rest = result.get(key, Fraction(0)) - factor * value
        if rest:
            result[key] = rest
        else:
            result.pop(key, None)
    return result
