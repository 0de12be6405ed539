"""What a case's referral said, or what was stated at a visit, and what may be done with it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone

from aspirants.models import Enrolment, Origin
from organisation.access.rules import StaffRequest
from referrals.facts.acts import acts_on_referral, acts_on_visit, answer_of_referral, rows_with_answer
from referrals.facts.rows import ends_soon, stated_rows
from referrals.models import FitForWork, Referral, WalkIn
from referrals.operations.stated.correcting import guarantee_clock


def visit_of(enrolment: Enrolment) -> WalkIn | None:
    """What was stated by somebody who came without a referral; None for a case that came about otherwise."""
    if enrolment.origin != Origin.WALK_IN:
        return None
    visit = WalkIn.objects.filter(enrolment=enrolment).first()
    if visit is not None:
        visit.enrolment = enrolment
    return visit


def stated_facts(request: StaffRequest, enrolment: Enrolment, stated: Referral | WalkIn | None) -> dict[str, Any]:
    """The facts of a case in words, and what may be done with them."""
    if stated is None:
        return {}
    today = timezone.localdate()
    if isinstance(stated, WalkIn):
        acts = acts_on_visit(request.user, enrolment, stated)
        answer_url = _answer_of_visit(enrolment, stated) if acts.get("correct_url") else ""
    else:
        acts = acts_on_referral(request.user, stated)
        answer_url = answer_of_referral(request.user, stated, awaited=stated.clock.coverage_awaited)
    rows = stated_rows(stated, on=today, about=enrolment.person)
    return {
        "rows": rows_with_answer(rows, stated, answer_url=answer_url, correct_url=acts.get("correct_url", "")),
        "ends_soon": ends_soon(stated, today) if enrolment.is_open else "",
        **acts,
    }


def _answer_of_visit(enrolment: Enrolment, visit: WalkIn) -> str:
    if visit.fit_for_work != FitForWork.TO_INVESTIGATE:
        return ""
    clock = guarantee_clock(enrolment=enrolment)
    return reverse("clock_fitness", args=[clock.pk]) if clock is not None and clock.coverage_awaited else ""
