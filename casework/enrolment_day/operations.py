"""Putting right on which day a case began."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from aspirants.models import CorrectedKind, Correction, Enrolment, UnitStay
from aspirants.reasons import given_reason
from casework.enrolment_day.choosable import require_choosable
from casework.enrolment_day.shown import shown_enrolment_day
from core.seen import Seen, require_seen
from core.swedish.dates import weekday_date
from organisation.access.permissions import Act, require
from organisation.models import User
from referrals.choices import CORRECTION, ReferralStatus
from referrals.models import Referral
from referrals.operations.steps import add_event

WHY = "Skriv varför inskrivningsdagen rättas."


@transaction.atomic
def correct_enrolled_on(
    *, actor: User, enrolment: Enrolment, seen_day: Seen, enrolled_on: datetime.date, reason: str
) -> Correction:
    """Let a case have begun on another local date than was typed, with its first stay at a jobbtorg. Also a closed one.

    The same days can be chosen as when somebody is enrolled, but none after the enrolment was registered and none after
    what has happened in the case. What counts by the day is counted anew when it is asked for; no clock counts from it.
    The day before and the reason are kept as a correction; the sender of a referral reads the day, not the reason.
    Raises OperationRefused.
    """
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    # The referral before its case, as everybody locks them.
    referrals = Referral.objects.filter(enrolment=enrolment).order_by("pk")
    locked = list(referrals.select_for_update(no_key=True, of=("self",)))
    case: Enrolment = Enrolment.objects.select_related("person", "jobbtorg").locked(enrolment)
    require_seen(seen_day, shown_enrolment_day(case))
    was = case.enrolled_on
    require_choosable(enrolled_on, actor=actor, case=case)
    reason = given_reason(reason, WHY)
    first = UnitStay.objects.filter(enrolment=case).order_by("started_on", "pk").first()
    if first is not None:
        first.started_on = enrolled_on
        first.save(update_fields=["started_on"])
    case.enrolled_on = enrolled_on
    case.save(update_fields=["enrolled_on"])
    before, after = weekday_date(was), weekday_date(enrolled_on)
    for referral in locked:
        add_event(
            actor=actor,
            referral=referral,
            status=ReferralStatus(referral.status),
            comment=f"{CORRECTION}Inskriven: {before} blev {after}.",
        )
    return Correction.objects.create(
        enrolment=case,
        kind=CorrectedKind.ENROLMENT,
        number=case.pk,
        differences=[["Inskriven", before, after]],
        reason=reason,
        made_by=actor,
        made_at=timezone.now(),
    )
