"""Whom the jobbgaranti covers (R-4-15, G-62): every combination of benefit, reason, group and fitness for work."""

from __future__ import annotations

import datetime
from itertools import product

import pytest
from django.test import Client
from django.urls import reverse

from demo.factories import TargetGroupFactory
from organisation.models import Jobbtorg, TargetGroup
from referrals.facts.coverage import guarantee_coverage
from referrals.models import BenefitKind, BenefitReason, FitForWork
from tests.referrals.pages import send, text
from tests.visits import signed_in

UNEMPLOYED = "Har ersättning på grund av arbetslöshet."
REFUGEE = "Vuxen flykting eller anhörig som kan arbeta."
NOT_COVERED = "Har inte ersättning på grund av arbetslöshet och hör inte till gruppen vuxna flyktingar."

BENEFITS = [BenefitKind.FORSORJNINGSSTOD, BenefitKind.INTRODUKTIONSERSATTNING, BenefitKind.ETABLERINGSERSATTNING]


@pytest.mark.parametrize(("kind", "fit"), list(product(BENEFITS, FitForWork)))
def test_benefit_because_of_unemployment_is_covered(kind: BenefitKind, fit: FitForWork) -> None:
    found = guarantee_coverage(
        benefit_kind=kind, benefit_reason=BenefitReason.ARBETSBRIST, target_group=TargetGroup(), fit_for_work=fit
    )
    assert found == (True, UNEMPLOYED)


@pytest.mark.parametrize(
    ("fit", "covered"),
    [(FitForWork.YES, True), (FitForWork.PARTLY, True), (FitForWork.TO_INVESTIGATE, True), (FitForWork.NO, False)],
)
@pytest.mark.parametrize("reason", [BenefitReason.SOCIAL, BenefitReason.OTHER])
def test_refugees_are_covered_unless_unfit(reason: BenefitReason, fit: FitForWork, covered: bool) -> None:
    found = guarantee_coverage(
        benefit_kind=BenefitKind.NONE,
        benefit_reason=reason,
        target_group=TargetGroup(refugee=True),
        fit_for_work=fit,
    )
    assert found == ((True, REFUGEE) if covered else (False, NOT_COVERED))


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (BenefitKind.NONE, BenefitReason.ARBETSBRIST),
        (BenefitKind.NONE, BenefitReason.SOCIAL),
        (BenefitKind.FORSORJNINGSSTOD, BenefitReason.SOCIAL),
        (BenefitKind.FORSORJNINGSSTOD, BenefitReason.OTHER),
    ],
)
@pytest.mark.parametrize("group", [None, TargetGroup(refugee=False)])
def test_others_are_not_covered(kind: BenefitKind, reason: BenefitReason, group: TargetGroup | None) -> None:
    found = guarantee_coverage(
        benefit_kind=kind, benefit_reason=reason, target_group=group, fit_for_work=FitForWork.YES
    )
    assert found == (False, NOT_COVERED)


def test_social_difficulties_give_a_grey_date(sender: Client, jobbtorg: Jobbtorg, coach) -> None:
    """G-62: the date is computed and shown, and both sides are told that the guarantee does not apply."""
    referral = send(sender, jobbtorg, benefit_kind="NONE", benefit_reason="SOCIAL")
    assert not referral.clock.covered
    assert referral.clock.due_on == datetime.date(2026, 11, 30)
    page = text(sender.get(reverse("referral_sent", args=[referral.pk])))
    assert "planerar en jobbplan till måndag 30 november 2026, men jobbgarantin gäller inte" in page
    assert NOT_COVERED in page
    inbox = text(signed_in(coach).get(reverse("referral_inbox")))
    assert "Omfattas inte" in inbox
    assert "Planeras till mån 30 nov 2026" in inbox


def test_a_refugee_without_benefit_is_covered(sender: Client, jobbtorg: Jobbtorg) -> None:
    group = TargetGroupFactory(refugees=True)
    referral = send(sender, jobbtorg, benefit_kind="NONE", benefit_reason="OTHER", target_group=str(group.pk))
    assert (referral.clock.covered, referral.clock.covered_reason) == (True, REFUGEE)
