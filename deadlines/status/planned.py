"""Interruptions and pauses that are known beforehand."""

from __future__ import annotations

import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from aspirants.models import Enrolment, Interruption
from core.swedish.dates import short_day
from deadlines.clocks.kinds import PausedBy, kinds_paused_by
from deadlines.clocks.lifecycle import pauses_of
from deadlines.models import ClockPause, ClockStatus, DeadlineClock


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


def pause_ahead(clock: DeadlineClock, today: datetime.date) -> datetime.date | None:
    """The first day of the pause without end that has not begun on a local date; None where there is none.

    Until then the clock is running, though it has no last day any longer.
    """
    if clock.status != ClockStatus.PAUSED:
        return None
    starts = [pause.start for pause in pauses_of(clock) if pause.end is None]
    return next((start for start in starts if start > today), None)


def pause_ahead_text(clock: DeadlineClock, today: datetime.date) -> str:
    """ "pausas från tis 1 dec" for a clock whose pause without end has not begun; else empty."""
    start = pause_ahead(clock, today)
    return f"pausas från {short_day(start, today)}" if start else ""


def current_pause_text(
    clock: DeadlineClock, today: datetime.date, *, with_reason: bool = True, with_who: bool = False
) -> str:
    """Why the clock is paused today, "pausad till tis 1 dec: sjukdom, av Anna Berg"; empty when it is not.

    The reason, and who paused it, are for the case's jobbtorg only. Who it was is asked for unless it is there.
    """
    for pause in clock.pauses.all():
        resumed_on = pause.counted_to(today)
        if pause.paused_from <= today and (resumed_on is None or today < resumed_on):
            until = f" till {short_day(resumed_on, today)}" if resumed_on else ""
            reason = f": {pause.get_reason_display().lower()}" if with_reason else ""
            who = f", av {pause.registered_by}" if with_reason and with_who else ""
            return f"pausad{until}{reason}{who}"
    return ""


def is_paused(today: datetime.date) -> Q:
    """Clocks whose pause without end has begun by a local date, as a condition."""
    ahead = ClockPause.objects.filter(clock=OuterRef("pk"), resumed_on=None, paused_from__gt=today)
    away = Interruption.objects.filter(enrolment=OuterRef("enrolment"), returned_on=None, started_on__gt=today)
    follows = Q(policy__kind__in=list(kinds_paused_by(PausedBy.INTERRUPTIONS)))
    return Q(status=ClockStatus.PAUSED) & ~Exists(ahead) & ~(follows & Exists(away))
