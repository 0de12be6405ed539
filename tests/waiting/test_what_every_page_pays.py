"""What a page pays before its own statements: who asks, the log, and the frame. The same few for everybody."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aspirants.models import Enrolment, Person
from core.reading.statements import statement_of
from core.swedish.dates import moment
from demo.factories import DeadlineClockFactory, EnrolmentFactory, NoticeFactory, ReferralFactory, UserFactory
from organisation.models import User
from tests.visits import signed_in
from workbench.frame.badges import ANSWERABLE, badges_of, counting, statement_for

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


KINDS_OF_USERS = [
    *({role: True} for role in ("coach", "manager", "caseworker", "district_coach", "district_manager")),
    *({role: True} for role in ("central_coordinator", "admin", "log_reviewer")),
    *({role: True, "protected_access": True} for role in ("coach", "manager")),
]


@pytest.mark.parametrize("kind", KINDS_OF_USERS, ids=str)
def test_the_statement_kept_for_a_kind_of_users_is_the_one_of_each_of_them(kind: dict[str, bool]) -> None:
    """Word by word what their own querysets make, whoever of the kind and at whatever moment of the day."""
    made = set()
    with time_machine.travel(datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Europe/Stockholm")), tick=False) as clock:
        for hours in (0, 9):
            clock.shift(hours * 3600)
            user = UserFactory(**kind)
            made.add(statement := _statement_of(user))
            with CaptureQueriesContext(connection) as captured:
                badges_of(user)
            keys = {"user": user.pk, "jobbtorg": user.jobbtorg_id, "unit": user.income_support_unit_id}
            own = statement_of(counting(user))
            # Of what is asked for only the moment is left open by the querysets themselves.
            assert (statement % {**keys, "kept_since": "%(kept_since)s"}) == own
            assert len(captured) == 1
    assert len(made) == 1


def _statement_of(user: User) -> str:
    units = {"has_jobbtorg": user.jobbtorg_id is not None, "has_unit": user.income_support_unit_id is not None}
    return statement_for(user.role, user.protected_access, **units, today=timezone.localdate())


def test_the_statement_is_made_once_for_all_users_of_a_kind(coach: User) -> None:
    badges_of(coach)
    before = statement_for.cache_info().misses
    for _ in range(3):
        badges_of(UserFactory(coach=True))
    assert statement_for.cache_info().misses == before


def test_a_new_day_has_a_statement_of_its_own(coach: User) -> None:
    """What is late is asked as of today."""
    case = EnrolmentFactory(coach=coach)
    clock = DeadlineClockFactory(enrolment=case)
    with time_machine.travel(moment(clock.due_on, time(23, 30)), tick=False) as at:
        assert badges_of(coach)["deadlines"] == 0
        at.shift(3600)
        assert badges_of(coach)["deadlines"] == 1
