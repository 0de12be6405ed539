"""What a new answer about the jobbgaranti changes for a clock."""

from __future__ import annotations

from django.utils import timezone

from deadlines.calculation.coverage import Coverage
from deadlines.clocks.lifecycle import lock_clock, notify_of_breach
from deadlines.models import Breach, DeadlineClock


def set_coverage(clock: DeadlineClock, coverage: Coverage) -> DeadlineClock:
    """Give a clock its answer. One that was found broken while it was not covered is judged now, from the same day 0.

    Its breach stands as stamped today, which is when the jobbtorg could first answer for it, and the notice is sent
    once. One that is late and not stamped yet is left to the next sweep, within a minute: the actor may not read the
    evidence that would excuse it. The last day never moves.
    """
    clock = lock_clock(clock)
    becomes_covered = coverage.covered and not clock.covered
    for name, value in coverage.as_columns().items():
        setattr(clock, name, value)
    clock.save(update_fields=list(coverage.as_columns()))
    if becomes_covered and Breach.objects.filter(clock=clock, revoked_at=None).update(stamped_at=timezone.now()):
        notify_of_breach(clock)
    return clock


def coverage_of_clock(clock: DeadlineClock) -> Coverage:
    """The answer that a clock keeps."""
    return Coverage(
        covered=clock.covered,
        reason=clock.covered_reason,
        awaited=clock.coverage_awaited,
        condition=clock.covered_by,
        rule_from=clock.covered_rule_from,
    )
