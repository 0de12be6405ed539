"""Jobbgarantin as it stands now, per jobbtorg: for those who see several, and must act before clocks are breached."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.utils import timezone

from deadlines.status import clock_conditions
from deadlines.status.lateness import working_days_late
from measures import querysets
from measures.guarantee_now.figures import COLUMNS, CurrentGuarantees
from measures.periods import Period, week_began
from measures.scope import Reach, Scope
from measures.small_numbers.columns import Columns
from measures.units import TOTAL, UnitRow, Units, rows_of
from organisation.access.acting import DatabaseRole, as_database_role
from organisation.models import Jobbtorg

Row = UnitRow[CurrentGuarantees]


@dataclass(frozen=True)
class StandingReport:
    """All rows of a scope as of a local date."""

    scope: Scope
    today: datetime.date
    rows: tuple[Row, ...]

    @property
    def tables(self) -> tuple[Columns, ...]:
        """The columns of its rows."""
        return (COLUMNS,)

    @property
    def period(self) -> Period:
        """The days whose clocks are decided."""
        return Period(*clock_conditions.last_thirty_days(self.today))


WEEK = 7 * 24 * 60 * 60
"""Seconds for which the week's counts are kept, so that two looks within a week say the same."""


def collect_standing(scope: Scope, now: datetime.datetime) -> StandingReport:
    """Count everything for a scope in two statements, as the role that sees all cases and no names.

    Outside the own unit as it was when the week began: two looks within a week must not tell what happened in between
    (docs/statistics.md). What was counted then is kept, because dates that are corrected later would change it.
    """
    counted_at = week_began(now) if scope.leaves_unit else now
    today = timezone.localdate(counted_at)
    with as_database_role(DatabaseRole.REPORTS):
        units = list(querysets.units_in(scope))
        keys = [unit.pk for unit in units]
        outside = scope.leaves_unit
        counts = _of_the_week(scope, counted_at, keys) if outside else list(querysets.standing(scope, now, keys))

    def of_units(_: int, keys: set[int]) -> CurrentGuarantees:
        return _added_up((line for line in counts if line["unit"] in keys and not line["protected"]), today)

    lines = list(rows_of(units, of_units))
    belonging = {row.key for unit, row in lines if _belongs(unit, row, scope, today)}
    # A jobbtorg stays as long as one of its branches does, which stand under it.
    rows = [row for _, row in lines if not belonging.isdisjoint((row.key, *row.branches))]
    if scope.reach is not Reach.UNIT:
        known = {unit.pk for unit in units}
        shown = [line for line in counts if line["unit"] in known and (scope.counts_protected or not line["protected"])]
        rows.append(Row(TOTAL, scope.reach.value, _added_up(shown, today)))
    return StandingReport(scope, today, tuple(rows))


def _of_the_week(scope: Scope, began: datetime.datetime, units: Units) -> list[dict[str, Any]]:
    whose = ",".join(str(one) for one in sorted(scope.district_ids)) or scope.reach.name
    key = f"jobbgarantin:{whose}:{began:%Y-%m-%d}"
    counts: list[dict[str, Any]] | None = cache.get(key)
    if counts is None:
        counts = list(querysets.standing_then(scope, began, units))
        cache.set(key, counts, WEEK)
    return counts


def _belongs(unit: Jobbtorg, row: Row, scope: Scope, today: datetime.date) -> bool:
    """Jobbtorg that are open, and others while something is counted there; a stadsdel sees those it sends to."""
    if not row.figures.is_empty or unit.pk == scope.jobbtorg_id:
        return True
    return unit.is_valid_on(today) and scope.reach is not Reach.DISTRICT


def _added_up(counts: Iterable[dict[str, Any]], today: datetime.date) -> CurrentGuarantees:
    lines = list(counts)
    names = ("near", "booked", "late", "late_before", "met", "breached", "excused")
    oldest = min((line["oldest"] for line in lines if line["oldest"]), default=None)
    return CurrentGuarantees(
        **{name: sum(line[name] for line in lines) for name in names},
        oldest=working_days_late(oldest, today) if oldest else None,
    )
