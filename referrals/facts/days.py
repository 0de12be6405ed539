"""On which day a step of a referral happened, where it was registered later, and on which it can have."""

from __future__ import annotations

import datetime

from django.utils import timezone

from core.refusals import OperationRefused
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


LATEST_REGISTRATION = datetime.timedelta(days=90)
"""How long after a referral or a visit it may be registered."""


def require_plausible_day(
    day: datetime.date,
    benefit_applied_on: datetime.date | None,
    *,
    registered_on: datetime.date | None = None,
    field: str = "received_on",
) -> None:
    """Refuse, at a field, a day on which it cannot have reached the jobbtorg: to come, before the application for
    benefit, or long before the local date on which it was registered, which is today unless it is given.
    """
    today = timezone.localdate()
    if day > today:
        raise OperationRefused("Datumet kan inte ligga i framtiden.", field=field)
    if day < (registered_on or today) - LATEST_REGISTRATION:
        aged = f"mer än {LATEST_REGISTRATION.days} dagar"
        if registered_on is None:
            raise OperationRefused(f"Datumet är {aged} gammalt. Kontrollera det.", field=field)
        raise OperationRefused(f"Datumet ligger {aged} före registreringen. Kontrollera det.", field=field)
    if benefit_applied_on is not None and day < benefit_applied_on:
        raise OperationRefused(
            "Datumet kan inte ligga före ansökan om försörjningsstöd. Kontrollera de två datumen.", field=field
        )
