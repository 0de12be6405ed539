"""What a page pays before its own statements: who asks, the log, and the frame. The same few for everybody."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aspirants.models import Enrolment, Person
from demo.factories import DeadlineClockFactory, EnrolmentFactory, NoticeFactory, ReferralFactory, UserFactory
from organisation.models import User
from tests.visits import signed_in
from workbench.frame.badges import ANSWERABLE, badges_of

pytestmark = pytest.mark.django_db

OF_THE_FRAME = 6
SIGNALS = ("SAVEPOINT", "RELEASE")


def _statements(client: Client, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in captured if not query["sql"].startswith(SIGNALS)]


@pytest.mark.parametrize("role", ["coach", "manager", "caseworker", "admin"])
def test_a_page_without_statements_of_its_own_makes_few(role: str) -> None:
    """The help page shows the frame and nothing else."""
    client = signed_in(UserFactory(**{role: True}))
    client.get("/hjalp")
    statements = _statements(client, "/hjalp")
    # Inside a test's transaction, who acted before is given back, which a request's own transaction needs not.
    statements.remove(next(text for text in reversed(statements) if "jobbtorg_act_for" in text))
    assert len(statements) <= OF_THE_FRAME, statements


@pytest.fixture
def coach() -> User:
    return UserFactory(coach=True)


def _make_work(coach: User, times: int) -> None:
    for _ in range(times):
        case: Enrolment = EnrolmentFactory(coach=coach)
        DeadlineClockFactory(enrolment=case, breached=True)
        ReferralFactory(jobbtorg=coach.jobbtorg)
        NoticeFactory(recipient=coach)


NOT_ASKED = {"import_questions": 0, ANSWERABLE: 0}
"""A coach is asked nothing about lists."""


def test_what_waits_is_counted_in_one_statement(coach: User) -> None:
    assert badges_of(coach) == {"referral_inbox": 0, "deadlines": 0, "notices": 0, "unsaved_drop": 0} | NOT_ASKED
    _make_work(coach, 2)
    EnrolmentFactory()
    with CaptureQueriesContext(connection) as captured:
        found = badges_of(User.objects.get(pk=coach.pk))
    assert found == {"referral_inbox": 2, "deadlines": 2, "notices": 2, "unsaved_drop": 0} | NOT_ASKED
    assert len(captured) == 2
    Person.objects.filter(clocks__isnull=False).update(protection="SEKRETESSMARKERING")
    assert badges_of(coach) == {"referral_inbox": 0, "deadlines": 0, "notices": 2, "unsaved_drop": 0} | NOT_ASKED


def test_the_unit_comes_along(coach: User) -> None:
    again = User.objects.get(pk=coach.pk)
    badges_of(again)
    with CaptureQueriesContext(connection) as captured:
        assert again.unit_name == str(coach.jobbtorg)
    assert len(captured) == 0
