"""What a page offers to do with the facts of a referral or a visit, and where."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from aspirants.models import Enrolment
from organisation.access.permissions import Act, may
from organisation.models import User
from referrals.access import is_sender, may_correct, may_correct_arrival, may_record_decision
from referrals.choices import WAITING, FitForWork, ReferralStatus
from referrals.facts.rows import CAN_WORK, Row
from referrals.models import Referral, WalkIn
from referrals.rules.answering import why_no_answer


def acts_on_referral(user: User, referral: Referral) -> dict[str, Any]:
    """Where its facts and the day it came are put right, and the decision is registered that the person waits for; ""
    where not."""
    waits = referral.is_followed and referral.waits_for_decision
    waits = waits and referral.status in (*WAITING, ReferralStatus.ENROLLED)
    # While the jobbtorg waits for an answer the decision is said by completing.
    decides = waits and referral.status != ReferralStatus.INCOMPLETE and may_record_decision(user, referral)
    return {
        "waits": waits,
        "correct_url": reverse("referral_correct", args=[referral.pk]) if may_correct(user, referral) else "",
        "arrival_url": reverse("referral_arrival", args=[referral.pk]) if may_correct_arrival(user, referral) else "",
        "decision_url": reverse("referral_decision", args=[referral.pk]) if decides else "",
    }


def rows_with_answer(
    rows: list[Row], stated: Referral | WalkIn, *, answer_url: str, correct_url: str
) -> list[tuple[Any, ...]]:
    """The stated rows; where it is to be investigated if the person can work, that row leads to where it is said.

    To *Registrera svaret* while the promise waits for it (`answer_url`), else to where the facts are put right.
    """
    url, label = (answer_url, "Registrera svaret") if answer_url else (correct_url, "Rätta uppgifterna")
    if stated.fit_for_work != FitForWork.TO_INVESTIGATE or not url:
        return list(rows)
    return [(*row, url, label) if row[0] == CAN_WORK else row for row in rows]


def answer_of_referral(user: User, referral: Referral, *, awaited: bool) -> str:
    """Where it is registered whether the person can work, for who may; "" where the promise does not wait for it.

    One statement, where the promise waits.
    """
    if not awaited or why_no_answer(user, referral.clock, referral):
        return ""
    if is_sender(user):
        return reverse("referral_fitness", args=[referral.pk])
    return reverse("clock_fitness", args=[referral.clock_id])


def acts_on_visit(user: User, enrolment: Enrolment, walk_in: WalkIn) -> dict[str, Any]:
    """The same for somebody who came without a referral, while the case is open and read by those who work in it."""
    if not enrolment.is_open or enrolment.read_through is not None or not may(user, Act.WORK_IN_CASE):
        return {"waits": walk_in.waits_for_decision and enrolment.is_open}
    return {
        "waits": walk_in.waits_for_decision,
        "correct_url": reverse("visit_correct", args=[enrolment.pk]),
        "arrival_url": reverse("visit_arrival", args=[enrolment.pk]),
        "decision_url": reverse("visit_decision", args=[enrolment.pk]) if walk_in.waits_for_decision else "",
    }
