"""The changes of a case as a coach reads them."""

from __future__ import annotations

import pytest
from django.utils import timezone

from aspirants.models import Enrolment, Person
from demo.factories import EnrolmentFactory, MeetingFactory, UserFactory
from organisation.access.acting import acting_for
from organisation.models import User
from tests.visits import queries_for, signed_in
from workbench.cases.changes import changes_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def coach() -> User:
    return UserFactory(coach=True, first_name="Anna", last_name="Lund")


@pytest.fixture
def case(coach: User) -> Enrolment:
    return EnrolmentFactory(coach=coach)


def page_of(case: Enrolment) -> str:
    return signed_in(case.coach).get(f"/arenden/{case.pk}/historik").content.decode()


def test_a_change_is_told_in_words(case: Enrolment, coach: User) -> None:
    with acting_for(coach):
        Person.objects.filter(pk=case.person_id).update(phone="070-1740699")
        meeting = MeetingFactory(enrolment=case, note="Första")
    with acting_for(coach):
        type(meeting).objects.filter(pk=meeting.pk).update(note="Andra")
    newest, *_ = changes_in(case)
    assert newest.by == "Anna Lund, coach"
    assert newest.title.startswith("Person och")
    assert "Anteckning: Första → Andra" in newest.text.splitlines()
    page = page_of(case)
    assert "→ 070-1740699" in page
    assert "av Anna Lund, coach" in page


def test_an_identity_number_and_protected_contacts_are_not_told(case: Enrolment) -> None:
    person = case.person
    number = person.identity_no
    Person.objects.filter(pk=person.pk).update(phone="070-1740611")
    person.identity_no = ""
    Person.objects.filter(pk=person.pk).update(identity_no=f"{number[:-4]}0000")
    assert number not in page_of(case)
    Person.objects.filter(pk=person.pk).update(protection="SEKRETESSMARKERING")
    case.person.refresh_from_db()
    lines = "\n".join(entry.text for entry in changes_in(case))
    assert "Identitetsnummer: ändrat" in lines
    assert "070-1740611" not in lines
    assert "Telefon: ändrat" in lines


def test_one_doing_is_one_entry(case: Enrolment, coach: User) -> None:
    before = len(changes_in(case))
    with acting_for(coach):
        MeetingFactory.create_batch(3, enrolment=case, starts_at=timezone.now())
    newest, *older = changes_in(case)
    assert len(older) == before
    assert newest.title.startswith("Möte ")
    assert newest.text.count("Typ: ") == 3


def test_another_cases_changes_are_not_told(case: Enrolment) -> None:
    other = MeetingFactory(note="Någon annans anteckning", starts_at=timezone.now())
    assert "Någon annans anteckning" not in page_of(case)
    assert "Någon annans anteckning" in page_of(other.enrolment)


def test_the_number_of_queries_does_not_grow(case: Enrolment) -> None:
    client, url = signed_in(case.coach), f"/arenden/{case.pk}/historik"
    MeetingFactory(enrolment=case)
    few = queries_for(client, url)
    for meeting in MeetingFactory.create_batch(20, enrolment=case):
        type(meeting).objects.filter(pk=meeting.pk).update(note="Ändrad")
    assert queries_for(client, url) == few
