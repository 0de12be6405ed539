"""Several clocks at once: what a referral and an approval start, and what keeps each (G-64, G-65, G-68)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from activities.operations import decide_activity
from aspirants.models import DisclosureBasis
from deadlines.calculation.coverage import COVERED
from deadlines.clocks.lifecycle import recomputed
from deadlines.models import ClockKind, ClockStatus, DeadlineClock, DeadlinePolicy, PolicyUse, StartEvent
from deadlines.operations import start_clocks
from demo.factories import (
    DeadlinePolicyFactory,
    EnrolmentFactory,
    GroupInformationSessionFactory,
    InsatsTypeFactory,
    JobPlanVersionFactory,
)
from jobplans.models import ApprovalMethod, Decision
from jobplans.operations import communicate_plan, record_answer
from jobplans.shown import shown_recipient, shown_version
from meetings.choices import BookingStatus, MeetingStatus
from meetings.operations import book_group_information, book_meeting, log_meeting, record_group_information
from meetings.shown import shown_booking
from tests.aspirants.staff import at
from tests.deadlines.clocks import due, sweep_on


def give(enrolment, received_on="2026-11-23", **happened) -> dict[str, DeadlineClock]:
    """All clocks of a case received on a day, by kind."""
    start_clocks(
        person=enrolment.person,
        jobbtorg=enrolment.jobbtorg,
        received_on=date.fromisoformat(received_on),
        reference=enrolment.case_no,
        happened={StartEvent(event): date.fromisoformat(day) for event, day in happened.items()},
        coverage=COVERED,
        enrolment=enrolment,
    )
    return {clock.kind: clock for clock in enrolment.clocks.select_related("policy")}


@pytest.fixture
def every_policy(now, db) -> None:
    """Every kind has a rule; the last two are switched off, as they ship."""
    applied = {"start_event": StartEvent.BENEFIT_APPLIED}
    DeadlinePolicyFactory(kind=ClockKind.GROUP_INFO_OFFER, use=PolicyUse.INDICATOR)
    DeadlinePolicyFactory(kind=ClockKind.PLAN_COMMUNICATION)
    DeadlinePolicyFactory(kind=ClockKind.JOB_OFFER_5, use=PolicyUse.REPORT_ONLY, **applied)
    DeadlinePolicyFactory(kind=ClockKind.JOB_GOT_5, use=PolicyUse.REPORT_ONLY, **applied)
    off = {"use": PolicyUse.OFF}
    hours = {"start_event": StartEvent.INQUIRY_DONE, "length": 48, "unit": "HOURS", "roll_rule": "FORWARD"}
    DeadlinePolicyFactory(kind=ClockKind.MEETING_48H, **hours, **off)
    DeadlinePolicyFactory(kind=ClockKind.SKILL_ACTIVITY_5, unit="CALENDAR_DAYS", roll_rule="FORWARD", **applied, **off)


@pytest.fixture
def enrolment(coach):
    return EnrolmentFactory(coach=coach, enrolled_on=date(2026, 11, 23))


def switch_on(kind: ClockKind) -> None:
    DeadlinePolicy.objects.filter(kind=kind).update(use=PolicyUse.INDICATOR)


def status_after(now, clock: DeadlineClock, day: str) -> str:
    sweep_on(now, day)
    clock.refresh_from_db()
    return clock.status


def test_a_referral_starts_every_clock_that_is_switched_on(every_policy, enrolment):
    clocks = give(enrolment, BENEFIT_APPLIED="2026-11-19", INQUIRY_DONE="2026-11-20")
    assert {kind: str(clock.due_on) for kind, clock in clocks.items()} == {
        "PLAN_GUARANTEE": "2026-11-30",
        "GROUP_INFO_OFFER": "2026-11-30",
        "JOB_OFFER_5": "2026-11-26",
        "JOB_GOT_5": "2026-11-26",
    }


def test_what_is_switched_on_runs_besides(every_policy, enrolment):
    switch_on(ClockKind.MEETING_48H)
    switch_on(ClockKind.SKILL_ACTIVITY_5)
    clocks = give(enrolment, BENEFIT_APPLIED="2026-11-19", INQUIRY_DONE="2026-11-20")
    assert str(clocks["MEETING_48H"].due_on) == "2026-11-23"  # two days on is Sunday the 22nd
    assert str(clocks["SKILL_ACTIVITY_5"].due_on) == "2026-11-24"
    assert len(clocks) == 6


def test_a_date_nobody_has_told_of_starts_nothing(every_policy, enrolment):
    assert set(give(enrolment)) == {"PLAN_GUARANTEE", "GROUP_INFO_OFFER"}


def invited(now, coach, enrolment, session_day: str):
    now.move_to(at("2026-11-24"))
    session = GroupInformationSessionFactory(jobbtorg=enrolment.jobbtorg, starts_at=at(session_day, "13:00"))
    return book_group_information(actor=coach, enrolment=enrolment, session=session)


@pytest.mark.parametrize(
    ("session", "expected"),
    [
        pytest.param("2026-12-02", ClockStatus.BREACHED, id="G-64 only a later session"),
        pytest.param("2026-11-30", ClockStatus.MET, id="G-64 offered in time"),
    ],
)
def test_a_group_information_offered_in_time_is_enough(now, every_policy, coach, enrolment, session, expected):
    clock = give(enrolment)["GROUP_INFO_OFFER"]
    booking = invited(now, coach, enrolment, session)
    assert status_after(now, clock, "2026-12-01") == expected
    now.move_to(at("2026-12-03"))
    record_group_information(
        actor=coach, booking=booking, seen_booking=shown_booking(booking), status=BookingStatus.NO_SHOW
    )
    clock.refresh_from_db()
    assert clock.status == expected
    assert clock.fulfilled_at is not None


def test_a_session_the_jobbtorg_calls_off_was_no_offer(now, every_policy, coach, enrolment):
    clock = give(enrolment)["GROUP_INFO_OFFER"]
    booking = invited(now, coach, enrolment, "2026-11-26")
    clock.refresh_from_db()
    assert clock.status == ClockStatus.MET
    record_group_information(
        actor=coach, booking=booking, seen_booking=shown_booking(booking), status=BookingStatus.CANCELLED_BY_UNIT
    )
    assert status_after(now, clock, "2026-12-01") == ClockStatus.BREACHED


def test_a_session_called_off_was_no_offer_also_when_it_is_said_afterwards(now, every_policy, coach, enrolment):
    clock = give(enrolment)["GROUP_INFO_OFFER"]
    booking = invited(now, coach, enrolment, "2026-11-30")
    now.move_to(at("2026-12-01", "08:00"))
    record_group_information(
        actor=coach, booking=booking, seen_booking=shown_booking(booking), status=BookingStatus.CANCELLED_BY_UNIT
    )
    assert status_after(now, clock, "2026-12-02") == ClockStatus.BREACHED


def test_a_session_before_the_clock_was_no_offer(now, every_policy, coach, enrolment):
    clock = give(enrolment)["GROUP_INFO_OFFER"]
    invited(now, coach, enrolment, "2026-11-20")
    assert status_after(now, clock, "2026-12-01") == ClockStatus.BREACHED


def test_whoever_came_was_offered_it_though_the_invitation_was_written_down_later(now, every_policy, coach, enrolment):
    clock = give(enrolment)["GROUP_INFO_OFFER"]
    session = GroupInformationSessionFactory(jobbtorg=enrolment.jobbtorg, starts_at=at("2026-11-26", "13:00"))
    now.move_to(at("2026-11-27"))
    booking = book_group_information(actor=coach, enrolment=enrolment, session=session)
    record_group_information(
        actor=coach, booking=booking, seen_booking=shown_booking(booking), status=BookingStatus.ATTENDED
    )
    clock.refresh_from_db()
    assert (clock.status, clock.fulfilled_at) == (ClockStatus.MET, at("2026-11-26", "13:00"))


def approved(coach, enrolment, moment):
    version = JobPlanVersionFactory(enrolment=enrolment, proposed=True)
    record_answer(
        actor=coach,
        version=version,
        seen_version=shown_version(version),
        decision=Decision.APPROVED,
        answered_at=moment,
        method=ApprovalMethod.ORAL_AT_MEETING,
    )
    version.refresh_from_db()
    return version


@pytest.mark.parametrize(
    ("approved_on", "expected"),
    [
        pytest.param("2026-12-18", "2026-12-21", id="G-68 Friday"),
        pytest.param("2026-12-23", "2026-12-28", id="G-68 before Christmas"),
        pytest.param("2026-05-13", "2026-05-15", id="G-68 before Ascension Day"),
    ],
)
def test_an_approved_plan_is_to_be_sent_the_next_working_day(now, every_policy, coach, approved_on, expected):
    now.move_to(at(approved_on, "15:00"))
    enrolment = EnrolmentFactory(coach=coach, enrolled_on=date.fromisoformat(approved_on) - timedelta(days=5))
    version = approved(coach, enrolment, at(approved_on, "14:00"))
    clock = enrolment.clocks.of_kind(ClockKind.PLAN_COMMUNICATION).get()
    assert due(clock) == expected
    communicate_plan(
        actor=coach, version=version, seen_version=shown_recipient(version), basis=DisclosureBasis.OSL_26_1
    )
    clock.refresh_from_db()
    assert (clock.status, clock.fulfilled_at) == (ClockStatus.MET, at(approved_on, "15:00"))


def test_a_plan_superseded_before_it_was_sent_need_not_be(now, every_policy, coach, enrolment):
    now.move_to(at("2026-11-24", "15:00"))
    approved(coach, enrolment, at("2026-11-24"))
    approved(coach, enrolment, at("2026-11-24", "14:00"))
    statuses = enrolment.clocks.of_kind(ClockKind.PLAN_COMMUNICATION).order_by("pk").values_list("status", flat=True)
    assert list(statuses) == [ClockStatus.CANCELLED, ClockStatus.RUNNING]


def test_without_a_unit_there_is_nobody_to_send_to(now, every_policy, coach):
    alone = EnrolmentFactory(coach=coach, enrolled_on=date(2026, 11, 20), income_support_unit=None)
    approved(coach, alone, at("2026-11-23", "09:00"))
    assert not alone.clocks.of_kind(ClockKind.PLAN_COMMUNICATION).exists()


def test_a_meeting_booked_within_two_days(now, every_policy, coach, enrolment):
    switch_on(ClockKind.MEETING_48H)
    clock = give(enrolment, INQUIRY_DONE="2026-11-23")["MEETING_48H"]
    now.move_to(at("2026-11-25", "23:00"))
    book_meeting(actor=coach, enrolment=enrolment, starts_at=at("2026-12-04"))
    assert status_after(now, clock, "2026-11-26") == ClockStatus.MET


def test_an_activity_decided_within_five_days(now, every_policy, coach, enrolment):
    switch_on(ClockKind.SKILL_ACTIVITY_5)
    clock = give(enrolment, BENEFIT_APPLIED="2026-11-20")["SKILL_ACTIVITY_5"]
    now.move_to(at("2026-11-25"))
    decide_activity(
        actor=coach,
        enrolment=enrolment,
        insats_type=InsatsTypeFactory(),
        decided_on=date(2026, 11, 25),
        starts_on=date(2026, 12, 7),
    )
    assert status_after(now, clock, "2026-11-26") == ClockStatus.MET


def count_from_first_visit(on: str) -> None:
    """The jobbgaranti is counted from the first visit from a day on."""
    day = date.fromisoformat(on)
    DeadlinePolicy.objects.filter(kind=ClockKind.PLAN_GUARANTEE).update(valid_to=day - timedelta(days=1))
    DeadlinePolicyFactory(kind=ClockKind.PLAN_GUARANTEE, valid_from=day, start_event=StartEvent.FIRST_VISIT)


def test_the_rule_of_the_day_of_receipt_stays_with_the_clock(now, coach):
    """G-65"""
    count_from_first_visit("2027-01-01")
    before = give(EnrolmentFactory(coach=coach, enrolled_on=date(2026, 12, 28)), "2026-12-28")["PLAN_GUARANTEE"]
    assert due(before) == "2027-01-07"
    now.move_to(at("2027-01-04"))
    enrolment = EnrolmentFactory(coach=coach, enrolled_on=date(2027, 1, 4), first_visit_on=None)
    clock = give(enrolment, "2027-01-04")["PLAN_GUARANTEE"]
    assert (clock.status, clock.started_on, clock.due_on) == (ClockStatus.WAITING, None, None)
    assert recomputed(clock).due_on is None
    assert status_after(now, clock, "2027-01-11") == ClockStatus.WAITING
    now.move_to(at("2027-01-11", "15:00"))
    booked = book_meeting(actor=coach, enrolment=enrolment, starts_at=at("2027-01-11", "16:00"))
    now.move_to(at("2027-01-11", "17:00"))
    log_meeting(
        actor=coach,
        enrolment=enrolment,
        status=MeetingStatus.PRESENT,
        starts_at=booked.starts_at,
        submission_id="8e1bb9f6-6c39-4a35-8a8e-1f8a4a4f1f6b",
        booked=booked,
    )
    clock.refresh_from_db()
    assert (clock.status, clock.started_on) == (ClockStatus.RUNNING, date(2027, 1, 11))
    assert due(clock) == "2027-01-18"


def test_an_answer_before_any_visit_is_the_visit(now, coach):
    count_from_first_visit("2027-01-01")
    now.move_to(at("2027-01-05", "15:00"))
    enrolment = EnrolmentFactory(coach=coach, enrolled_on=date(2027, 1, 4), first_visit_on=None)
    clock = give(enrolment, "2027-01-04")["PLAN_GUARANTEE"]
    approved(coach, enrolment, at("2027-01-05", "14:00"))
    clock.refresh_from_db()
    assert (clock.status, clock.started_on) == (ClockStatus.MET, date(2027, 1, 5))
