"""A case with a coach, its referral, and the caseworker who sent the person."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from aspirants.models import Enrolment
from demo.factories import EnrolmentFactory, ReferralFactory, UserFactory
from organisation.models import User
from tests.aspirants.staff import MONDAY_MORNING


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with time_machine.travel(MONDAY_MORNING, tick=False):
        yield


@pytest.fixture
def coach(db: None) -> User:
    return UserFactory(coach=True)


@pytest.fixture
def sender(db: None) -> User:
    return UserFactory(caseworker=True)


@pytest.fixture
def case(coach: User, sender: User) -> Enrolment:
    case = EnrolmentFactory(coach=coach, income_support_unit=sender.income_support_unit)
    ReferralFactory(
        enrolment=case, enrolled=True, jobbtorg=case.jobbtorg, unit=sender.income_support_unit, sent_by=sender
    )
    return case
