"""The clock of a person whom the jobbtorg tried to reach and did not: excused when a manager gives up (E03)."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from core.refusals import OperationRefused
from core.swedish.dates import weekday_date
from deadlines.clocks.lifecycle import lock_clock
from deadlines.excuses.evidence import Evidence, find_evidence, grant_excuse
from deadlines.models import Breach, ClockStatus, ContactAttempt, ContactResult, DeadlineClock, ExcuseReason
from deadlines.operations.breaches import excuse_breach
from deadlines.shown import shown_clock
from organisation.models import User

NO_CONTACT = datetime.timedelta(days=30)
"""How long after the last attempt the person has to answer before the referral may lapse."""

NOT_TRIED = (
    "Det krävs minst två kontaktförsök inom fristen, på olika sätt och olika dagar. "
    "Registrera kontaktförsöken innan remissen förfaller."
)


@transaction.atomic
def excuse_unreached(*, actor: User, clock: DeadlineClock) -> None:
    """Excuse the clock, or the breach of it, if the person was sought in time and has been silent for 30 days.

    A clock that has been met, excused or never begun is left as it is, but the same is required.

    Checked by: `lapse_referral` (DECLINE_REFERRAL at the referral's jobbtorg).
    """
    clock = lock_clock(clock)
    if clock.status == ClockStatus.PAUSED:
        raise OperationRefused("Fristen har en paus utan slut. Ändra eller avsluta pausen först.")
    happened_on = _required_attempt(clock)
    if clock.fulfilled_at is not None or clock.status in (
        ClockStatus.EXCUSED,
        ClockStatus.CANCELLED,
        ClockStatus.WAITING,
    ):
        return
    if Breach.objects.filter(clock=clock, revoked_at__isnull=True).exists():
        excuse_breach(actor=actor, clock=clock, seen_clock=shown_clock(clock))
        return
    grant_excuse(clock, Evidence(ExcuseReason.E03, happened_on), granted_by=actor)
    clock.save(update_fields=["status"])


def _required_attempt(clock: DeadlineClock) -> datetime.date:
    """The local date of the attempt that completes the evidence; refused where it does not suffice."""
    attempts = list(clock.contact_attempts.order_by("attempted_at", "pk"))
    found = _sought_on(clock, attempts)
    if found is None:
        raise OperationRefused(NOT_TRIED)
    last = attempts[-1]
    last_on = timezone.localdate(last.attempted_at)
    if last.result == ContactResult.DECLINED_TIME:
        raise OperationRefused(
            f"Personen svarade {weekday_date(last_on)} och har alltså gått att nå. Avböj remissen om den inte gäller."
        )
    if timezone.localdate() < last_on + NO_CONTACT:
        raise OperationRefused(
            f"Det senaste kontaktförsöket var {weekday_date(last_on)}. "
            f"Remissen kan förfalla tidigast {weekday_date(last_on + NO_CONTACT)}, {NO_CONTACT.days} dagar senare."
        )
    return found


def _sought_on(clock: DeadlineClock, attempts: list[ContactAttempt]) -> datetime.date | None:
    """When the person had been sought often enough; there is no time to have done it within before day 0."""
    if clock.started_on is not None:
        evidence = find_evidence(clock, recorded_in_time=False)
        return evidence.happened_on if evidence and evidence.reason == ExcuseReason.E03 else None
    tried = [attempt for attempt in attempts if attempt.result == ContactResult.NOT_REACHED]
    days = {timezone.localdate(attempt.attempted_at) for attempt in tried}
    enough = len({attempt.channel for attempt in tried}) > 1 and len(days) > 1
    return max(days) if enough else None
