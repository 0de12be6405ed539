"""Jobbgarantin as it stands now, per jobbtorg: for those who see several, and must act before promises break."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from core.shares import Share
from deadlines import states
from organisation.access.acting import Errand, errand
from organisation.models import Jobbtorg
from reports import querysets
from reports.periods import Period
from reports.scope import Reach, Scope
from reports.units import TOTAL, UnitRow, rows_of


@dataclass(frozen=True)
class Standing:
    """Promises of one row. `near` to `late` are still to be kept; the rest fell due in the thirty days before today."""

    near: int = 0
    booked: int = 0
    late: int = 0
    late_before: int = 0
    """Those of `late` whose last day was before the thirty days; all others of them are also among `breached`."""
    oldest: datetime.date | None = None
    """The last day of the promise that has been late for longest."""
    met: int = 0
    breached: int = 0
    excused: int = 0

    @property
    def not_booked(self) -> int:
        return self.near - self.booked

    @property
    def late_within(self) -> int:
        return self.late - self.late_before

    @property
    def done_late(self) -> int:
        """Broken, and no longer to be kept."""
        return self.breached - self.late_within

    @property
    def decided(self) -> int:
        return self.met + self.breached + self.excused

    @property
    def held(self) -> Share:
        """M4: an excused promise counts as not kept."""
        return Share(self.met, self.decided)

    @property
    def broken(self) -> Share:
        return Share(self.breached, self.decided)

    @property
    def is_empty(self) -> bool:
        return not (self.near or self.late or self.decided)


Row = UnitRow[Standing]


@dataclass(frozen=True)
class StandingReport:
    """All rows of a scope as of a local date."""

    scope: Scope
    today: datetime.date
    rows: tuple[Row, ...]

    @property
    def period(self) -> Period:
        """The days whose promises are decided."""
        return Period(*states.last_month(self.today))


def collect_standing(scope: Scope, now: datetime.datetime) -> StandingReport:
    """Count everything for a scope in two statements, as the role that sees all cases and no names."""
    today = timezone.localdate(now)
    with errand(Errand.STATISTICS):
        units = list(querysets.units_in(scope))
        counts = list(querysets.standing(scope, now))

    def of_units(_: int, keys: set[int]) -> Standing:
        return _added_up(line for line in counts if line["unit"] in keys and not line["protected"])

    lines = list(rows_of(units, of_units))
    belonging = {row.key for unit, row in lines if _belongs(unit, row, scope, today)}
    # A jobbtorg stays as long as one of its branches does, which stand under it.
    rows = [row for _, row in lines if not belonging.isdisjoint((row.key, *row.branches))]
    if scope.reach is not Reach.UNIT:
        known = {unit.pk for unit in units}
        rows.append(Row(TOTAL, scope.reach.value, _total(scope, [line for line in counts if line["unit"] in known])))
    return StandingReport(scope, today, tuple(rows))


def _belongs(unit: Jobbtorg, row: Row, scope: Scope, today: datetime.date) -> bool:
    """Jobbtorg that are open, and others while something is counted there; a stadsdel sees those it sends to."""
    if not row.figures.is_empty or unit.pk == scope.jobbtorg_id:
        return True
    return unit.is_valid_on(today) and scope.reach is not Reach.DISTRICT


def _total(scope: Scope, counts: Sequence[dict[str, Any]]) -> Standing:
    return _added_up(line for line in counts if scope.counts_protected or not line["protected"])


def _added_up(counts: Iterable[dict[str, Any]]) -> Standing:
    lines = list(counts)
    names = ("near", "booked", "late", "late_before", "met", "breached", "excused")
    oldest = min((line["oldest"] for line in lines if line["oldest"]), default=None)
    return Standing(**{name: sum(line[name] for line in lines) for name in names}, oldest=oldest)
