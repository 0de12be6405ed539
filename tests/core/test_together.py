"""Several querysets in one statement give the objects that each of them would give by itself."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models
from pytest_django import DjangoAssertNumQueries

from aspirants.events import CASE
from aspirants.models import Enrolment, Person
from catalogue.models import InsatsType
from core.reading.together import Together, hold
from deadlines.models import ClockPause, DeadlineClock, DeadlinePolicy
from demo.factories import (
    ClockPauseFactory,
    DeadlineClockFactory,
    EnrolmentFactory,
    JobPlanVersionFactory,
    MeetingFactory,
)
from jobplans.models import JobPlanVersion, PlanApproval
from meetings.models import Meeting
from organisation.models import User

pytestmark = pytest.mark.django_db


def querysets(case: Any) -> dict[str, models.QuerySet]:
    """Of a case, or of the one that is asked for."""
    return {
        "clocks": DeadlineClock.objects.filter(enrolment=case).order_by("-due_on"),
        "policies": DeadlinePolicy.objects.filter(clocks__enrolment=case).distinct(),
        "pauses": ClockPause.objects.filter(clock__enrolment=case),
        "meetings": Meeting.objects.filter(enrolment=case).order_by("starts_at"),
        "versions": JobPlanVersion.objects.filter(plan__enrolment=case),
        "approvals": PlanApproval.objects.filter(version__plan__enrolment=case),
        "coach": User.objects.filter(caseload=case).only("first_name", "last_name"),
    }


@pytest.fixture
def case() -> Enrolment:
    case = EnrolmentFactory()
    late = DeadlineClockFactory(enrolment=case, breached=True)
    ClockPauseFactory(clock=late, note="100 % sjuk %s")
    DeadlineClockFactory(enrolment=case, due_in_5=True)
    MeetingFactory.create_batch(3, enrolment=case, present=True, topics=["HEALTH", "PLANNING"])
    JobPlanVersionFactory(enrolment=case, approved=True)
    JobPlanVersionFactory(enrolment=case, withdrawn=True)
    MeetingFactory()
    return case


def facts(row: models.Model) -> dict[str, object]:
    return {name: value for name, value in row.__dict__.items() if name != "_state" and not name.startswith("_")}


def test_each_row_is_what_its_own_queryset_gives(
    case: Enrolment, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    together = Together(**querysets(CASE))
    with django_assert_num_queries(1):
        found = together.read(case=case.pk)
    for name, alone in querysets(case).items():
        assert alone.exists(), name
        assert [facts(row) for row in found[name]] == [facts(row) for row in alone], name


def test_what_belongs_together_is_at_hand(case: Enrolment, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    found = Together(**querysets(CASE)).read(case=case.pk)
    with django_assert_num_queries(0):
        hold("pauses", found["clocks"], found["pauses"])
        assert [clock.policy.get_kind_display() for clock in found["clocks"]]
        assert sorted(len(clock.pauses.all()) for clock in found["clocks"]) == [0, 1]
        assert {version.status: bool(version.answer) for version in found["versions"]} == {
            "APPROVED": True,
            "WITHDRAWN": False,
        }


def test_another_time_it_is_asked_for_something_else(case: Enrolment) -> None:
    """The statement is written once: what is asked for must not be written into it."""
    together = Together(**querysets(CASE))
    other = MeetingFactory().enrolment
    assert len(together.read(case=case.pk)["meetings"]) == 3
    assert [meeting.enrolment_id for meeting in together.read(case=other.pk)["meetings"]] == [other.pk]


def test_what_is_decrypted_on_the_way_is_refused() -> None:
    """JSON would give the stored text."""
    with pytest.raises(TypeError, match="function of its own"):
        Together(people=Person.objects.all()).read()


def test_tables_that_would_be_multiplied_are_refused() -> None:
    """On the case page of a city with a million plan rows this took five seconds."""
    own, planned = models.Q(activities__enrolment=CASE), models.Q(plan_items__version__plan__enrolment=CASE)
    assert Together(types=InsatsType.objects.filter(own).distinct()).read(case=1) == {"types": []}
    with pytest.raises(TypeError, match="is joined whole"):
        Together(types=InsatsType.objects.filter(own | planned).distinct()).read(case=1)
