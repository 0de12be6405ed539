"""Setting, changing and lifting protection: who may, what follows at once, and what is never stored."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from aspirants.finding import find_person
from aspirants.identity import parse_identity
from aspirants.models import CoachAssignment, Person, Protection
from aspirants.operations import register_person
from aspirants.shown import shown_protection
from casework.operations import change_protection
from core.history.tracking import changes_of
from core.refusals import OperationRefused
from deadlines.models import ClockStatus
from demo.factories import (
    DeadlineClockFactory,
    EnrolmentFactory,
    GroupInformationBookingFactory,
    MeetingFactory,
    PersonFactory,
    UserFactory,
)
from demo.identities import nth_number
from meetings.choices import BookingStatus, Wish
from meetings.models import BookingChange
from meetings.operations.clocks import settle_events
from notices.models import Notice
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB
from organisation.models import Role
from tests.aspirants.staff import at, errors, said, signed_in, text
from tests.openings import give_reason
from tests.roles import as_role

GRADES = [grade for grade in Protection if grade != Protection.NONE]
WHY = "Skyddet har upphört enligt Skatteverket"


@pytest.fixture
def appointed(coach):
    return UserFactory(manager=True, protected=True, jobbtorg=coach.jobbtorg)


def page(case) -> str:
    return reverse("case_protection", args=[case.pk])


@pytest.mark.parametrize("grade", GRADES)
def test_a_manager_sets_protection_and_it_holds_at_once(manager, as_manager, coach, as_coach, case, grade):
    MeetingFactory(enrolment=case)
    Person.objects.filter(pk=case.person_id).update(first_name="Blåsippa", last_name="Hemlig")
    case.person.refresh_from_db()
    path = reverse("case", args=[case.pk])
    assert as_coach.get(path).status_code == 200
    told = said(as_manager, as_manager.submit(page(case), {"protection": grade}))
    assert "Skyddet gäller nu" in told
    assert case.person.name not in told
    assert "Skyddade personuppgifter" in told
    for client in (as_manager, as_coach):
        assert client.get(path).status_code == 404
        assert client.post("/sok", {"q": case.person.name}).context["result"].count == 0
        assert case.person.first_name not in client.get("/aspiranter").text
    assert case.person.last_name not in as_coach.get("/").text
    case.person.refresh_from_db()
    assert case.person.protection == grade


def test_the_coach_who_may_not_open_the_person_leaves_and_the_managers_hear_the_number(
    manager, as_manager, coach, case
):
    as_manager.submit(page(case), {"protection": Protection.SEKRETESSMARKERING})
    case.refresh_from_db()
    assert case.coach is None
    assert not CoachAssignment.objects.filter(enrolment=case, ended_at=None).exists()
    notice = Notice.objects.get(recipient=manager)
    assert case.case_no in notice.text
    assert case.person.last_name not in notice.text
    assert "coach som får öppna skyddade personer" in notice.text


def test_an_appointed_coach_stays(manager, as_manager):
    coach = UserFactory(coach=True, protected=True, jobbtorg=manager.jobbtorg)
    case = EnrolmentFactory(coach=coach)
    as_manager.submit(page(case), {"protection": Protection.SEKRETESSMARKERING})
    case.refresh_from_db()
    assert case.coach == coach
    assert not Notice.objects.exists()


def test_coming_group_information_is_cancelled_and_what_was_attended_stays(as_manager, case):
    coming = GroupInformationBookingFactory(enrolment=case)
    held = GroupInformationBookingFactory(enrolment=case, session__past=True, status=BookingStatus.ATTENDED)
    as_manager.submit(page(case), {"protection": Protection.SEKRETESSMARKERING})
    coming.refresh_from_db()
    held.refresh_from_db()
    assert (coming.status, held.status) == (BookingStatus.CANCELLED_BY_UNIT, BookingStatus.ATTENDED)


def test_contact_details_are_removed_where_none_may_be_stored(as_manager, case):
    Person.objects.filter(pk=case.person_id).update(phone="070-174 06 05", email="namn@exempel.se")
    answers = {"protection": Protection.SKYDDAD_FOLKBOKFORING, "agreed_channel": "Vi bokar nästa möte vid varje besök"}
    as_manager.submit(page(case), answers)
    case.person.refresh_from_db()
    assert (case.person.phone, case.person.email) == ("", "")
    assert case.person.agreed_channel == "Vi bokar nästa möte vid varje besök"


@pytest.mark.parametrize("field", ["phone", "email"])
def test_the_database_refuses_contact_details_where_none_may_be_stored(case, field):
    change_protection(
        actor=UserFactory(manager=True, jobbtorg=case.jobbtorg),
        person=case.person,
        seen_protection=shown_protection(case.person),
        protection=Protection.SKYDDAD_FOLKBOKFORING,
    )
    with pytest.raises(IntegrityError, match="no_contact_details"), transaction.atomic():
        Person.objects.filter(pk=case.person_id).update(**{field: "070-174 06 05"})


def test_the_page_offers_only_what_skatteverket_forwards(appointed):
    case = EnrolmentFactory(
        jobbtorg=appointed.jobbtorg, without_coach=True, person__protection=Protection.SKYDDAD_FOLKBOKFORING
    )
    Person.objects.filter(pk=case.person_id).update(agreed_channel="Receptionen")
    client = signed_in(appointed)
    give_reason(client, case.person)
    shown = text(client.get(reverse("case", args=[case.pk])))
    assert "Via Skatteverkets förmedlingsuppdrag" in shown
    assert "Receptionen" in shown
    assert "Visa kontaktuppgifter" not in shown


@pytest.mark.parametrize("typed", ["Ring 070-174 06 05", "Brev till 123 45 Farsta", "namn@exempel.se"])
def test_the_agreed_channel_is_no_back_door_for_an_address(as_manager, case, typed):
    answers = {"protection": Protection.SKYDDAD_FOLKBOKFORING, "agreed_channel": typed}
    assert "får inte lagras" in errors(as_manager.submit(page(case), answers))["agreed_channel"][0]


def test_a_coach_who_is_not_appointed_sets_nothing(as_coach, case):
    assert errors(as_coach.submit(page(case), {"protection": Protection.SEKRETESSMARKERING}))
    case.person.refresh_from_db()
    assert not case.person.is_protected


def test_an_appointed_coach_sets_and_does_not_lift(coach, case):
    coach.protected_access = True
    coach.save()
    client = signed_in(coach)
    assert client.submit(page(case), {"protection": Protection.SKYDDAD_FOLKBOKFORING}).status_code == 302
    give_reason(client, case.person)
    for weaker in (Protection.NONE, Protection.SEKRETESSMARKERING):
        assert errors(client.submit(page(case), {"protection": weaker, "reason": WHY}))["protection"]
    assert client.submit(page(case), {"protection": Protection.FINGERADE_UPPGIFTER}).status_code == 302


def test_only_a_manager_who_may_open_the_person_lifts_and_says_why(manager, as_manager, appointed, coach):
    case = EnrolmentFactory(jobbtorg=coach.jobbtorg, without_coach=True, protected=True)
    assert as_manager.post(page(case), {"protection": "NONE", "reason": WHY}).status_code == 404
    client = signed_in(appointed)
    give_reason(client, case.person)
    assert "tio tecken" in errors(client.submit(page(case), {"protection": "NONE"}))["reason"][0]
    assert "tio tecken" in errors(client.submit(page(case), {"protection": "NONE", "reason": "upphört"}))["reason"][0]
    assert "Skyddet är borttaget" in said(client, client.submit(page(case), {"protection": "NONE", "reason": WHY}))
    case.person.refresh_from_db()
    assert not case.person.is_protected


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.MANAGER, Role.COACH}))
def test_nobody_outside_the_jobbtorgs_changes_protection(case, role):
    with pytest.raises(OperationRefused):
        change_protection(
            actor=UserFactory(role=role, **{role.lower(): True}),
            person=case.person,
            seen_protection=shown_protection(case.person),
            protection=Protection.SEKRETESSMARKERING,
        )


def test_an_open_case_at_another_jobbtorg_gets_its_managers_told(case):
    earlier = EnrolmentFactory(person=case.person, studies=True)
    actor = UserFactory(manager=True, jobbtorg=earlier.jobbtorg)
    there = UserFactory(manager=True, jobbtorg=case.jobbtorg)
    with as_role(WEB), acting_for(actor):
        change_protection(
            actor=actor,
            person=case.person,
            seen_protection=shown_protection(case.person),
            protection=Protection.SEKRETESSMARKERING,
        )
    case.person.refresh_from_db()
    assert case.person.is_protected
    assert case.case_no in Notice.objects.get(recipient=there).text


def test_new_data_make_a_new_person_whom_nothing_links_to_the_old_one(db):
    """Fingerade uppgifter: another name and another number, and the service never knows."""
    old = PersonFactory(protection=Protection.FINGERADE_UPPGIFTER)
    number = nth_number(4711)
    new = register_person(
        identity=parse_identity(number, timezone.localdate()),
        first_name=old.first_name,
        last_name=old.last_name,
        birth_date=old.birth_date,
    )
    assert new.pk != old.pk
    assert find_person(parse_identity(old.identity_no, timezone.localdate())) == old
    targets = {field.name for field in Person._meta.get_fields() if field.is_relation and field.related_model is Person}
    # Records are joined by a manager, and a protected person's never (tests/casework/test_joining.py).
    assert targets == {"joined_into", "joined"}
    assert new.joined_into is None


def test_protection_set_again_is_no_weakening(coach):
    coach.protected_access = True
    person = PersonFactory(protected=True)
    change_protection(
        actor=coach, person=person, seen_protection=shown_protection(person), protection=Protection.SEKRETESSMARKERING
    )
    assert person.is_protected
    assert Notice.objects.filter(created_at__gte=timezone.now() - datetime.timedelta(days=1)).count() == 0


def test_the_history_forgets_contact_details_too(as_manager, case):
    """Where they may not be stored they are in no version either; the rest of the history stands."""
    Person.objects.filter(pk=case.person_id).update(phone="070-174 06 05", email="namn@exempel.se")
    versions = changes_of(Person).objects.filter(pgh_obj=case.person_id)
    assert versions.filter(phone="070-174 06 05").exists()
    before = versions.count()
    as_manager.submit(page(case), {"protection": Protection.SKYDDAD_FOLKBOKFORING})
    assert set(versions.values_list("phone", "email")) == {("", "")}
    assert versions.count() == before + 1
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        versions.update(first_name="Någon")


def test_of_other_grades_the_history_keeps_what_was(as_manager, case):
    Person.objects.filter(pk=case.person_id).update(phone="070-174 06 05")
    as_manager.submit(page(case), {"protection": Protection.SEKRETESSMARKERING})
    assert changes_of(Person).objects.filter(pgh_obj=case.person_id, phone="070-174 06 05").exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT jobbtorg_forget_contact(%s)", [case.person_id])
    assert changes_of(Person).objects.filter(pgh_obj=case.person_id, phone="070-174 06 05").exists()


def test_places_that_are_taken_back_say_by_whom_and_are_no_offer(manager, as_manager, case):
    """G-50: the promise to offer a group information is there again, and the coming booking is on record."""
    clock = DeadlineClockFactory(enrolment=case, kind="GROUP_INFO_OFFER")
    place = GroupInformationBookingFactory(enrolment=case, session__starts_at=at("2026-11-26"))
    settle_events(enrolment=case)
    clock.refresh_from_db()
    assert clock.status == ClockStatus.MET
    as_manager.submit(page(case), {"protection": Protection.SEKRETESSMARKERING})
    place.refresh_from_db()
    clock.refresh_from_db()
    assert place.status == BookingStatus.CANCELLED_BY_UNIT
    change = BookingChange.objects.get()
    assert (change.invitation, change.wish, change.changed_by) == (place, Wish.UNIT, manager)
    assert clock.status == ClockStatus.RUNNING
