"""How long a pause counts before it is the manager's decision."""

from __future__ import annotations

from django.utils import timezone

from deadlines.calculation.limits import days_left, latest_return
from deadlines.models import ClockPause
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
