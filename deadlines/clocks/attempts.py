"""What an attempt to reach the person can be, when it is recorded and when it is corrected."""

from __future__ import annotations

import datetime

from django.utils import timezone

from core.refusals import OperationRefused
from deadlines.models import ContactResult, DeadlineClock


def require_plausible_attempt(
    clock: DeadlineClock,
    attempted_at: datetime.datetime,
    result: ContactResult,
    offered_time: datetime.datetime | None,
) -> None:
    """Refuse an attempt before the clock began, and an offered time that does not fit the result."""
    if clock.started_on is not None and timezone.localdate(attempted_at) < clock.started_on:
        raise OperationRefused("Kontaktförsöket kan inte ligga före den dag fristen började.", field="attempted_at")
    if result == ContactResult.DECLINED_TIME and offered_time is None:
        raise OperationRefused("Ange vilken tid aspiranten tackade nej till.", field="offered_time")
    if result == ContactResult.NOT_REACHED and offered_time is not None:
        raise OperationRefused("Lämna den erbjudna tiden tom när du inte fick kontakt.", field="offered_time")
    if offered_time is not None and offered_time <= attempted_at:
        raise OperationRefused("Den erbjudna tiden måste ligga efter samtalet.", field="offered_time")
