"""Monday 23 November 2026, 9.30 in Stockholm, at one jobbtorg with one coach."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jobbtorg.demo.factories import UserFactory
from organisation.models import User

MONDAY_MORNING = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Europe/Stockholm"))


@pytest.fixture(autouse=True)
def monday_morning() -> Iterator[None]:
    with time_machine.travel(MONDAY_MORNING, tick=False):
        yield


@pytest.fixture
def coach(db: None) -> User:
    return UserFactory(coach=True)


@pytest.fixture
def manager(coach: User) -> User:
    return UserFactory(manager=True, jobbtorg=coach.jobbtorg)


@pytest.fixture
def stranger(db: None) -> User:
    """A coach at another jobbtorg."""
    return UserFactory(coach=True)


@pytest.fixture
def as_coach(coach: User) -> Client:
    return signed_in(coach)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def queries_for(client: Client, path: str) -> int:
    """How many queries a page takes: its own, the user's and the navigation's; not those of session and transaction."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    framework = ("SAVEPOINT", "RELEASE", "django_session")
    return sum(not any(word in query["sql"][:60] for word in framework) for query in captured)
