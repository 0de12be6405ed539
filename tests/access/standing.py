"""One jobbtorg on Monday morning for all tests of a module; what each of them does to it is undone.

A module imports both fixtures. No test beside them may ask for `db`, which closes the connection (tests/rollback.py).
"""

from __future__ import annotations

import copy
from collections.abc import Iterator

import pytest
import time_machine
from pytest_django import DjangoDbBlocker

from deadlines.models import ClockKind
from demo.factories import DeadlinePolicyFactory, EnrolmentFactory, UserFactory
from tests.access.scenes import Place
from tests.aspirants.staff import MONDAY_MORNING
from tests.rollback import undone_afterwards


def build_place() -> Place:
    """A coach, a manager and the coach's open case, with the rules for the plan and its follow-ups."""
    for kind in (ClockKind.PLAN_GUARANTEE, ClockKind.FOLLOW_UP):
        DeadlinePolicyFactory(kind=kind)
    coach = UserFactory(coach=True)
    manager = UserFactory(manager=True, jobbtorg=coach.jobbtorg)
    return Place(coach, manager, EnrolmentFactory(coach=coach))


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Place]:
    """The place as it was made."""
    with django_db_blocker.unblock(), undone_afterwards():
        with time_machine.travel(MONDAY_MORNING, tick=False):
            made = build_place()
        yield made


@pytest.fixture
def place(standing: Place) -> Iterator[Place]:
    """The place for one test, while time stands still."""
    with time_machine.travel(MONDAY_MORNING, tick=False), undone_afterwards():
        yield copy.deepcopy(standing)
