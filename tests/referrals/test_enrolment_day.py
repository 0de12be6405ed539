"""An enrolment is of the day it happened: a visit's own day, at most five working days back for a coach."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.urls import reverse

from aspirants.models import Enrolment
from core.refusals import OperationRefused
from demo.factories import EnrolmentFactory, ReferralFactory
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB
from organisation.models import Jobbtorg, User
from referrals.models import Referral, ReferralStatus
from referrals.operations import enrol_referral
from tests.referrals.pages import seen, shown_now, text
from tests.referrals.test_facts import visit
from tests.roles import as_role
from tests.visits import signed_in

FIVE_BACK, SIX_BACK = datetime.date(2026, 11, 16), datetime.date(2026, 11, 13)


@pytest.fixture
def referral(jobbtorg: Jobbtorg) -> Referral:
    return ReferralFactory(jobbtorg=jobbtorg, status=ReferralStatus.ACCEPTED, received_on=datetime.date(2026, 11, 9))


def enrol(referral: Referral, actor: User, day: datetime.date | None) -> Enrolment:
    return enrol_referral(
        actor=actor, referral=referral, seen_referral=shown_now(referral), coach=_coach(actor), enrolled_on=day
    )


def _coach(actor: User) -> User | None:
    return actor if actor.role == "COACH" else None


def test_a_coach_goes_five_working_days_back_and_a_manager_further(
    referral: Referral, coach: User, manager: User
) -> None:
    with pytest.raises(OperationRefused, match="högst 5 arbetsdagar tillbaka") as refused:
        enrol(referral, coach, SIX_BACK)
    assert refused.value.field == "enrolled_on"
    case = enrol(referral, manager, SIX_BACK)
    assert (case.enrolled_on, case.stays.get().started_on) == (SIX_BACK, SIX_BACK)


@pytest.mark.parametrize(
    ("day", "said"),
    [(datetime.date(2026, 11, 24), "framtiden"), (datetime.date(2026, 11, 8), "före dagen då remissen")],
)
def test_neither_ahead_nor_before_the_referral(
    referral: Referral, manager: User, day: datetime.date, said: str
) -> None:
    with pytest.raises(OperationRefused, match=said):
        enrol(referral, manager, day)


def test_not_while_an_earlier_case_was_open(referral: Referral, manager: User) -> None:
    EnrolmentFactory(
        person=referral.person,
        jobbtorg=referral.jobbtorg,
        enrolled_on=datetime.date(2026, 1, 2),
        closed=True,
        closed_on=datetime.date(2026, 11, 18),
    )
    with pytest.raises(OperationRefused, match="förra ärende"):
        enrol(referral, manager, datetime.date(2026, 11, 17))
    assert enrol(referral, manager, datetime.date(2026, 11, 18)).is_open


def test_not_while_a_case_elsewhere_in_the_city_was_open(referral: Referral, manager: User) -> None:
    """The one who enrols may not read that case."""
    EnrolmentFactory(
        person=referral.person,
        enrolled_on=datetime.date(2026, 1, 2),
        closed=True,
        closed_on=datetime.date(2026, 11, 18),
    )
    with as_role(WEB), acting_for(manager):
        assert not Enrolment.objects.exists()
        with pytest.raises(OperationRefused, match="förra ärende"):
            enrol(referral, manager, datetime.date(2026, 11, 17))
    browser, address = signed_in(manager), reverse("referral_enrol", args=[referral.pk])
    page = browser.post(address, {"coach": "", **seen(referral), "enrolled_on": "2026-11-17"})
    assert list(page.context["enrol_form"].errors) == ["enrolled_on"]
    browser.post(address, {"coach": "", **seen(referral), "enrolled_on": "2026-11-18"})
    assert Enrolment.objects.get(jobbtorg=referral.jobbtorg).enrolled_on == datetime.date(2026, 11, 18)


def test_the_page_says_it_at_the_field_and_shows_the_day(referral: Referral, coach: User) -> None:
    browser, address = signed_in(coach), reverse("referral_enrol", args=[referral.pk])
    typed: dict[str, Any] = {"coach": coach.pk, **seen(referral)}
    page = browser.post(address, {**typed, "enrolled_on": "2026-11-12"})
    assert page.status_code == 422
    assert list(page.context["enrol_form"].errors) == ["enrolled_on"]
    browser.post(address, {**typed, "enrolled_on": "2026-11-16"})
    case = Enrolment.objects.get()
    assert case.enrolled_on == FIVE_BACK
    assert "Inskriven mån 16 nov, registrerat senare" in text(browser.get(reverse("case", args=[case.pk])))


def test_a_visit_long_ago_asks_a_coach_for_the_day_and_not_a_manager(coach: User, manager: User) -> None:
    page = visit(signed_in(coach), received_on="2026-11-10")
    assert list(page.context["form"].errors) == ["enrolled_on"]
    visit(signed_in(coach), received_on="2026-11-10", enrolled_on="2026-11-20")
    case = Enrolment.objects.get()
    assert (str(case.enrolled_on), str(case.first_visit_on)) == ("2026-11-20", "2026-11-10")
    assert case.clocks.get().started_on == datetime.date(2026, 11, 10)


def test_a_manager_enrols_on_the_day_of_an_old_visit(manager: User) -> None:
    visit(signed_in(manager), received_on="2026-11-10")
    assert str(Enrolment.objects.get().enrolled_on) == "2026-11-10"


def test_a_referral_on_paper_is_not_enrolled_by_registering(manager: User, unit: Any) -> None:
    page = visit(signed_in(manager), "remiss", unit=unit.pk, purpose="Stöd.", enrolled_on="2026-11-20")
    assert list(page.context["form"].errors) == ["enrolled_on"]
