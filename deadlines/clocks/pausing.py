"""How long a pause counts before it is the manager's decision."""

from __future__ import annotations

import datetime

from django.utils import timezone

from deadlines.calculation.limits import days_left, latest_return
from deadlines.models import ClockPause, DeadlineClock, PauseReason
from organisation.access.permissions import Act, may
from organisation.models import User


def decide_length(pause: ClockPause, actor: User) -> None:
    """Say of a pause that is about to be stored how long it counts without a manager's decision. Writes nothing.

    Part of: `pause_clock`.
    """
    if pause.resumed_on is not None:
        return
    if may(actor, Act.PAUSE_AT_LENGTH):
        pause.approved_by, pause.approved_at = actor, timezone.now()
    else:
        pause.counts_until = latest_return(pause.paused_from, days_left(pause.clock.pauses.all()))


def begin_wait_from(clock: DeadlineClock, was: datetime.date, day: datetime.date) -> None:
    """Let the wait for a decision that began with a locked clock, on `was`, begin on its other day 0 (R-2-54).

    One that had ended by that day is left as it is: it covers no day that counts.

    Part of: `judged_from`.
    """
    wait = clock.pauses.filter(reason=PauseReason.P05, paused_from=was).first()
    if wait is None or (wait.resumed_on is not None and wait.resumed_on <= day):
        return
    wait.paused_from = day
    if wait.counts_until is not None:
        wait.counts_until = latest_return(day, days_left(clock.pauses.exclude(pk=wait.pk)))
    wait.save(update_fields=["paused_from", "counts_until"])
