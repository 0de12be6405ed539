"""Whom the jobbgaranti covers (R-4-15)."""

from __future__ import annotations

from organisation.models import TargetGroup
from referrals.models import BenefitKind, BenefitReason, FitForWork


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
