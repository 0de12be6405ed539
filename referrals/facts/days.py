"""On which day a step of a referral happened, where it was registered later."""

from __future__ import annotations

import datetime

from django.utils import timezone

from core.swedish.dates import short_weekday_date, start_of_day
from referrals.choices import CORRECTION
from referrals.models import Referral, ReferralEvent, ReferralStatus, Source


def when_it_happened(event: ReferralEvent, *, is_first: bool, referral: Referral) -> tuple[datetime.datetime, str]:
    """When a step happened, and a sentence that it was registered on a later day; "" where it was not.

    What came on paper came in on the day it reached the jobbtorg; somebody is enrolled with effect from a day.
    """
    return on_day(_day_of(event, is_first, referral), event.at)


def on_day(day: datetime.date | None, registered_at: datetime.datetime) -> tuple[datetime.datetime, str]:
    """The instant of what happened on a local day and was registered at a time; the time itself where the day is."""
    registered_on = timezone.localdate(registered_at)
    if day is None or day >= registered_on:
        return registered_at, ""
    return start_of_day(day), f"Registrerat senare, {short_weekday_date(registered_on)}."


def _day_of(event: ReferralEvent, is_first: bool, referral: Referral) -> datetime.date | None:
    if is_first:
        return referral.received_on if referral.source != Source.DISTRICT else None
    if event.status != ReferralStatus.ENROLLED or event.comment.startswith(CORRECTION):
        return None
    # A unit that follows the case no longer has no case to read.
    return referral.enrolment.enrolled_on if referral.enrolment else None
