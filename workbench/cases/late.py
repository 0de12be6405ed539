"""What is late in a case, and the page on which it is done: shown above the timeline, so that it is the next thing."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from deadlines.models import DeadlineClock
from deadlines.status.lateness import why_not_late
from jobplans.models import FollowUp
from workbench.keeping import WayToKeep, way_to_keep


@dataclass(frozen=True)
class Late:
    """A clock whose last day has passed, and how it is kept."""

    clock: DeadlineClock
    way: WayToKeep


def late_ones(
    clocks: Iterable[tuple[DeadlineClock, FollowUp | None]], today: datetime.date, *, awaits_answer: bool
) -> list[Late]:
    """Of a case's clocks that wait, those that are late on a local date, the one that is late for longest first.

    Each comes with its planned follow-up. One that alarms nobody (not covered, excused, or the person is away) is not
    among them.
    """
    late = [
        Late(clock, way_to_keep(clock, follow_up=follow_up, awaits_answer=awaits_answer))
        for clock, follow_up in clocks
        if clock.due_on is not None and clock.due_on < today and not why_not_late(clock)
    ]
    return sorted(late, key=lambda one: (one.clock.due_on, one.clock.pk))
