"""The box of protected persons below the list of deadlines: narrowed as the list is, by what its rows can be asked."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from deadlines.choices import ClockStatus
from deadlines.status.protected import Masked, ProtectedClock
from oversight.lists.filters import IN_MONTH, DeadlineFilter
from oversight.watched import UNKEPT, Window

ANSWERED = frozenset({"kind", "state", "day", "covered", "indicator"})
"""The filters of the list that a masked row answers; the others are about the case, its coach and its meetings."""


def protected_asked_for(masked: Masked, listed: DeadlineFilter, now: datetime.datetime) -> Masked:
    """The clocks that the list's filters let through."""
    chosen, window = listed.chosen(), Window.at(now)
    unanswered = [str(listed.form.fields[name].label) for name in chosen if name not in ANSWERED]
    return masked.clocks_that(lambda clock: _passes(clock, chosen, window), unanswered)


def _passes(clock: ProtectedClock, chosen: Mapping[str, Any], window: Window) -> bool:
    # What is only counted, and what has been decided, is counted of nobody protected.
    if "indicator" in chosen or chosen.get("state") in IN_MONTH:
        return False
    return (
        chosen.get("kind", clock.kind) == clock.kind
        and chosen.get("day", clock.due_on) == clock.due_on
        and chosen.get("covered", str(clock.covered)) == str(clock.covered)
        and ("state" not in chosen or _STATES[chosen["state"]](clock, window))
    )


def _is_broken(clock: ProtectedClock, window: Window) -> bool:
    has_passed = clock.due_on is not None and clock.due_on < window.today
    return clock.status == ClockStatus.BREACHED or (clock.status == ClockStatus.RUNNING and has_passed)


def _is_due_in(clock: ProtectedClock, days: tuple[datetime.date, datetime.date]) -> bool:
    return clock.due_on is not None and days[0] <= clock.due_on <= days[1]


_STATES: Mapping[str, Callable[[ProtectedClock, Window], bool]] = {
    "near": lambda clock, window: clock.status == ClockStatus.RUNNING and _is_due_in(clock, window.near),
    "week": lambda clock, window: clock.status in UNKEPT and _is_due_in(clock, window.week),
    "late": _is_broken,
    "new": lambda clock, window: _is_broken(clock, window) and _is_due_in(clock, window.news),
    "broken": _is_broken,
    "paused": lambda clock, window: clock.status == ClockStatus.PAUSED,
}
"""The states of the list, as `deadlines.status.clock_conditions` has them; all of these clocks are still to be kept."""
