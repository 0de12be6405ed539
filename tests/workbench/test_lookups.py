"""A script that opens one person after the other is stopped, and somebody hears of it (promise: at most 75 of 500).

A run of the suite tries a hundred, FULL=1 all the five hundred.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from audit.lookups import MOST_LOOKUPS, WINDOW
from audit.models import AccessEvent, AccessKind, Lookup
from demo.factories import EnrolmentFactory, UserFactory
from demo.identities import nth_number
from notices.models import Notice
from organisation.models import Role, User
from tests.house import House, build_house
from tests.long_walks import FULL
from tests.pages import PAGES, Page
from tests.rollback import undone_afterwards
from tests.same_moment import at_the_same_moment
from tests.visits import signed_in

CASES = 500 if FULL else 100
STOPPED_BY = 75
TOGETHER = 16

STOPPED = "och därför visas inga fler namn just nu, inte heller i listor, sökningar och filer."


@pytest.fixture(autouse=True)
def monday_morning() -> None:
    """Not here: the log keeps the database's time."""


def test_a_crawl_of_hundreds_of_cases_is_stopped(coach) -> None:
    manager = UserFactory(manager=True, jobbtorg=coach.jobbtorg)
    reviewer = UserFactory(log_reviewer=True)
    UserFactory(manager=True)
    cases = EnrolmentFactory.create_batch(CASES, coach=coach)
    client = signed_in(coach)
    answers = [client.get(reverse("case", args=[case.pk])) for case in cases]
    shown = [answer for answer in answers if answer.status_code == 200]
    assert len(shown) == MOST_LOOKUPS <= STOPPED_BY
    assert {answer.status_code for answer in answers} == {200, 429}
    assert "Du har slagit upp många personer på kort tid" in answers[-1].text
    assert cases[-1].person.last_name not in answers[-1].text
    notices = Notice.objects.all()
    assert {notice.recipient for notice in notices} == {manager, reviewer}
    assert len(notices) <= 4  # once an hour each, should the hour turn during the test
    assert AccessEvent.objects.filter(kind=AccessKind.DENIED, subject="Många uppslag").count() == CASES - MOST_LOOKUPS
    # Whom one is working with already stays open.
    assert client.get(reverse("case_meetings", args=[cases[0].pk])).status_code == 200
    assert signed_in(manager).get(reverse("case", args=[cases[-1].pk])).status_code == 200


@pytest.mark.parametrize("role", ["coach", "caseworker"])
def test_numbers_are_not_tried_one_after_the_other(db: None, role: str) -> None:
    client = signed_in(UserFactory(**{role: True}))
    statuses = [client.post("/sok", {"q": nth_number(n)}).status_code for n in range(STOPPED_BY)]
    assert statuses == [200] * MOST_LOOKUPS + [429] * (STOPPED_BY - MOST_LOOKUPS)


def test_nor_in_a_new_referral(db: None) -> None:
    client = signed_in(UserFactory(caseworker=True))
    draft = client.get(reverse("referral_new")).context["draft_id"]
    answers = [
        client.post(reverse("referral_new"), {"draft": draft, "number": nth_number(n)}) for n in range(STOPPED_BY)
    ]
    assert {answer.status_code for answer in answers[MOST_LOOKUPS:]} == {429}


def test_many_pages_about_few_persons_are_ordinary_work(coach) -> None:
    cases = EnrolmentFactory.create_batch(3, coach=coach)
    client = signed_in(coach)
    for _ in range(10):
        for case in cases:
            for page in ("case", "case_meetings", "case_plan"):
                assert client.get(reverse(page, args=[case.pk])).status_code == 200


def answers_to(user: User, requests: list[Callable[[Client], Any]]) -> list[Any]:
    """What many requests of one user's browser are answered, sixteen at the same moment, in any order."""
    cookies = signed_in(user).cookies
    random.shuffle(requests)

    def send(request: Callable[[Client], Any]) -> Any:
        client = Client()
        client.cookies = cookies
        return request(client)

    presses = [partial(send, request) for request in requests]
    return [
        answer
        for first in range(0, len(presses), TOGETHER)
        for answer in at_the_same_moment(*presses[first : first + TOGETHER])
    ]


def opening(path: str) -> Callable[[Client], Any]:
    return lambda client: client.get(path)


def searching(number: str) -> Callable[[Client], Any]:
    return lambda client: client.post("/sok", {"q": number})


@pytest.mark.django_db(transaction=True)
def test_sixteen_requests_at_once_get_no_more_than_one_after_the_other() -> None:
    """Each case is asked for twice and beside them numbers that nobody has: exactly sixty, never one more."""
    coach = UserFactory(coach=True)
    cases = EnrolmentFactory.create_batch(50, coach=coach)
    requests = [opening(reverse("case", args=[case.pk])) for case in cases] * 2
    requests += [searching(nth_number(5_000 + number)) for number in range(40)]
    answers = answers_to(coach, requests)
    assert {answer.status_code for answer in answers} == {200, 429}
    shown = [answer.wsgi_request.path for answer in answers if answer.status_code == 200]
    persons, searches = set(shown) - {"/sok"}, shown.count("/sok")
    assert len(persons) + searches == MOST_LOOKUPS
    assert Lookup.objects.filter(user=coach).count() == MOST_LOOKUPS


@pytest.mark.django_db(transaction=True)
def test_the_same_person_opened_many_times_at_once_counts_once() -> None:
    coach = UserFactory(coach=True)
    path = reverse("case", args=[EnrolmentFactory(coach=coach).pk])
    assert {answer.status_code for answer in answers_to(coach, [opening(path)] * 40)} == {200}
    others = EnrolmentFactory.create_batch(STOPPED_BY, coach=coach)
    answers = [signed_in(coach).get(reverse("case", args=[case.pk])).status_code for case in others]
    assert answers.count(200) == MOST_LOOKUPS - 1


def test_a_search_and_the_person_it_led_to_are_one(coach) -> None:
    case = EnrolmentFactory(coach=coach)
    client = signed_in(coach)
    for _ in range(3):
        assert client.post("/sok", {"q": case.person.identity_no}).url == reverse("case", args=[case.pk])
        assert client.get(reverse("case", args=[case.pk])).status_code == 200
    others = EnrolmentFactory.create_batch(STOPPED_BY, coach=coach)
    answers = [client.get(reverse("case", args=[other.pk])).status_code for other in others]
    assert answers.count(200) == MOST_LOOKUPS - 1


def test_a_page_that_was_not_shown_counts_nobody(coach) -> None:
    """A reason is asked for first, or the case is another jobbtorg's."""
    client = signed_in(coach)
    stranger = EnrolmentFactory(coach=UserFactory(coach=True))
    coach.protected_access = True
    coach.save()
    protected = EnrolmentFactory(coach=coach, person__protected=True)
    assert client.get(reverse("case", args=[stranger.pk])).status_code == 404
    assert client.get(reverse("case", args=[protected.pk])).status_code == 302
    assert not Lookup.objects.exists()


def stop(user: User) -> None:
    """Let the user have looked up as many strangers as there are places, just now."""
    places = range(1, MOST_LOOKUPS + 1)
    Lookup.objects.bulk_create(Lookup(user=user, number=number, person_id=-number) for number in places)


def test_after_ten_minutes_it_goes_on(coach) -> None:
    stop(coach)
    client = signed_in(coach)
    assert client.get("/aspiranter").status_code == 429
    oldest = Lookup.objects.get(number=7)
    Lookup.objects.filter(pk=oldest.pk).update(at=timezone.now() - WINDOW)
    assert client.get("/aspiranter").status_code == 200
    cases = EnrolmentFactory.create_batch(2, coach=coach)
    assert [client.get(reverse("case", args=[case.pk])).status_code for case in cases] == [200, 429]
    assert client.get("/aspiranter").status_code == 429


def test_whoever_is_stopped_finds_the_way_back_to_the_open_cases(coach) -> None:
    cases = EnrolmentFactory.create_batch(MOST_LOOKUPS, coach=coach)
    client = signed_in(coach)
    for case in cases:
        client.get(reverse("case", args=[case.pk]))
    for path in ("/", "/aspiranter", "/frister", f"{reverse('deadlines_file')}?format=xlsx"):
        page = client.get(path)
        assert page.status_code == 429
        assert STOPPED in page.text
        assert cases[-1].person.last_name not in page.text
    assert [case.pk for case in page.context["cases"]] == [case.pk for case in reversed(cases[-10:])]
    assert client.get(reverse("book_meeting", args=[page.context["cases"][0].pk])).status_code == 200


@pytest.fixture(scope="module")
def furnished(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    with django_db_blocker.unblock(), undone_afterwards():
        house = build_house()
        for user in house.staff.values():
            stop(user)
        yield house


def looks_people_up(page: Page, role: Role) -> bool:
    """Not the administrator, who brings in lists and opens nobody."""
    return page.lets_in(role) and role is not Role.ADMIN


def askers(name: str) -> list[Role]:
    """The roles that may open a page and look people up, another one first from page to page."""
    able = [role for role in Role if looks_people_up(PAGES[name], role)]
    first = sorted(PAGES).index(name) % len(able) if able else 0
    return able[first:] + able[:first]


def test_each_role_is_the_first_to_ask_some_page() -> None:
    first = {roles[0] for name in PAGES if (roles := askers(name))}
    assert first == {role for page in PAGES.values() for role in Role if looks_people_up(page, role)}


@pytest.mark.parametrize("name", sorted(PAGES))
def test_nothing_gives_names_to_who_is_stopped(furnished: House, name: str) -> None:
    """Each page by GET and by POST: 0 names and 0 numbers. With FULL=1 by each role that may open it, otherwise by the
    first of them that is refused, or by one where the page shows nobody."""
    page, url = PAGES[name], furnished.address(name)
    statuses: set[int] = set()
    for role in askers(name):
        if statuses and not FULL and (429 in statuses or not page.shows):
            continue
        client = signed_in(furnished.staff[role])
        for method in ("get", "post"):
            with undone_afterwards():
                answer = getattr(client, method)(url, page.typed if method == "post" else {})
                body = answer.content.decode(errors="replace")
                assert [secret for secret in furnished.secrets if secret in body] == [], f"{method} {name} as {role}"
                statuses.add(answer.status_code)
    assert 429 in statuses or not page.shows or page.opens == frozenset({Role.ADMIN})
