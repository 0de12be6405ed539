"""Why a sender can no longer correct, complete or withdraw a referral, and what can be done instead."""

from __future__ import annotations

from django.utils import timezone

from core.swedish.dates import weekday_date
from referrals.models import Referral, ReferralStatus
from referrals.sender.status_texts import no_longer_followed


def why_too_late(referral: Referral) -> str:
    """How the referral stands by now, in one sentence without its full stop. One statement."""
    if not referral.is_followed:
        return no_longer_followed(referral)
    last = max(referral.events.all(), key=lambda event: (event.at, event.pk))
    day = weekday_date(timezone.localdate(last.at))
    if referral.status == ReferralStatus.ENROLLED:
        enrolled_on = referral.enrolment.enrolled_on if referral.enrolment else timezone.localdate(last.at)
        return f"Personen är inskriven sedan {weekday_date(enrolled_on)}"
    return {
        ReferralStatus.SUBMITTED: f"Jobbtorget väntar inte på någon komplettering av remissen. Den skickades in {day}",
        ReferralStatus.INCOMPLETE: "Jobbtorget har frågat om remissen. Rätta uppgifterna när du kompletterar den",
        ReferralStatus.ACCEPTED: "Jobbtorget väntar inte på någon komplettering av remissen. Den är redan mottagen",
        ReferralStatus.DECLINED: f"Jobbtorget avböjde remissen {day}: {referral.get_decline_reason_display().lower()}",
        ReferralStatus.WITHDRAWN: f"Ni återkallade remissen {day}",
        ReferralStatus.LAPSED: f"Remissen förföll {day}: jobbtorget fick inte kontakt med personen",
    }[ReferralStatus(referral.status)]
