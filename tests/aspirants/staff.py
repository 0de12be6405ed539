"""A jobbtorg with a coach, a manager and a case, on Monday 23 November 2026 at 9.30 in Stockholm.

The fixtures and small aids that the tests of cases, plans, notices and units share.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from aspirants.models import Enrolment
from demo.factories import EnrolmentFactory, UserFactory
from organisation.models import User
from tests.post_forms import submit

STOCKHOLM = ZoneInfo("Europe/Stockholm")
TODAY = date(2026, 11, 23)
MONDAY_MORNING = datetime(2026, 11, 23, 9, 30, tzinfo=STOCKHOLM)


def at(day: str | date, clock_time: str = "10:00") -> datetime:
    """That local time in Stockholm."""
    day = day if isinstance(day, date) else date.fromisoformat(day)
    return datetime.combine(day, time.fromisoformat(clock_time), STOCKHOLM)


@pytest.fixture
def now() -> Iterator[time_machine.Traveller]:
    """Time stands still; `now.move_to(at("2026-12-01"))` goes elsewhere."""
    with time_machine.travel(MONDAY_MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def coach(db: None, now: Any) -> User:
    return UserFactory(coach=True, jobbtorg__name="Jobbtorg Kista")


@pytest.fixture
def manager(coach: User) -> User:
    return UserFactory(manager=True, jobbtorg=coach.jobbtorg)


@pytest.fixture
def stranger(db: None, now: Any) -> User:
    """A coach at another jobbtorg."""
    return UserFactory(coach=True)


@pytest.fixture
def case(coach: User) -> Enrolment:
    """The coach's open case, three weeks old."""
    return EnrolmentFactory(coach=coach)


@pytest.fixture
def as_coach(coach: User) -> Desk:
    return signed_in(coach)


@pytest.fixture
def as_manager(manager: User) -> Desk:
    return signed_in(manager)


class Desk(Client):
    """The browser of someone who signs in again when the session has ended, for tests that travel in time."""

    def __init__(self, user: User) -> None:
        super().__init__()
        self.user = user
        self.signed_in_at: datetime | None = None

    def request(self, **request: Any) -> Any:
        now = timezone.now()
        if self.signed_in_at is None or abs(now - self.signed_in_at) > timedelta(minutes=10):
            self.signed_in_at = now
            self.force_login(self.user)
            request["HTTP_COOKIE"] = "; ".join(f"{key}={morsel.value}" for key, morsel in self.cookies.items())
        return super().request(**request)

    def submit(self, path: str, typed: dict[str, Any] | None = None, *, on: str = "", page: Any = None) -> Any:
        """Send a form with what its page carries unseen (tests/post_forms.py)."""
        return submit(self, path, typed, on=on, page=page)


def signed_in(user: User) -> Desk:
    """A browser in which the user has signed in."""
    desk = Desk(user)
    desk.force_login(user)
    desk.signed_in_at = timezone.now()
    return desk


def text(response: HttpResponse) -> str:
    """The page as it is read: no tags, no extra whitespace."""
    words = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())
    return re.sub(r" ([.,:])", r"\1", words)


def said(client: Client, response: HttpResponse) -> str:
    """What the page says that a redirect leads to, having checked that there is a redirect."""
    assert response.status_code == 302, text(response)
    return text(client.get(response.url))


def errors(response: HttpResponse) -> dict[str, list[str]]:
    """The errors of a form that came back as 422, by field."""
    assert response.status_code == 422, (response.status_code, text(response))
    return {field: list(map(str, found)) for field, found in response.context["form"].errors.items()}


def changed(response: HttpResponse) -> dict[str, tuple[str, str]]:
    """What a 409 page shows as changed: by label what its reader had seen, and what stands now ("" for nothing).

    All rows stand on the page; where it says only what differs, those, and of what is settled none that is gone.
    """
    assert response.status_code == 409, (response.status_code, text(response))
    page = text(response)
    assert "Uppgifterna har ändrats sedan du öppnade sidan" in page
    rows = list(response.context["changed"].rows())
    differing = [row for row in rows if row.differs]
    if response.context.get("only_what_differs"):
        rows = [row for row in differing if row.now or not response.context.get("is_settled")]
    for row in rows:
        assert row.label in page
        assert " ".join(row.then.split()) in page
        assert " ".join(row.now.split()) in page
    return {row.label: (row.then, row.now) for row in differing}
