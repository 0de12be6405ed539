"""Whom the jobbgaranti covers (R-4-15), and the days that a referral tells."""

from __future__ import annotations

import datetime

from deadlines.models import StartEvent
from organisation.models import TargetGroup
from referrals.models import BenefitKind, BenefitReason, FitForWork, Referral, WalkIn


def guarantee_coverage(
    *, benefit_kind: str, benefit_reason: str, target_group: TargetGroup | None, fit_for_work: str
) -> tuple[bool, str]:
    """Whether the guarantee covers the person, and why, in Swedish.

    Covered: dependent on benefit because of unemployment, or an adult refugee who is not unfit for work.
    """
    if benefit_kind != BenefitKind.NONE and benefit_reason == BenefitReason.ARBETSBRIST:
        return True, "Har ersättning på grund av arbetslöshet."
    if target_group is not None and target_group.refugee and fit_for_work != FitForWork.NO:
        return True, "Vuxen flykting eller anhörig som kan arbeta."
    return False, "Har inte ersättning på grund av arbetslöshet och hör inte till gruppen vuxna flyktingar."


def start_dates_of(referral: Referral) -> dict[StartEvent, datetime.date | None]:
    """The local dates of what a referral tells that clocks may count from."""
    return {StartEvent.BENEFIT_APPLIED: referral.benefit_applied_on, StartEvent.INQUIRY_DONE: referral.inquiry_done_on}


def coverage_of_visit(visit: WalkIn) -> tuple[bool, str]:
    """Whether the guarantee covers somebody who came without a referral, and why."""
    return guarantee_coverage(
        benefit_kind=visit.benefit_kind,
        benefit_reason=visit.benefit_reason,
        target_group=visit.target_group,
        fit_for_work=visit.fit_for_work,
    )


def coverage_of(referral: Referral) -> tuple[bool, str]:
    """Whether the guarantee covers the person by what the referral says, and why."""
    return guarantee_coverage(
        benefit_kind=referral.benefit_kind,
        benefit_reason=referral.benefit_reason,
        target_group=referral.target_group,
        fit_for_work=referral.fit_for_work,
    )
