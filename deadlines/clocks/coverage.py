"""What a new answer about the jobbgaranti changes for a clock."""

from __future__ import annotations

from django.db import connection
from django.utils import timezone

from deadlines.calculation.coverage import Coverage
from deadlines.clocks.lifecycle import lock_clock, notify_of_breach
from deadlines.models import Breach, DeadlineClock


def set_coverage(clock: DeadlineClock, coverage: Coverage) -> DeadlineClock:
    """Give a clock its answer. One that was found broken while it was not covered is judged now, from the same day 0.

    Its breach stands as stamped today, which is when the jobbtorg could first answer for it, and the notice is sent
    once: a breach that has counted before keeps its moment, however often the answer changes. Where the clock has the
    answer already, nothing is written. One that is late and not stamped yet is left to the next sweep, within a
    minute: the actor may not read the evidence that would excuse it. The last day never moves.
    """
    clock = lock_clock(clock)
    if coverage == coverage_of_clock(clock):
        return clock
    first_counts = coverage.covered and not clock.covered and not _has_counted_as_broken(clock)
    for name, value in coverage.as_columns().items():
        setattr(clock, name, value)
    clock.save(update_fields=list(coverage.as_columns()))
    if first_counts and Breach.objects.filter(clock=clock, revoked_at=None).update(stamped_at=timezone.now()):
        notify_of_breach(clock)
    return clock


def _has_counted_as_broken(clock: DeadlineClock) -> bool:
    """Whether the guarantee has covered the clock before while it was broken on its present last day."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT jobbtorg_clock_has_counted(%s)", [clock.pk])
        [counted] = cursor.fetchone()
    return bool(counted)


def coverage_of_clock(clock: DeadlineClock) -> Coverage:
    """The answer that a clock keeps."""
    return Coverage(
        covered=clock.covered,
        reason=clock.covered_reason,
        awaited=clock.coverage_awaited,
        condition=clock.covered_by,
        rule_from=clock.covered_rule_from,
    )
