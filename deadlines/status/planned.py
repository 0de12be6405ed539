"""Interruptions and pauses that are known beforehand."""

from __future__ import annotations

from django.utils import timezone

from aspirants.models import Enrolment, Interruption
from deadlines.models import ClockPause, DeadlineClock


def planned_interruption(enrolment: Enrolment) -> Interruption | None:
    """The next interruption that has not begun."""
    planned = enrolment.interruptions.filter(started_on__gt=timezone.localdate()).order_by("started_on").first()
    assert planned is None or isinstance(planned, Interruption)
    return planned


def planned_pause(clock: DeadlineClock) -> ClockPause | None:
    """The next pause of a clock that has not begun."""
    planned = clock.pauses.filter(paused_from__gt=timezone.localdate()).order_by("paused_from").first()
    assert planned is None or isinstance(planned, ClockPause)
    return planned
