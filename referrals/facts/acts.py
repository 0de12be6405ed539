"""What a page offers to do with the facts of a referral or a visit, and where."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from aspirants.models import Enrolment
from organisation.access.permissions import Act, may
from organisation.models import User
from referrals.access import may_correct, may_record_decision
from referrals.choices import WAITING, ReferralStatus
from referrals.models import Referral, WalkIn


def acts_on_referral(user: User, referral: Referral) -> dict[str, Any]:
    """Where its facts are put right, and the decision that the person waits for is registered; "" where not."""
    waits = referral.is_followed and referral.waits_for_decision
    waits = waits and referral.status in (*WAITING, ReferralStatus.ENROLLED)
    decides = waits and may_record_decision(user, referral)
    return {
        "waits": waits,
        "correct_url": reverse("referral_correct", args=[referral.pk]) if may_correct(user, referral) else "",
        "decision_url": reverse("referral_decision", args=[referral.pk]) if decides else "",
    }


def acts_on_visit(user: User, enrolment: Enrolment, walk_in: WalkIn) -> dict[str, Any]:
    """The same for somebody who came without a referral, while the case is open and read by those who work in it."""
    if not enrolment.is_open or enrolment.read_through is not None or not may(user, Act.WORK_IN_CASE):
        return {"waits": walk_in.waits_for_decision and enrolment.is_open}
    return {
        "waits": walk_in.waits_for_decision,
        "correct_url": reverse("visit_correct", args=[enrolment.pk]),
        "decision_url": reverse("visit_decision", args=[enrolment.pk]) if walk_in.waits_for_decision else "",
    }
