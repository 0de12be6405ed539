"""The first assessment talk: its own time, and an indicator beside the plan's clock (R-4-43)."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from aspirants.models import Enrolment
from deadlines.models import Breach, ClockKind, ClockStatus, DeadlineClock, Fulfilment, PolicyUse
from demo.factories import DeadlinePolicyFactory, EnrolmentFactory, GroupInformationBookingFactory
from meetings.choices import Channel, MeetingKind, MeetingStatus
from meetings.models import Meeting
from meetings.operations import log_meeting
from meetings.operations.correcting import correct_meeting
from meetings.shown import shown_meeting
from notices.models import Notice
from organisation.models import User
from oversight.indicators import Indicator, indicators
from oversight.watched import Watch
from tests.aspirants.staff import Desk, at, text
from tests.deadlines.clocks import sweep_on
from tests.deadlines.test_clocks_of_a_case import give
from tests.oversight.test_indicators import said_on

TALK = at("2026-11-26", "13:00")


@pytest.fixture
def clock(now: time_machine.Traveller, coach: User) -> DeadlineClock:
    """Received on Monday 23 November 2026: last day Monday 30 November, as the plan's."""
    DeadlinePolicyFactory()
    DeadlinePolicyFactory(kind=ClockKind.ASSESSMENT, use=PolicyUse.INDICATOR)
    enrolment = EnrolmentFactory(coach=coach, enrolled_on=date(2026, 11, 23))
    clocks = give(enrolment)
    assert {str(one.due_on) for one in clocks.values()} == {"2026-11-30"}
    return clocks["ASSESSMENT"]


def log(coach: User, case: Enrolment, starts_at: Any = TALK, **facts: Any) -> Meeting:
    given = {"status": MeetingStatus.PRESENT, "kind": MeetingKind.COACH, **facts}
    return log_meeting(actor=coach, enrolment=case, starts_at=starts_at, submission_id=uuid.uuid4(), **given)


@pytest.mark.parametrize("channel", Channel)
def test_the_first_talk_keeps_it_at_its_own_time(
    now: time_machine.Traveller, coach: User, clock: DeadlineClock, channel: Channel
) -> None:
    now.move_to(at("2026-11-27"))
    log(coach, clock.enrolment, channel=channel)
    log(coach, clock.enrolment, at("2026-11-27", "08:30"), channel=channel)
    clock.refresh_from_db()
    assert (clock.status, clock.fulfilled_at, clock.fulfilment) == (ClockStatus.MET, TALK, Fulfilment.TALK)
    plan = clock.enrolment.clocks.get(policy__kind=ClockKind.PLAN_GUARANTEE)
    assert (plan.status, plan.fulfilled_at) == (ClockStatus.RUNNING, None)


@pytest.mark.parametrize(
    ("held_on", "expected"), [("2026-11-30", ClockStatus.MET), ("2026-12-01", ClockStatus.BREACHED)]
)
def test_the_last_day_is_the_fifth_working_day(
    now: time_machine.Traveller, coach: User, clock: DeadlineClock, held_on: str, expected: str
) -> None:
    now.move_to(at(held_on, "15:00"))
    log(coach, clock.enrolment, at(held_on, "14:00"))
    clock.refresh_from_db()
    assert (clock.status, clock.fulfilled_at) == (expected, at(held_on, "14:00"))
    assert str(clock.due_on) == "2026-11-30"


@pytest.mark.parametrize(
    "facts",
    [
        {"status": MeetingStatus.ABSENT_INVALID},
        {"status": MeetingStatus.CANCELLED_BY_UNIT},
        {"kind": MeetingKind.NETWORK},
        {"kind": MeetingKind.EMPLOYER},
    ],
)
def test_what_is_no_talk_with_the_person_keeps_nothing_and_nobody_is_warned(
    now: time_machine.Traveller, coach: User, clock: DeadlineClock, facts: dict[str, Any]
) -> None:
    now.move_to(at("2026-11-26", "15:00"))
    GroupInformationBookingFactory(enrolment=clock.enrolment)
    log(coach, clock.enrolment, **facts)
    DeadlineClock.objects.exclude(pk=clock.pk).delete()
    sweep_on(now, "2026-12-01")
    clock.refresh_from_db()
    assert (clock.status, clock.fulfilled_at) == (ClockStatus.BREACHED, None)
    assert Breach.objects.get().clock == clock
    assert not Notice.objects.exists()


def test_a_talk_that_is_corrected_to_a_missed_one_was_none(
    now: time_machine.Traveller, coach: User, clock: DeadlineClock
) -> None:
    now.move_to(at("2026-11-26", "15:00"))
    meeting = log(coach, clock.enrolment)
    correct_meeting(
        actor=coach,
        meeting=meeting,
        seen_meeting=shown_meeting(meeting),
        status=MeetingStatus.CANCELLED_BY_UNIT,
        kind=MeetingKind.COACH,
        channel=Channel.VISIT,
        starts_at=TALK,
    )
    clock.refresh_from_db()
    assert (clock.status, clock.fulfilled_at, clock.fulfilment) == (ClockStatus.RUNNING, None, "")


def test_it_stands_beside_the_plan_on_the_case_and_is_counted_on_frister(
    now: time_machine.Traveller, coach: User, manager: User, as_coach: Desk, as_manager: Desk, clock: DeadlineClock
) -> None:
    address = reverse("case", args=[clock.enrolment_id])
    page = text(as_coach.get(address))
    assert "Första bedömningssamtalet" in page
    other = give(EnrolmentFactory(coach=coach, enrolled_on=date(2026, 11, 23)))["ASSESSMENT"]
    now.move_to(at("2026-11-26", "15:00"))
    log(coach, clock.enrolment)
    sweep_on(now, "2026-12-01")
    other.refresh_from_db()
    assert other.status == ClockStatus.BREACHED
    assert indicators(Watch.of(manager, at("2026-12-01"))) == [Indicator(ClockKind.ASSESSMENT, 1, 2)]
    assert said_on(as_manager) == ["Första bedömningssamtalet i tid: 1 av 2 de senaste 30 dagarna (50 %)."]
