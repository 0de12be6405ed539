"""The counts of docs/statistics.md, collected for a scope and period, and the identity that they must keep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from aspirants.models import ClosureReason
from deadlines.models import ClockStatus
from measures import querysets
from measures.periods import Period
from measures.scope import Reach, Scope
from measures.small_numbers.columns import Columns
from measures.statistics.certainty import Certainty, certainty
from measures.statistics.figures import GUARANTEE_COUNTS, Figures, case_columns
from measures.units import TOTAL, UnitRow, Units, rows_of
from organisation.access.acting import DatabaseRole, as_database_role
from organisation.models import Jobbtorg


class IdentityBrokenError(Exception):
    """The figures contradict each other: what came in and went out does not give what remains."""


Row = UnitRow[Figures]


@dataclass(frozen=True)
class Statement:
    """All figures of a scope and period."""

    scope: Scope
    period: Period
    rows: tuple[Row, ...]
    reasons: tuple[ClosureReason, ...]
    """The reasons that were used, ordered by code."""
    certainty: Certainty | None = None
    """How firmly the closings stand, for a jobbtorg's own staff."""

    @property
    def tables(self) -> tuple[Columns, ...]:
        """The columns of its rows: cases with the reasons used, and the clocks of jobbgarantin."""
        return case_columns(self.reasons), GUARANTEE_COUNTS

    def row(self, key: int) -> Row | None:
        return next((row for row in self.rows if row.key == key), None)

    def units_of(self, row: Row) -> set[int]:
        """The keys of the jobbtorg that a row adds up: its own and its branches, or for the total those of all rows."""
        if row.is_total:
            return {one.key for one in self.rows if not one.is_total}
        return {row.key, *row.branches}

    @property
    def contradictions(self) -> list[str]:
        """What does not add up, row by row; empty when all is well."""
        return [f"{row.name}: {text}" for row in self.rows for text in row.figures.contradictions]

    def verify(self) -> None:
        """Raise IdentityBrokenError, naming the rows, if the figures contradict each other."""
        if broken := self.contradictions:
            raise IdentityBrokenError(f"{self.period.first}–{self.period.last}: " + "; ".join(broken))


def collect(scope: Scope, period: Period) -> Statement:
    """Count everything for a scope and period, in a number of queries that does not depend on the cases.

    Figures count cases their reader may not open, so they are asked as a role that sees all cases and no names.
    """
    [statement] = collect_each(scope, [period])
    return statement


def collect_each(scope: Scope, periods: Sequence[Period]) -> list[Statement]:
    """A statement for each period, in as many queries as one. All have the same rows and reasons, so that what is in
    one of them only has its zeros in the others."""
    with as_database_role(DatabaseRole.REPORTS):
        units = list(querysets.units_in(scope))
        keys = [unit.pk for unit in units]
        counted = _Counted(scope, periods, keys)
        firmly = [certainty(scope, period, keys) for period in periods]
    found = [list(rows_of(units, counted.of(place).for_units)) for place in range(len(periods))]
    belonging = {
        row.key
        for lines, period in zip(found, periods, strict=True)
        for unit, row in lines
        if _belongs(row, unit, scope, period)
    }
    statements = []
    for place, period in enumerate(periods):
        rows = [row for _, row in found[place] if row.key in belonging]
        if scope.reach is not Reach.UNIT:
            total = counted.of(place).total({unit.pk for unit in units})
            rows.append(Row(TOTAL, scope.reach.value, total))
        statements.append(Statement(scope, period, tuple(rows), counted.used_reasons, firmly[place]))
    return statements


def _belongs(row: Row, unit: Jobbtorg, scope: Scope, period: Period) -> bool:
    """Units that existed in the period; others, and those a stadsdel sends nobody to, only if something is counted."""
    if not row.figures.is_empty or unit.pk == scope.jobbtorg_id:
        return True
    existed = unit.valid_from <= period.last and (unit.valid_to is None or unit.valid_to >= period.first)
    return existed and scope.reach is not Reach.DISTRICT


class _Counted:
    """The grouped counts of one scope and some periods, fetched once."""

    def __init__(self, scope: Scope, periods: Sequence[Period], units: Units) -> None:
        self.scope = scope
        self.periods = periods
        self.movements = list(querysets.movements(scope, periods, units))
        self.transfers = list(querysets.transfers(scope, periods))
        self.closings = list(querysets.closings(scope, periods, units))
        self.guarantee_clocks = list(querysets.guarantee_clocks(scope, periods, units))
        self.closed_again = list(querysets.closed_more_than_once(scope, periods, units))
        self.reasons = ClosureReason.objects.in_bulk({row["reason"] for row in self.closings})

    @property
    def used_reasons(self) -> tuple[ClosureReason, ...]:
        return tuple(sorted(self.reasons.values(), key=lambda reason: reason.code))

    def of(self, place: int) -> _InPeriod:
        return _InPeriod(self, place, self.periods[place])


@dataclass(frozen=True)
class _InPeriod:
    """The counts of the period at a place, added up for any set of units."""

    counted: _Counted
    place: int
    period: Period

    def for_units(self, _: int, units: set[int]) -> Figures:
        """The figures of a jobbtorg with its branches; moves between them are no moves."""
        return self._figures(units, protected=False)

    def total(self, units: set[int]) -> Figures:
        """The figures of all units together, in the city with the protected persons."""
        return self._figures(units, protected=self.counted.scope.counts_protected)

    def _at(self, name: str) -> str:
        return f"{name}_{self.place}"

    def _again(self, units: set[int], *, protected: bool) -> int:
        """How many of the closed cases are not the first one of their person in the period."""
        found = _of_units(self.counted.closed_again, units, protected)
        first, last = self.period.days
        persons = [row["person"] for row in found if first <= row["day"] <= last]
        return len(persons) - len(set(persons))

    def _sum(self, name: str, rows: Iterable[dict[str, Any]]) -> int:
        return sum(row[self._at(name)] for row in rows)

    def _figures(self, units: set[int], *, protected: bool) -> Figures:
        counted, cases = self.counted, self._at("cases")
        moved = list(_of_units(counted.movements, units, protected))
        reasons: Counter[int] = Counter()
        groups: Counter[str] = Counter()
        neutral = 0
        for row in _of_units(counted.closings, units, protected):
            reason = counted.reasons[row["reason"]]
            reasons[reason.code] += row[cases]
            groups[reason.group] += row[cases]
            neutral += row[cases] if reason.neutral else 0
        outcomes: Counter[str] = Counter()
        for row in _of_units(counted.guarantee_clocks, units, protected):
            outcomes[row["outcome"]] += row[cases]
        inwards = (row for row in counted.transfers if row["destination"] in units and row["origin"] not in units)
        outwards = (row for row in counted.transfers if row["origin"] in units and row["destination"] not in units)
        closed = self._sum("closed", moved)
        return Figures(
            opening=self._sum("opening", moved),
            new=self._sum("new", moved),
            moved_in=self._sum("cases", inwards),
            moved_out=self._sum("cases", outwards),
            closed=closed,
            remaining=self._sum("remaining", moved),
            persons=closed - self._again(units, protected=protected),
            reasons=dict(reasons),
            groups=dict(groups),
            neutral=neutral,
            met=outcomes[ClockStatus.MET],
            breached=outcomes[ClockStatus.BREACHED],
            excused=outcomes[ClockStatus.EXCUSED],
        )


def _of_units(rows: Iterable[dict[str, Any]], units: set[int], protected: bool) -> Iterable[dict[str, Any]]:
    return (row for row in rows if row["unit"] in units and (protected or not row["protected"]))
