"""The measures of docs/statistics.md, from counted cases to shares, and the identity that every statement must keep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aspirants.models import ClosureReason, OutcomeGroup
from core.shares import Share
from deadlines.models import ClockStatus
from organisation.access.acting import Errand, errand
from organisation.models import Jobbtorg
from reports import querysets
from reports.periods import Period
from reports.scope import Reach, Scope
from reports.units import TOTAL, UnitRow, rows_of


class IdentityBrokenError(Exception):
    """The figures contradict each other: what came in and went out does not give what remains."""


@dataclass(frozen=True)
class Figures:
    """The counts of one row. Cases, except `persons` (among the closed) and the promises of jobbgarantin."""

    opening: int = 0
    new: int = 0
    moved_in: int = 0
    moved_out: int = 0
    closed: int = 0
    remaining: int = 0
    persons: int = 0
    reasons: Mapping[int, int] = field(default_factory=dict)
    """Closed cases by reason code."""
    groups: Mapping[str, int] = field(default_factory=dict)
    """Closed cases by outcome group."""
    neutral: int = 0
    met: int = 0
    breached: int = 0
    excused: int = 0

    @property
    def work(self) -> int:
        return self.groups.get(OutcomeGroup.WORK, 0)

    @property
    def studies(self) -> int:
        return self.groups.get(OutcomeGroup.STUDIES, 0)

    @property
    def other(self) -> int:
        return self.groups.get(OutcomeGroup.OTHER, 0)

    @property
    def handled(self) -> int:
        """All cases the unit had at some time in the period: IB + NY + IN."""
        return self.opening + self.new + self.moved_in

    @property
    def decided(self) -> int:
        """Promises that were kept, broken or excused."""
        return self.met + self.breached + self.excused

    @property
    def m1(self) -> Share:
        """Andel avslutade (R-4-31)."""
        return Share(self.closed, self.handled)

    @property
    def m2(self) -> Share:
        """Andel till självförsörjning av avslutade."""
        return Share(self.work + self.studies, self.closed)

    @property
    def m2_work(self) -> Share:
        return Share(self.work, self.closed)

    @property
    def m2_studies(self) -> Share:
        return Share(self.studies, self.closed)

    @property
    def other_share(self) -> Share:
        return Share(self.other, self.closed)

    @property
    def m2_without_neutral(self) -> Share:
        """M2n: the deceased and those who moved from the city left out of the whole."""
        return Share(self.work + self.studies, self.closed - self.neutral)

    @property
    def m3(self) -> Share:
        """Andel till självförsörjning av alla ärenden under perioden."""
        return Share(self.work + self.studies, self.handled)

    @property
    def m4(self) -> Share:
        """Jobbgarantin, strict: excused promises count as not kept."""
        return Share(self.met, self.decided)

    @property
    def m4_net(self) -> Share:
        """Jobbgarantin, net: excused promises left out."""
        return Share(self.met, self.met + self.breached)

    @property
    def is_empty(self) -> bool:
        return not (self.handled or self.remaining or self.closed or self.moved_out or self.decided)

    @property
    def contradictions(self) -> list[str]:
        """What does not add up, in words for the log; empty when all is well."""
        found = []
        if self.handled - self.moved_out - self.closed != self.remaining:
            found.append(
                f"IB {self.opening} + NY {self.new} + IN {self.moved_in} − UT {self.moved_out} "
                f"− AVSL {self.closed} ≠ UB {self.remaining}"
            )
        if sum(self.groups.values()) != self.closed:
            found.append(f"W + S + O = {sum(self.groups.values())} ≠ AVSL {self.closed}")
        return found


Row = UnitRow[Figures]


@dataclass(frozen=True)
class Statement:
    """All figures of a scope and period."""

    scope: Scope
    period: Period
    rows: tuple[Row, ...]
    reasons: tuple[ClosureReason, ...]
    """The reasons that were used, ordered by code."""

    def row(self, key: int) -> Row | None:
        return next((row for row in self.rows if row.key == key), None)

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
    with errand(Errand.STATISTICS):
        units = list(querysets.units_in(scope))
        counted = _Counted(scope, period)
    lines = rows_of(units, counted.for_units)
    rows = [row for unit, row in lines if _belongs(row, unit, scope, period)]
    if scope.reach is not Reach.UNIT:
        rows.append(Row(TOTAL, scope.reach.value, counted.total({unit.pk for unit in units})))
    return Statement(scope, period, tuple(rows), counted.used_reasons)


def _belongs(row: Row, unit: Jobbtorg, scope: Scope, period: Period) -> bool:
    """Units that existed in the period; others, and those a stadsdel sends nobody to, only if something is counted."""
    if not row.figures.is_empty or unit.pk == scope.jobbtorg_id:
        return True
    existed = unit.valid_from <= period.last and (unit.valid_to is None or unit.valid_to >= period.first)
    return existed and scope.reach is not Reach.DISTRICT


class _Counted:
    """The grouped counts of one scope and period, fetched once and added up for any set of units."""

    def __init__(self, scope: Scope, period: Period) -> None:
        self.scope = scope
        self.movements = list(querysets.movements(scope, period))
        self.transfers = list(querysets.transfers(scope, period))
        self.closings = list(querysets.closings(scope, period))
        self.promises = list(querysets.promises(scope, period))
        self.persons = {row["unit"]: row["persons"] for row in querysets.persons_with_branches(scope, period)}
        self.persons_in_all = querysets.persons_in_all(scope, period)
        self.reasons = ClosureReason.objects.in_bulk({row["reason"] for row in self.closings})

    @property
    def used_reasons(self) -> tuple[ClosureReason, ...]:
        return tuple(sorted(self.reasons.values(), key=lambda reason: reason.code))

    def for_units(self, key: int, units: set[int]) -> Figures:
        """The figures of a jobbtorg with its branches; moves between them are no moves."""
        return self._figures(units, protected=False, persons=self._persons(key, units))

    def total(self, units: set[int]) -> Figures:
        """The figures of all units together, in the city with the protected persons."""
        return self._figures(units, protected=self.scope.counts_protected, persons=self.persons_in_all)

    def _persons(self, key: int, units: set[int]) -> int:
        if len(units) > 1:
            return int(self.persons.get(key, 0))
        return sum(row["persons"] for row in _chosen(self.movements, units, protected=False))

    def _figures(self, units: set[int], *, protected: bool, persons: int) -> Figures:
        moved = list(_chosen(self.movements, units, protected))
        reasons: Counter[int] = Counter()
        groups: Counter[str] = Counter()
        neutral = 0
        for row in _chosen(self.closings, units, protected):
            reason = self.reasons[row["reason"]]
            reasons[reason.code] += row["cases"]
            groups[reason.group] += row["cases"]
            neutral += row["cases"] if reason.neutral else 0
        outcomes: Counter[str] = Counter()
        for row in _chosen(self.promises, units, protected):
            outcomes[row["outcome"]] += row["promises"]
        inwards = [row for row in self.transfers if row["destination"] in units and row["origin"] not in units]
        outwards = [row for row in self.transfers if row["origin"] in units and row["destination"] not in units]
        return Figures(
            opening=sum(row["opening"] for row in moved),
            new=sum(row["new"] for row in moved),
            moved_in=sum(row["cases"] for row in inwards),
            moved_out=sum(row["cases"] for row in outwards),
            closed=sum(row["closed"] for row in moved),
            remaining=sum(row["remaining"] for row in moved),
            persons=persons,
            reasons=dict(reasons),
            groups=dict(groups),
            neutral=neutral,
            met=outcomes[ClockStatus.MET],
            breached=outcomes[ClockStatus.BREACHED],
            excused=outcomes[ClockStatus.EXCUSED],
        )


def _chosen(rows: Iterable[dict[str, Any]], units: set[int], protected: bool) -> Iterable[dict[str, Any]]:
    return (row for row in rows if row["unit"] in units and (protected or not row["protected"]))
