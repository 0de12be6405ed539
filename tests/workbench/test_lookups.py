"""A script that opens one person after the other is stopped, and somebody hears of it (promise: at most 75 of 500)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from audit.lookups import MOST_LOOKUPS
from audit.models import AccessEvent, AccessKind
from demo.factories import EnrolmentFactory, UserFactory
from demo.identities import nth_number
from notices.models import Notice
from tests.visits import signed_in

CASES = 500
STOPPED_BY = 75


@pytest.fixture(autouse=True)
def monday_morning() -> None:
    """Not here: the log keeps the database's time."""


def test_a_crawl_of_five_hundred_cases_is_stopped(coach) -> None:
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
