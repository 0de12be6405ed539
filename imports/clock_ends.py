"""What an old list proves about clocks with a last day: pure functions of dates (docs/decisions/030-import.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from deadlines.calculation.deadline import Deadline
from deadlines.models import ClockStatus


@dataclass(frozen=True)
class ClockEnd:
    """How a clock ended as far as the list tells. `fulfilled_on` is the local date, also of a late fulfilment."""

    status: ClockStatus
    fulfilled_on: date | None

    @property
    def is_historical(self) -> bool:
        """Only a clock whose last day is still to come lives on; the rest is history that no sweep looks at."""
        return self.status != ClockStatus.RUNNING


def clock_end(deadline: Deadline, done_on: date | None, *, as_of: date, today: date) -> ClockEnd:
    """The outcome of a clock, judged by the dates of a list that was true on `as_of`.

    Done by the last day: MET. Done later, or not done when the list was made after the last day: BREACHED. Not done and
    the list ends on or before the last day: nobody knows how it went, CANCELLED, which no statistic counts. If the last
    day has not come even today, the clock is a live one: RUNNING.
    """
    due_on = deadline.due_on
    assert due_on is not None, "an imported clock has no pauses"
    if done_on is not None:
        return ClockEnd(ClockStatus.MET if done_on <= due_on else ClockStatus.BREACHED, done_on)
    if due_on >= today:
        return ClockEnd(ClockStatus.RUNNING, None)
    return ClockEnd(ClockStatus.BREACHED if due_on < as_of else ClockStatus.CANCELLED, None)
