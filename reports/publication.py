"""A statement made fit for its readers: which of its numbers are printed, and which are hidden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from aspirants.models import OutcomeGroup
from core.shares import Share
from reports.measures import Figures, Row, Statement
from reports.suppression import Cell, Equation, Key, Mark, suppress
from reports.ties import RANK_OF_TOTAL_ROW, Table, along, tie_columns

ADDED_UP = ("opening", "new", "closed", "remaining", "work", "studies", "other")
FLOWS = (*ADDED_UP, "moved_in", "moved_out", "handled")
PROMISES = ("met", "breached", "excused", "decided")

# The least needed numbers are the first to be hidden for the sake of others; those that the shares stand on the last.
RANKS = {"remaining": 0, "opening": 1, "new": 1, "moved_in": 1, "moved_out": 1, "other": 2, "studies": 2, "work": 3}
RANK_OF_WHOLES = {"handled": 4, "closed": 5, "decided": 5, "met": 3}

GROUP_COLUMNS = {OutcomeGroup.WORK: "work", OutcomeGroup.STUDIES: "studies", OutcomeGroup.OTHER: "other"}


@dataclass(frozen=True)
class Count:
    """A number as it may be printed."""

    value: int
    mark: Mark = Mark.EXACT

    @property
    def is_exact(self) -> bool:
        return self.mark is Mark.EXACT

    @property
    def needs_a_line(self) -> bool:
        """Whether it says something; a hidden 0 does, or its absence would tell."""
        return bool(self.value) or not self.is_exact

    def __str__(self) -> str:
        return str(self.value) if self.is_exact else self.mark.value


class Publication:
    """What of a statement may be printed. Within the own unit everything is; outside it small numbers are hidden."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement

    @cached_property
    def marks(self) -> Mapping[Key, Mark]:
        """The mark of each (row key, column); columns are the names of `Figures`, or a reason code."""
        if not self.statement.scope.leaves_unit:
            return {}
        cases, promises = _case_table(self.statement), _promise_table(self.statement)
        return suppress(*cases) | suppress(*promises)

    @property
    def hides_something(self) -> bool:
        return any(mark is not Mark.EXACT for mark in self.marks.values())

    def mark(self, row: Row, column: Key) -> Mark:
        return self.marks.get((row.key, column), Mark.EXACT)

    def count(self, row: Row, column: str) -> Count:
        """A count by its name; persons are printed exactly where the closed cases are."""
        return Count(getattr(row.figures, column), self.mark(row, "closed" if column == "persons" else column))

    def reason(self, row: Row, code: int) -> Count:
        return Count(row.figures.reasons.get(code, 0), self.mark(row, code))

    def share(self, row: Row, name: str) -> Share | None:
        """A share by its name, or None if a number it is made of is hidden: the share would give it away."""
        inputs: dict[str, tuple[Key, ...]] = {
            "m1": ("closed", "handled"),
            "m2": ("work", "studies", "closed"),
            "m2_work": ("work", "closed"),
            "m2_studies": ("studies", "closed"),
            "other_share": ("other", "closed"),
            "m2_without_neutral": ("work", "studies", "closed", *self._neutral_codes),
            "m3": ("work", "studies", "handled"),
            "m4": ("met", "decided"),
            "m4_net": ("met", "breached"),
        }
        hidden = any(self.mark(row, column) is not Mark.EXACT for column in inputs[name])
        return None if hidden else getattr(row.figures, name)

    @cached_property
    def _neutral_codes(self) -> tuple[int, ...]:
        return tuple(reason.code for reason in self.statement.reasons if reason.neutral)


def _case_table(statement: Statement) -> Table:
    """Cases: movements, closed by group and by reason, tied together along each row and down each column."""
    codes: dict[str, list[int]] = {column: [] for column in GROUP_COLUMNS.values()}
    for reason in statement.reasons:
        codes[GROUP_COLUMNS[OutcomeGroup(reason.group)]].append(reason.code)
    all_codes = [code for column in codes.values() for code in column]
    cells: dict[Key, Cell] = {}
    equations: list[Equation] = []
    for row in statement.rows:
        for column in FLOWS:
            persons = row.figures.persons if column == "closed" else None
            cells[row.key, column] = Cell(getattr(row.figures, column), persons=persons, rank=_rank(row, column))
        for code in all_codes:
            cells[row.key, code] = Cell(row.figures.reasons.get(code, 0), rank=_rank(row, code))
        equations += [
            along(row, ("opening", "new", "moved_in"), ("handled",)),
            along(row, ("remaining", "moved_out", "closed"), ("handled",)),
            along(row, ("work", "studies", "other"), ("closed",)),
            *(along(row, tuple(parts), (column,)) for column, parts in codes.items() if parts),
        ]
    tie_columns(statement.rows, cells, equations, (*ADDED_UP, *all_codes), _value)
    return cells, equations


def _promise_table(statement: Statement) -> Table:
    """Jobbgarantin's promises by outcome."""
    cells: dict[Key, Cell] = {}
    equations: list[Equation] = []
    for row in statement.rows:
        cells |= {(row.key, column): Cell(getattr(row.figures, column), rank=_rank(row, column)) for column in PROMISES}
        equations.append(along(row, ("met", "breached", "excused"), ("decided",)))
    tie_columns(statement.rows, cells, equations, PROMISES, _value)
    return cells, equations


def _rank(row: Row, column: Key) -> int:
    rank = (RANKS | RANK_OF_WHOLES).get(str(column), 0)
    return rank + (RANK_OF_TOTAL_ROW if row.is_total else 0)


def _value(figures: Figures, column: Key) -> int:
    return figures.reasons.get(column, 0) if isinstance(column, int) else int(getattr(figures, str(column)))
