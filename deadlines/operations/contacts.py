"""Attempts to reach the person whose clock it is."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from core.refusals import OperationRefused
from deadlines.clocks.attempts import require_plausible_attempt
from deadlines.clocks.lifecycle import lock_clock, require_live
from deadlines.models import ContactAttempt, ContactChannel, ContactResult, DeadlineClock
from organisation.access.permissions import Act, require
from organisation.models import User


@transaction.atomic
def record_contact_attempt(
    *,
    actor: User,
    clock: DeadlineClock,
    channel: ContactChannel,
    attempted_at: datetime.datetime,
    result: ContactResult,
    offered_time: datetime.datetime | None = None,
) -> ContactAttempt:
    """Record that the person was not reached, or declined an offered time (evidence for E03 and E04)."""
    require(actor, Act.WORK_IN_CASE, at=clock.jobbtorg_id)
    clock, now = lock_clock(clock), timezone.now()
    require_live(clock)
    if clock.ended_on is not None or clock.fulfilled_at is not None:
        raise OperationRefused("Fristen är redan uppfylld eller avslutad.")
    if attempted_at > now:
        raise OperationRefused("Kontaktförsöket kan inte ligga i framtiden.", field="attempted_at")
    require_plausible_attempt(clock, attempted_at, result, offered_time)
    return ContactAttempt.objects.create(
        clock=clock,
        channel=channel,
        attempted_at=attempted_at,
        result=result,
        offered_time=offered_time,
        recorded_by=actor,
        recorded_at=now,
    )
