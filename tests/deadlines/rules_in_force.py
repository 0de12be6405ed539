"""The rules in force and a case under them, for the tests of clocks, plans and what is seen of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from aspirants.models import Enrolment
from deadlines.models import ClockKind, DeadlineClock
from demo.factories import DeadlineClockFactory, DeadlinePolicyFactory, EnrolmentFactory, JobPlanVersionFactory
from jobplans.models import JobPlanVersion
from organisation.models import User


@pytest.fixture(autouse=True)
def policies(request: pytest.FixtureRequest) -> None:
    """The jobbgaranti and the three-month follow-up; only where the test has a database."""
    database = next((name for name in ("transactional_db", "db") if name in request.fixturenames), None)
    if database is not None:
        request.getfixturevalue(database)
        for kind in (ClockKind.PLAN_GUARANTEE, ClockKind.FOLLOW_UP):
            DeadlinePolicyFactory(kind=kind)


@pytest.fixture
def received(coach: User, policies: None) -> Callable[..., DeadlineClock]:
    """A case of the coach's whose referral was received (and enrolled) on a day, with its running jobbgaranti."""

    def make(day: str, **facts: Any) -> DeadlineClock:
        enrolment: Enrolment = EnrolmentFactory(coach=coach, enrolled_on=date.fromisoformat(day))
        return DeadlineClockFactory(enrolment=enrolment, started_on=enrolment.enrolled_on, **facts)

    return make


@pytest.fixture
def proposed(case: Enrolment) -> JobPlanVersion:
    return JobPlanVersionFactory(enrolment=case, proposed=True)
