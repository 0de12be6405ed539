"""The aspirant has moved to another stadsdel, which is another authority (FC-06)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from aspirants.events.reading import events_of
from aspirants.models import (
    Closure,
    Disclosure,
    DisclosureBasis,
    DisclosureContent,
    Enrolment,
    Person,
    SupportUnitChange,
)
from casework.operations import change_support_unit, close_case
from casework.shown import shown_case
from casework.transfers.shown import shown_support_unit
from core.refusals import OperationRefused
from deadlines.models import Breach, ClockKind, ClockStatus, DeadlineClock
from demo.factories import (
    ClosureReasonFactory,
    DeadlinePolicyFactory,
    IncomeSupportUnitFactory,
    JobPlanVersionFactory,
    ReferralFactory,
    UserFactory,
)
from jobplans.models import JobPlanVersion, PlanCommunication
from jobplans.operations import communicate_plan
from jobplans.shown import shown_recipient
from organisation.models import IncomeSupportUnit, User
from referrals.models import Referral
from referrals.sender.told import told_cases, told_closing, told_of, told_plan
from tests.roles import at_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def sender(now: Any) -> User:
    return UserFactory(caseworker=True)


@pytest.fixture
def moved_to(now: Any) -> User:
    """A caseworker of another stadsdel."""
    return UserFactory(caseworker=True)


@pytest.fixture
def referred(case: Enrolment, sender: User) -> Enrolment:
    """The case as the sender's unit referred it, with an approved plan that was sent there."""
    Enrolment.objects.filter(pk=case.pk).update(income_support_unit=sender.income_support_unit)
    case.refresh_from_db()
    ReferralFactory(
        enrolment=case, enrolled=True, jobbtorg=case.jobbtorg, unit=sender.income_support_unit, sent_by=sender
    )
    JobPlanVersionFactory(enrolment=case, approved=True, communicated=True)
    return case


def changed(actor: User, case: Enrolment, unit: IncomeSupportUnit, **facts: Any) -> SupportUnitChange:
    given = {"changed_on": timezone.localdate(), "reason": "Har flyttat till Farsta", **facts}
    with at_desk(actor):
        return change_support_unit(actor=actor, enrolment=case, seen_unit=shown_support_unit(case), unit=unit, **given)


def plan_sent(coach: User, case: Enrolment, basis: DisclosureBasis = DisclosureBasis.OSL_26_9) -> PlanCommunication:
    with at_desk(coach):
        version = JobPlanVersion.objects.approved().get(plan__enrolment=case)
        return communicate_plan(actor=coach, version=version, seen_version=shown_recipient(version), basis=basis)


def seen_by(user: User) -> dict[str, int]:
    """How many rows of each kind the database shows."""
    kinds = (
        *(Referral, Enrolment, DeadlineClock, Breach, Disclosure, Closure, JobPlanVersion, PlanCommunication),
        SupportUnitChange,
    )
    with at_desk(user):
        return {kind.__name__: kind._default_manager.count() for kind in kinds}


def test_the_new_unit_sees_nothing_of_before(referred: Enrolment, coach: User, moved_to: User) -> None:
    changed(coach, referred, moved_to.income_support_unit)
    assert set(seen_by(moved_to).values()) == {0}
    with at_desk(moved_to):
        assert Person.objects.count() == 0
        assert told_cases(moved_to, of=told_of(moved_to)) == []


def test_the_old_unit_keeps_its_referral_and_what_it_was_told(referred: Enrolment, coach: User, sender: User) -> None:
    before = seen_by(sender)
    assert (before["Enrolment"], before["DeadlineClock"]) == (1, 1)
    changed(coach, referred, IncomeSupportUnitFactory())
    after = seen_by(sender)
    kept = ("Referral", "Disclosure", "JobPlanVersion", "PlanCommunication")
    assert {name: after[name] for name in kept} == dict.fromkeys(kept, 1)
    assert (after["Enrolment"], after["DeadlineClock"], after["SupportUnitChange"]) == (0, 0, 0)
    with at_desk(sender):
        [told] = told_cases(sender, of=told_of(sender))
        assert (told.case_no, told.name) == (referred.case_no, referred.person.name)


def test_the_plan_is_communicated_anew_with_its_own_basis(
    referred: Enrolment, coach: User, sender: User, moved_to: User
) -> None:
    waiting = JobPlanVersion.objects.visible_to(coach).not_communicated()
    assert not waiting.exists()
    changed(coach, referred, moved_to.income_support_unit)
    assert waiting.count() == 1
    sent = plan_sent(coach, referred)
    assert not waiting.exists()
    assert (sent.unit, sent.disclosure.basis) == (moved_to.income_support_unit, DisclosureBasis.OSL_26_9)
    seen = seen_by(moved_to)
    assert (seen["Disclosure"], seen["JobPlanVersion"], seen["PlanCommunication"]) == (1, 1, 1)
    assert (seen["Referral"], seen["Enrolment"], seen["DeadlineClock"]) == (0, 0, 0)
    with at_desk(moved_to):
        [told] = told_cases(moved_to, of=told_of(moved_to))
        assert (told.case_no, told.name, told.told[0].what) == (referred.case_no, referred.person.name, "Jobbplan")
        plan = told_plan(moved_to, told)
        assert plan is not None
        assert plan.version == sent.version
    assert seen_by(sender)["PlanCommunication"] == 1, "the one it was sent itself"
    with at_desk(sender):
        assert PlanCommunication.objects.get().unit == sender.income_support_unit


def test_a_closing_is_told_to_the_present_unit_alone(
    referred: Enrolment, coach: User, sender: User, moved_to: User
) -> None:
    changed(coach, referred, moved_to.income_support_unit)
    referred.refresh_from_db()
    with at_desk(coach):
        close_case(
            actor=coach,
            enrolment=referred,
            seen_case=shown_case(referred),
            closed_on=timezone.localdate(),
            reason=ClosureReasonFactory(illness=True),
            basis=DisclosureBasis.OSL_26_1,
        )
    assert (seen_by(sender)["Closure"], seen_by(moved_to)["Closure"]) == (0, 1)
    with at_desk(moved_to):
        [told] = told_cases(moved_to, of=told_of(moved_to))
        assert told_closing(told).startswith("Avslutat ")
        assert told_closing(told).endswith(": annan orsak")
    assert Disclosure.objects.get(content=DisclosureContent.CLOSURE).recipient == moved_to.income_support_unit


def test_of_a_protected_person_the_new_unit_is_shown_nothing(
    referred: Enrolment, coach: User, sender: User, moved_to: User
) -> None:
    changed(coach, referred, moved_to.income_support_unit)
    plan_sent(coach, referred)
    Person.objects.filter(pk=referred.person_id).update(protection="SEKRETESSMARKERING")
    assert set(seen_by(moved_to).values()) == {0}
    with at_desk(moved_to):
        assert told_cases(moved_to, of=told_of(moved_to)) == []
    with at_desk(sender):
        assert [told.name for told in told_cases(sender, of=told_of(sender))] == ["Skyddade personuppgifter"]


def test_back_at_the_first_unit_it_follows_the_case_again(referred: Enrolment, coach: User, sender: User) -> None:
    changed(coach, referred, IncomeSupportUnitFactory())
    referred.refresh_from_db()
    changed(coach, referred, sender.income_support_unit)
    assert (seen_by(sender)["Enrolment"], seen_by(sender)["DeadlineClock"]) == (1, 1)
    assert not JobPlanVersion.objects.visible_to(coach).not_communicated().exists()


def test_the_clock_of_the_communication(referred: Enrolment, coach: User, moved_to: User) -> None:
    """It begins on the day of the change where the plan had been sent, and goes on as it is where it had not."""
    DeadlinePolicyFactory(kind=ClockKind.PLAN_COMMUNICATION)
    clocks = referred.clocks.of_kind(ClockKind.PLAN_COMMUNICATION)
    assert not clocks.exists()
    changed(coach, referred, moved_to.income_support_unit)
    clock = clocks.get()
    assert (clock.started_on, clock.status) == (timezone.localdate(), ClockStatus.RUNNING)
    referred.refresh_from_db()
    third = IncomeSupportUnitFactory()
    changed(coach, referred, third)
    assert clocks.get() == clock
    plan_sent(coach, Enrolment.objects.get(pk=referred.pk))
    assert clocks.get().status == ClockStatus.MET


def test_historik_says_it(referred: Enrolment, coach: User, sender: User, moved_to: User) -> None:
    changed(coach, referred, moved_to.income_support_unit)
    [event] = [one for one in events_of(referred).events if "Ny enhet" in one.title]
    # The name says already what kind of unit it is.
    assert event.title == f"Ny enhet för ärendet: {moved_to.income_support_unit.name}"
    assert event.text == f"Tidigare {sender.income_support_unit.name}\nHar flyttat till Farsta"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"changed_on": date(2026, 11, 24)}, "changed_on"),
        ({"changed_on": date(2026, 1, 1)}, "changed_on"),
        ({"same": True}, "unit"),
        ({"gone": True}, "unit"),
    ],
)
def test_what_is_refused(referred: Enrolment, coach: User, facts: dict[str, Any], field: str) -> None:
    unit = IncomeSupportUnitFactory()
    if facts.pop("same", False):
        unit = referred.income_support_unit
    if facts.pop("gone", False):
        unit = IncomeSupportUnitFactory(valid_to=timezone.localdate() - timedelta(days=1))
    with pytest.raises(OperationRefused) as refused:
        changed(coach, referred, unit, **facts)
    assert refused.value.field == field
    assert not SupportUnitChange.objects.exists()


def test_only_those_who_work_in_the_case_may(referred: Enrolment, stranger: User) -> None:
    with pytest.raises(OperationRefused), at_desk(stranger):
        change_support_unit(
            actor=stranger,
            enrolment=referred,
            seen_unit=shown_support_unit(referred),
            unit=IncomeSupportUnitFactory.build(),
            changed_on=timezone.localdate(),
            reason="Har flyttat",
        )
