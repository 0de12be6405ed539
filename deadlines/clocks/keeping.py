"""What keeps clocks: an operation reports an event, the table of clock kinds says which clocks it keeps and how."""

from __future__ import annotations

import datetime

from aspirants.models import Enrolment
from deadlines.clocks.kinds import KeepingEvent, fulfilment_by, kinds_kept_by
from deadlines.clocks.lifecycle import fulfil_clock
from deadlines.models import DeadlineClock


def keep_clock(
    clock: DeadlineClock, event: KeepingEvent, *, at: datetime.datetime, recorded_at: datetime.datetime
) -> DeadlineClock:
    """Record that an event kept one clock at an instant. Raises ValueError for an event that keeps no such clock."""
    return fulfil_clock(clock, at=at, recorded_at=recorded_at, fulfilment=fulfilment_by(clock.kind, event))


def keep_clocks(
    enrolment: Enrolment, event: KeepingEvent, *, at: datetime.datetime, recorded_at: datetime.datetime
) -> None:
    """Record that an event kept, at an instant, every clock of a case that it keeps and that was still to be kept."""
    for clock in enrolment.clocks.of_kinds(kinds_kept_by(event)).unfulfilled().select_related("policy"):
        keep_clock(clock, event, at=at, recorded_at=recorded_at)
