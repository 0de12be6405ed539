"""A report made fit for its readers: which of its numbers are printed, and which are hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, Protocol, TypeVar

from core.shares import Share
from measures.registry import Measure, MeasureError
from measures.scope import Scope
from measures.small_numbers.columns import Columns, UnknownColumnError
from measures.small_numbers.suppression import Key, Mark, suppress
from measures.small_numbers.table_equations import tied
from measures.units import UnitRow


class Report(Protocol):
    """Rows of counts, and the columns they are made of."""

    @property
    def scope(self) -> Scope:
        """Whose figures they are, and so who reads them."""

    @property
    def rows(self) -> Sequence[UnitRow[Any]]:
        """The rows, whose figures are `Counts`."""

    @property
    def tables(self) -> tuple[Columns, ...]:
        """The columns, in the groups that sums tie together."""


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


R_co = TypeVar("R_co", bound=Report, covariant=True)


class Publication(Generic[R_co]):
    """What of a report may be printed. Within the own unit everything is; outside it small numbers are hidden.

    A column that the report's tables do not know is never taken for one that may be shown: UnknownColumnError.
    """

    def __init__(self, report: R_co, marks: Mapping[Key, Mark] | None = None) -> None:
        """`marks`: where they were found together with those of other reports; without them this one stands alone."""
        self.report = report
        self._found_with_others = marks

    @cached_property
    def marks(self) -> Mapping[Key, Mark]:
        """The mark of each (row key, column) that is printed; empty within the own unit, where nothing is hidden."""
        if not self.report.scope.leaves_unit:
            return {}
        if self._found_with_others is not None:
            return self._found_with_others
        found: dict[Key, Mark] = {}
        for table in self.report.tables:
            found |= suppress(*tied(table, self.report.rows))
        return found

    @property
    def hides_something(self) -> bool:
        return any(mark is not Mark.EXACT for mark in self.marks.values())

    def mark(self, row: UnitRow[Any], name: Key) -> Mark:
        """How a count of a row is printed: that of its column, or of those it is covered by, if one of them is hidden.

        Raises UnknownColumnError for a count that has none, and for a row of the report's that is not known.
        """
        behind = self._behind(name)
        if not behind and row.figures.value(name):
            raise UnknownColumnError(f"{name}: the report has none of the columns it is hidden with.")
        if not self.report.scope.leaves_unit:
            return Mark.EXACT
        if row.figures.is_empty and all(one.key != row.key for one in self.report.rows):
            return Mark.EXACT  # a unit that did not exist in the period has nothing but zeros, and no line
        if missing := [key for key in behind if (row.key, key) not in self.marks]:
            raise UnknownColumnError(f"{row.name}, {missing}: no cell says whether the number may be shown.")
        hidden = [mark for key in behind if (mark := self.marks[row.key, key]) is not Mark.EXACT]
        return hidden[0] if hidden else Mark.EXACT

    def _behind(self, name: Key) -> tuple[Key, ...]:
        for table in self.report.tables:
            if name in table.names:
                return table.behind(name)
        raise UnknownColumnError(
            f"{name}: no column of the report holds it, so nothing says whether it may be shown. Give it a Column and "
            "a Sum beside the others."
        )

    def count(self, row: UnitRow[Any], name: Key) -> Count:
        """A count by its name, or closed cases by their reason's code."""
        mark = self.mark(row, name)
        return Count(row.figures.value(name), mark)

    def share(self, row: UnitRow[Any], measure: Measure) -> Share | None:
        """A share, or None if a number it is made of is hidden: the share would give it away."""
        marks = [self.mark(row, name) for name in measure.inputs]
        return measure.share_of(row.figures) if all(mark is Mark.EXACT for mark in marks) else None

    def shown(self, row: UnitRow[Any], measure: Measure) -> Count | Share | None:
        """A measure as it may be printed; None is a share that would give a hidden number away.

        Raises MeasureError for a measure of the own unit's only that is asked for elsewhere.
        """
        if measure.own_unit_only:
            return self._at_home(row, measure)
        if measure.is_share:
            return self.share(row, measure)
        return self.count(row, measure.inputs[0])

    def _at_home(self, row: UnitRow[Any], measure: Measure) -> Count | Share:
        if self.report.scope.leaves_unit:
            raise MeasureError(f"{measure.key} is shown within the own unit only.")
        found = measure.of(row.figures)
        return Count(found) if isinstance(found, int) else Share(0, 0)
