"""Monday 23 November 2026, 9.30 in Stockholm, at one jobbtorg with one coach."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from demo.factories import UserFactory
from organisation.models import User
from tests.visits import signed_in

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
