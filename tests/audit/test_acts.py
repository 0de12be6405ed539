"""Writing is logged as such: who registered or changed something, on which page, and about whom. Not what."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from demo.factories import EnrolmentFactory, UserFactory
from organisation.access.written import Written
from organisation.models import User
from tests.house import build_house
from tests.pages import PAGES, READS
from tests.post_forms import submit
from tests.rollback import undone_afterwards
from tests.visits import acts, last_logged, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def coach() -> User:
    return UserFactory(coach=True)


@pytest.fixture
def client(coach: User) -> Client:
    return signed_in(coach)


def test_an_act_says_who_where_and_about_whom(coach: User) -> None:
    enrolment = EnrolmentFactory(jobbtorg=coach.jobbtorg, coach=coach)
    other = UserFactory(coach=True, jobbtorg=coach.jobbtorg)
    manager = UserFactory(manager=True, jobbtorg=coach.jobbtorg)
    client = signed_in(manager)
    before, path = last_logged(), reverse("assign_coach", args=[enrolment.pk])
    client.get(path)
    assert not acts(before), "to look is no act"
    response = submit(client, path, {"coach": other.pk, "reason": "Kollegan tar över."})
    assert response.status_code == 302, response.content.decode()[:500]
    event = acts(before).get()
    assert (event.user, event.view, event.subject) == (manager, "assign_coach", enrolment.case_no)
    assert event.person_id == enrolment.person_id
    assert event.reason == event.sought == ""


def test_what_is_refused_or_only_half_typed_is_no_act(client: Client, coach: User) -> None:
    enrolment = EnrolmentFactory(jobbtorg=coach.jobbtorg, coach=coach)
    before = last_logged()
    assert submit(client, reverse("book_meeting", args=[enrolment.pk]), {"day": "nästa år"}).status_code == 422
    half = {"written": Written(coach.pk, "/hjalp").mark(), "address": "/hjalp", "fields": '{"note": ["Halvskrivet"]}'}
    assert client.post(reverse("unsaved_keep"), half).status_code == 204
    client.post(reverse("case_reveal", args=[enrolment.pk]))
    sender = signed_in(UserFactory(caseworker=True))
    sender.post(reverse("referral_new"), {"draft": str(uuid.uuid4()), "number": "19790417-9814"})
    assert not acts(before)


def test_coming_and_going_have_events_of_their_own() -> None:
    coach = UserFactory(coach=True)
    before = last_logged()
    client = signed_in(coach)
    client.post(reverse("account_logout"))
    assert not acts(before)


def test_a_page_that_only_reads_by_post_leaves_no_act() -> None:
    with undone_afterwards():
        house = build_house()
        readers = [(name, page) for name, page in sorted(PAGES.items()) if page.posts == READS]
        assert len(readers) > 3
        for name, page in readers:
            for user in (user for role, user in house.staff.items() if page.lets_in(role)):
                with undone_afterwards():
                    before = last_logged()
                    signed_in(user).post(house.address(name), page.typed)
                    assert not acts(before), f"{name} only reads"
