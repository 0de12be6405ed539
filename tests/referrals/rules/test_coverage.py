"""Whom the jobbgaranti covers (R-4-15, deadlines 2.4.2): examples, borders, and rules that change on a day."""

from __future__ import annotations

import datetime
from itertools import product

import pytest
from django.test import Client
from django.urls import reverse

from demo.factories import CoverageRuleFactory
from organisation.models import Jobbtorg
from referrals.facts.stated import Facts
from referrals.models import BenefitKind, BenefitReason, CoverageRule, FitForWork
from referrals.rules.in_force import coverage_on_day_0
from tests.referrals.pages import send, text
from tests.visits import signed_in

DAY_0 = datetime.date(2026, 11, 23)
UNEMPLOYED = "Har ekonomiskt bistånd på grund av arbetslöshet."
REFUGEE = "Är vuxen flykting och kan arbeta helt eller delvis."
NO_BENEFIT = "Har inte ekonomiskt bistånd på grund av arbetslöshet."
NO_REFUGEE = "Är inte en vuxen flykting som kan arbeta."
GRANTED = BenefitKind.FORSORJNINGSSTOD
ETABLERING = BenefitKind.ETABLERINGSERSATTNING


def born(age: int) -> datetime.date:
    """Somebody who had that birthday on day 0."""
    return DAY_0.replace(year=DAY_0.year - age)


def facts(**stated: object) -> Facts:
    """A person of 34 on day 0, without anything else unless it is stated."""
    others = {
        "benefit_kind": BenefitKind.NONE,
        "benefit_reason": BenefitReason.OTHER,
        "fit_for_work": FitForWork.YES,
        "is_refugee": False,
    }
    return Facts(**{"on": DAY_0, "birth_date": born(34), **others, **stated})


class TestTheExamples:
    def test_a_minor_who_is_to_be_investigated_is_not_covered(self) -> None:
        """16, TG4, no benefit, to be investigated: being a minor decides, whatever the answer will be."""
        found = coverage_on_day_0(
            facts(birth_date=born(16), target_group="TG4", is_refugee=True, fit_for_work=FitForWork.TO_INVESTIGATE)
        )
        assert (found.covered, found.awaited, found.condition) == (False, False, "B")
        assert found.reason.endswith("kan arbeta: är under 18 år, det är inte utrett om personen kan arbeta.")

    def test_other_benefit_than_ekonomiskt_bistand_is_not_covered(self) -> None:
        """Etableringsersättning, unemployment, not fit."""
        found = coverage_on_day_0(
            facts(
                benefit_kind=ETABLERING,
                benefit_reason=BenefitReason.ARBETSBRIST,
                is_refugee=True,
                fit_for_work=FitForWork.NO,
            )
        )
        assert not found.covered
        assert "har inte försörjningsstöd" in found.reason
        assert "kan inte arbeta" in found.reason

    def test_an_adult_refugee_who_is_fit_is_covered(self) -> None:
        """Etableringsersättning, refugee, 34, fit: covered by (b)."""
        found = coverage_on_day_0(facts(benefit_kind=ETABLERING, is_refugee=True))
        assert (found.covered, found.condition, found.reason) == (True, "B", REFUGEE)
        assert found.rule_from == datetime.date(2008, 1, 1)

    def test_who_has_benefit_for_unemployment_is_covered_fit_or_not(self) -> None:
        """Försörjningsstöd, arbetsbrist, not fit: covered by (a)."""
        found = coverage_on_day_0(
            facts(benefit_kind=GRANTED, benefit_reason=BenefitReason.ARBETSBRIST, fit_for_work=FitForWork.NO)
        )
        assert (found.covered, found.condition, found.reason) == (True, "A", UNEMPLOYED)


@pytest.mark.parametrize(("kind", "reason"), list(product(BenefitKind, BenefitReason)))
def test_only_ekonomiskt_bistand_for_unemployment_covers_who_is_no_refugee(kind: str, reason: str) -> None:
    found = coverage_on_day_0(facts(benefit_kind=kind, benefit_reason=reason))
    assert found.covered == (kind == GRANTED and reason == BenefitReason.ARBETSBRIST)
    assert not found.awaited


@pytest.mark.parametrize(
    ("fit", "covered", "awaited"),
    [
        (FitForWork.YES, True, False),
        (FitForWork.PARTLY, True, False),
        (FitForWork.NO, False, False),
        (FitForWork.TO_INVESTIGATE, False, True),
    ],
)
def test_an_adult_refugee_is_covered_who_can_work(fit: FitForWork, covered: bool, awaited: bool) -> None:
    found = coverage_on_day_0(facts(is_refugee=True, fit_for_work=fit))
    assert (found.covered, found.awaited) == (covered, awaited)
    if awaited:
        assert found.reason == "Avgörs när det är utrett om personen kan arbeta."


def test_the_group_of_refugees_and_relatives_is_wider_than_the_fact() -> None:
    """A relative in TG4 is no refugee, and a refugee in another group is one."""
    assert not coverage_on_day_0(facts(target_group="TG4")).covered
    assert coverage_on_day_0(facts(target_group="TG1", is_refugee=True)).covered


@pytest.mark.parametrize(("days", "covered"), [(0, True), (1, False)])
def test_who_turns_eighteen_on_day_0_is_an_adult(days: int, covered: bool) -> None:
    birthday = born(18) + datetime.timedelta(days=days)
    assert coverage_on_day_0(facts(is_refugee=True, birth_date=birthday)).covered == covered


def test_who_may_be_eighteen_by_the_year_of_birth_waits_for_the_day() -> None:
    by_year = {"is_refugee": True, "birth_date": None}
    assert coverage_on_day_0(facts(**by_year, birth_year=2007)).covered
    awaited = coverage_on_day_0(facts(**by_year, birth_year=2008))
    assert (awaited.awaited, awaited.reason) == (True, "Avgörs när åldern är känd.")
    assert not coverage_on_day_0(facts(**by_year, birth_year=2009)).awaited
    assert coverage_on_day_0(facts(**by_year)).reason == "Avgörs när åldern är känd."


class TestRulesThatChange:
    """Stored rules take the place of those that ship, each for its own days."""

    @pytest.fixture(autouse=True)
    def rules(self, db: None) -> None:
        CoverageRuleFactory(valid_to=datetime.date(2026, 11, 22))
        CoverageRuleFactory(valid_from=datetime.date(2026, 11, 23), benefit_kinds=[GRANTED, ETABLERING])

    @pytest.mark.parametrize(
        ("day", "covered", "rule_from"), [("2026-11-22", False, "2008-01-01"), ("2026-11-23", True, "2026-11-23")]
    )
    def test_the_rule_of_day_0_decides(self, day: str, covered: bool, rule_from: str) -> None:
        stated = {"benefit_kind": ETABLERING, "benefit_reason": BenefitReason.ARBETSBRIST}
        found = coverage_on_day_0(facts(on=datetime.date.fromisoformat(day), **stated))
        assert found.covered == covered
        assert found.rule_from == datetime.date.fromisoformat(rule_from)

    def test_before_the_first_rule_nobody_is_covered(self) -> None:
        found = coverage_on_day_0(facts(on=datetime.date(2007, 12, 31), benefit_kind=GRANTED))
        assert (found.covered, found.condition) == (False, "")

    def test_a_clock_keeps_the_answer_it_was_given(self, sender: Client, jobbtorg: Jobbtorg) -> None:
        """A rule of a later day changes nothing that has begun, also where the referral is read again."""
        referral = send(sender, jobbtorg, benefit_kind=ETABLERING)
        assert referral.clock.covered
        CoverageRule.objects.filter(valid_to=None).update(valid_to=DAY_0)
        CoverageRuleFactory(valid_from=DAY_0 + datetime.timedelta(days=1), benefit_kinds=[GRANTED])
        referral.clock.refresh_from_db()
        assert (referral.clock.covered, referral.clock.covered_rule_from) == (True, DAY_0)


def test_social_difficulties_give_a_grey_date(sender: Client, jobbtorg: Jobbtorg, coach) -> None:
    """G-62: the date is computed and shown, and both sides are told that the guarantee does not apply."""
    referral = send(sender, jobbtorg, benefit_kind="NONE", benefit_reason="SOCIAL")
    assert not referral.clock.covered
    assert referral.clock.due_on == datetime.date(2026, 11, 30)
    page = text(sender.get(reverse("referral_sent", args=[referral.pk])))
    assert "planerar en jobbplan till måndag 30 november 2026, men jobbgarantin gäller inte" in page
    assert NO_BENEFIT in page
    inbox = text(signed_in(coach).get(reverse("referral_inbox")))
    assert "Omfattas inte" in inbox
    assert "Planeras till mån 30 nov 2026" in inbox


def test_the_condition_that_decided_is_stored_and_shown(sender: Client, jobbtorg: Jobbtorg, coach) -> None:
    clock = send(sender, jobbtorg).clock
    assert (clock.covered, clock.covered_by, clock.covered_reason) == (True, "A", UNEMPLOYED)
    assert clock.coverage_in_words == "Omfattas: har ekonomiskt bistånd på grund av arbetslöshet."
    page = text(signed_in(coach).get(reverse("clock_explain", args=[clock.pk])))
    assert clock.coverage_in_words in page
