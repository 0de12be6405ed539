"""A death is a fact of the person: what it ends, what it prevents, and how a mistake is taken back (FC-05)."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from aspirants.models import (
    Closure,
    ClosureReason,
    ClosureStatus,
    DisclosureBasis,
    Enrolment,
    EnrolmentStatus,
    Person,
    Protection,
)
from aspirants.models.closures import DECEASED
from aspirants.operations import enrol_person
from aspirants.people.news import waiting_reports
from aspirants.shown import shown_life
from casework.operations import close_case, correct_closing, end_referral_of_dead, register_death, take_back_death
from casework.operations.death import ELSEWHERE
from casework.operations.reopening import reopen_case
from casework.shown import shown_case, shown_closure, standing_closure
from core.history.tracking import changes_of
from core.refusals import OperationRefused
from core.seen import ChangedMeanwhileError
from deadlines.models import ClockStatus, DeadlineClock
from demo.factories import (
    DeadlineClockFactory,
    EnrolmentFactory,
    GroupInformationBookingFactory,
    JobPlanVersionFactory,
    MeetingFactory,
    PersonFactory,
    ReferralFactory,
    UserFactory,
)
from meetings.choices import BookingStatus, MeetingStatus
from notices.models import Notice
from organisation.access.acting import acting_for
from organisation.access.database_roles import STADSDEL, WEB
from organisation.models import User
from referrals.facts.before_sending import CLOSED_FOR_GOOD, require_not_told_of_death
from referrals.models import DeclineReason, ReferralStatus
from referrals.shown import shown_referral
from tests.aspirants.staff import TODAY, Desk, said
from tests.casework.reference_data import as_they_ship
from tests.roles import as_role

BASIS = DisclosureBasis.OSL_26_1
WHY = "Fel person, samma namn i dödsannonsen"


__all__ = ["as_they_ship"]

pytestmark = pytest.mark.usefixtures("as_they_ship", "db")


def die(actor: User, case: Enrolment, on: datetime.date = TODAY, **changes: Any) -> Person:
    case.refresh_from_db()
    return register_death(
        actor=actor, enrolment=case, seen_life=shown_life(case), deceased_on=on, **{"basis": BASIS, **changes}
    )


def take_back(actor: User, case: Enrolment) -> Person:
    case = Enrolment.objects.select_related("person").get(pk=case.pk)
    return take_back_death(actor=actor, enrolment=case, seen_life=shown_life(case), reason=WHY)


def test_a_death_closes_the_case_and_counts_as_neutral_fc_05(coach: User, case: Enrolment) -> None:
    clock = DeadlineClockFactory(enrolment=case)
    person = die(coach, case, TODAY - datetime.timedelta(days=2))
    case.refresh_from_db()
    person.refresh_from_db()
    closure = Closure.objects.get(enrolment=case)
    assert person.deceased_on == TODAY - datetime.timedelta(days=2)
    assert (case.status, case.closed_on) == (EnrolmentStatus.CLOSED, person.deceased_on)
    assert (closure.reason.code, closure.reason.neutral) == (DECEASED, True)
    clock.refresh_from_db()
    assert clock.status == ClockStatus.CANCELLED


def test_nobody_is_called_to_an_appointment_in_ten_minutes_fc_05(coach: User, case: Enrolment) -> None:
    soon = MeetingFactory(enrolment=case, coach=coach, starts_at=timezone.now() + datetime.timedelta(minutes=10))
    session = GroupInformationBookingFactory(enrolment=case)
    die(coach, case)
    soon.refresh_from_db()
    session.refresh_from_db()
    assert (soon.status, session.status) == (MeetingStatus.CANCELLED_BY_UNIT, BookingStatus.CANCELLED_BY_UNIT)


def test_a_death_waits_for_no_draft_and_no_meeting_that_was_not_logged_fc_05(coach: User, case: Enrolment) -> None:
    """What stands in the way of any other closing, and a meeting that was logged after the day of death."""
    JobPlanVersionFactory(plan__enrolment=case)
    MeetingFactory(enrolment=case, coach=coach, starts_at=timezone.now() - datetime.timedelta(hours=1))
    die(coach, case, TODAY - datetime.timedelta(days=5))
    case.refresh_from_db()
    assert case.status == EnrolmentStatus.CLOSED


def test_closing_as_deceased_says_the_same_of_the_person_fc_05(coach: User, case: Enrolment) -> None:
    close_case(
        actor=coach,
        enrolment=case,
        seen_case=shown_case(case),
        closed_on=TODAY,
        reason=ClosureReason.objects.get(code=DECEASED),
        basis=BASIS,
    )
    assert Person.objects.get(pk=case.person_id).deceased_on == TODAY


def test_a_closing_corrected_to_or_from_deceased_takes_the_fact_along_fc_05(
    coach: User, manager: User, case: Enrolment
) -> None:
    die(coach, case)
    other = ClosureReason.objects.get(code=50)
    for reason, deceased_on in ((other, None), (ClosureReason.objects.get(code=DECEASED), TODAY)):
        case.refresh_from_db()
        correct_closing(
            actor=manager,
            enrolment=case,
            seen_closure=shown_closure(case, standing_closure(case)),
            reason=reason,
            correction_reason=WHY,
            text="Beskrivning",
        )
        assert Person.objects.get(pk=case.person_id).deceased_on == deceased_on


def test_the_dead_are_enrolled_nowhere_fc_05(coach: User, case: Enrolment, stranger: User) -> None:
    person = die(coach, case)
    for actor in (coach, stranger):
        assert actor.jobbtorg is not None
        with pytest.raises(OperationRefused, match="avliden"), transaction.atomic():
            enrol_person(actor=actor, person=person, jobbtorg=actor.jobbtorg, enrolled_on=TODAY)
    assert Enrolment.objects.count() == 1


def test_nothing_asks_any_more_fc_05(coach: User, case: Enrolment) -> None:
    """Neither news from a referral nor the lists of the jobbtorg."""
    die(coach, case)
    assert waiting_reports(Person.objects.get(pk=case.person_id), case.jobbtorg_id) == []
    assert not Enrolment.objects.visible_to(coach).open().exists()


@pytest.fixture
def referred(coach: User) -> Any:
    """A referral of somebody who has no case."""
    return ReferralFactory(jobbtorg=coach.jobbtorg)


def test_a_referral_ends_in_neutral_words_and_its_clocks_are_cancelled_fc_05(coach: User, referred: Any) -> None:
    end_referral_of_dead(actor=coach, referral=referred, seen_referral=shown_referral(referred), deceased_on=TODAY)
    referred.refresh_from_db()
    assert (referred.status, referred.decline_reason) == (ReferralStatus.DECLINED, DeclineReason.NOT_CURRENT)
    assert Person.objects.get(pk=referred.person_id).deceased_on == TODAY
    clocks = DeadlineClock.objects.filter(person=referred.person)
    assert clocks.exists()
    assert {clock.status for clock in clocks} == {ClockStatus.CANCELLED}
    [notice] = Notice.objects.filter(recipient=referred.sent_by)
    assert notice.text == f"Remiss {referred.number} har avslutats: inte längre aktuell"
    for telling in ("avliden", "död", "avled"):
        assert telling not in notice.text.lower()


def test_a_waiting_referral_ends_with_the_death_of_somebody_with_a_closed_case_fc_05(coach: User) -> None:
    case = EnrolmentFactory(coach=coach, closed=True)
    referral = ReferralFactory(jobbtorg=coach.jobbtorg, person=case.person)
    die(coach, case)
    referral.refresh_from_db()
    assert (referral.status, referral.decline_reason) == (ReferralStatus.DECLINED, DeclineReason.NOT_CURRENT)


@pytest.mark.parametrize("kind", ["case", "referral"])
@pytest.mark.parametrize("protected", [False, True])
def test_what_is_open_at_another_jobbtorg_is_ended_there_fc_05(
    coach: User, stranger: User, kind: str, protected: bool
) -> None:
    """The same words for a case and a referral, protected or not."""
    case = EnrolmentFactory(coach=coach, closed=True)
    if kind == "case":
        EnrolmentFactory(coach=stranger, person=case.person)
    else:
        ReferralFactory(jobbtorg=stranger.jobbtorg, person=case.person)
    if protected:
        Person.objects.filter(pk=case.person_id).update(protection=Protection.SEKRETESSMARKERING)
    with pytest.raises(OperationRefused) as refused:
        die(coach, case)
    assert refused.value.message == ELSEWHERE
    assert Person.objects.get(pk=case.person_id).deceased_on is None


@pytest.mark.parametrize(
    ("on", "sentence"),
    [(TODAY + datetime.timedelta(days=1), "framtiden"), (datetime.date(1900, 1, 1), "födelse")],
)
def test_a_day_that_cannot_be_is_refused_fc_05(coach: User, case: Enrolment, on: datetime.date, sentence: str) -> None:
    with pytest.raises(OperationRefused, match=sentence):
        die(coach, case, on)
    with pytest.raises(OperationRefused, match="rättslig grund"):
        die(coach, case, basis=None)
    assert Person.objects.get(pk=case.person_id).deceased_on is None


def test_two_register_the_same_death_and_one_is_told_fc_05(coach: User, manager: User, case: Enrolment) -> None:
    case.refresh_from_db()
    seen = shown_life(case)
    die(manager, case)
    with pytest.raises(ChangedMeanwhileError):
        register_death(actor=coach, enrolment=case, seen_life=seen, deceased_on=TODAY, basis=BASIS)
    with pytest.raises(OperationRefused, match="redan registrerad"):
        die(coach, case)


def test_nobody_else_registers_or_takes_back_a_death_fc_05(coach: User, case: Enrolment, stranger: User) -> None:
    for other in (stranger, UserFactory(caseworker=True)):
        with pytest.raises(OperationRefused):
            die(other, case)
    die(coach, case)
    with pytest.raises(OperationRefused, match="enhetschefen"):
        take_back(coach, case)


def test_a_mistake_is_taken_back_and_the_case_goes_on_fc_05(coach: User, manager: User, case: Enrolment) -> None:
    meeting = MeetingFactory(enrolment=case, coach=coach, starts_at=timezone.now() + datetime.timedelta(days=2))
    clock = DeadlineClockFactory(enrolment=case)
    die(coach, case)
    person = take_back(manager, case)
    case.refresh_from_db()
    meeting.refresh_from_db()
    clock.refresh_from_db()
    person.refresh_from_db()
    assert (case.is_open, person.deceased_on) == (True, None)
    assert meeting.status == MeetingStatus.BOOKED
    assert clock.status == ClockStatus.RUNNING
    assert Closure.objects.get(enrolment=case).status == ClosureStatus.CORRECTED
    kept = changes_of(Person).objects.filter(pgh_obj=person, deceased_on=TODAY)
    assert kept.exists(), "the history keeps that it was registered"


def test_opening_the_case_again_takes_the_death_back_too_fc_05(coach: User, manager: User, case: Enrolment) -> None:
    die(coach, case)
    case.refresh_from_db()
    reopen_case(actor=manager, enrolment=case, seen_case=shown_case(case), reason=WHY)
    assert Person.objects.get(pk=case.person_id).deceased_on is None


def test_a_mistake_found_late_is_taken_back_and_the_case_stays_closed_fc_05(
    coach: User, manager: User, case: Enrolment, now: time_machine.Traveller
) -> None:
    die(coach, case)
    now.shift(datetime.timedelta(days=20))
    take_back(manager, case)
    case.refresh_from_db()
    assert not case.is_open
    assert Person.objects.get(pk=case.person_id).deceased_on is None


def test_a_sender_who_was_told_is_refused_in_neutral_words_and_another_is_not_told_fc_05() -> None:
    """What is refused says something. The authority that got the closing knows; to another it would be a disclosure."""
    referral = ReferralFactory(enrolled=True)
    case = referral.enrolment
    coach = UserFactory(coach=True, jobbtorg=case.jobbtorg)
    Enrolment.objects.filter(pk=case.pk).update(income_support_unit=referral.unit)
    die(coach, case)
    person = Person.objects.get(pk=case.person_id)
    other: User = UserFactory(caseworker=True)
    assert other.income_support_unit is not None
    refused = pytest.raises(OperationRefused)
    with refused as told, transaction.atomic(), as_role(STADSDEL), acting_for(referral.sent_by):
        require_not_told_of_death(person, referral.unit)
    assert told.value.message == CLOSED_FOR_GOOD
    assert not {"avliden", "död"} & set(CLOSED_FOR_GOOD.lower().split())
    with transaction.atomic(), as_role(STADSDEL), acting_for(other):
        require_not_told_of_death(person, other.income_support_unit)
    require_not_told_of_death(PersonFactory(), referral.unit)


def test_the_pages_role_does_all_of_it_fc_05(coach: User, manager: User, case: Enrolment) -> None:
    with transaction.atomic(), as_role(WEB), acting_for(coach):
        die(coach, case)
    with transaction.atomic(), as_role(WEB), acting_for(manager):
        take_back(manager, case)
    case.refresh_from_db()
    assert case.is_open


def test_a_death_before_a_day_on_which_the_person_was_met_is_refused(coach: User, case: Enrolment) -> None:
    """Either the day is wrong or the meeting is; both can be put right."""
    met = timezone.now() - datetime.timedelta(days=1)
    MeetingFactory(enrolment=case, coach=coach, starts_at=met, present=True)
    with pytest.raises(OperationRefused, match=r"närvarade på ett möte .* 2026\. Kontrollera dagen") as refused:
        die(coach, case, TODAY - datetime.timedelta(days=2))
    assert refused.value.field == "deceased_on"
    die(coach, case, timezone.localdate(met))


def test_who_registers_a_death_is_told_which_meeting_is_not_logged(coach: User, case: Enrolment) -> None:
    """It is not cancelled: its time has come, and somebody knows how it went."""
    past = timezone.localtime() - datetime.timedelta(hours=1)
    MeetingFactory(enrolment=case, coach=coach, starts_at=past)
    desk, page = Desk(coach), reverse("case_death", args=[case.pk])
    typed = {"deceased_on": str(TODAY - datetime.timedelta(days=5)), "basis": BASIS.value}
    told = said(desk, desk.submit(page, typed))
    assert "Dödsfallet är registrerat. Ärendet är avslutat. Kommande bokningar är inställda." in told
    assert f"{past:%H.%M} har passerat utan att loggas och står kvar som bokat." in told
