"""The three-month follow-ups: their base, what moves it, and what ends the series."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from aspirants.models import DisclosureBasis, Enrolment
from casework.operations import close_case
from casework.shown import shown_case
from deadlines.clocks.lifecycle import recomputed
from deadlines.models import Breach, BreachCause, ClockKind, ClockStatus, Fulfilment
from demo.factories import ClosureReasonFactory, EnrolmentFactory, FollowUpFactory, JobPlanVersionFactory
from jobplans.models import ApprovalMethod, Decision, FollowUp, FollowUpStatus
from jobplans.operations import record_answer
from jobplans.shown import shown_version
from tests.aspirants.staff import at, changed, errors, said


def approve(enrolment: Enrolment, day: str) -> None:
    """The aspirant says yes to a new version at ten that day."""
    version = JobPlanVersionFactory(enrolment=enrolment, proposed=True)
    record_answer(
        actor=enrolment.coach,
        version=version,
        seen_version=shown_version(version),
        decision=Decision.APPROVED,
        answered_at=at(day),
        method=ApprovalMethod.ORAL_AT_MEETING,
    )


def planned(enrolment: Enrolment) -> FollowUp:
    """The one planned follow-up, having checked its due date against its events."""
    follow_up = enrolment.follow_ups.select_related("clock").get(status=FollowUpStatus.PLANNED)
    deadline = recomputed(follow_up.clock)
    assert (follow_up.clock.due_on, follow_up.clock.recommended_on) == (deadline.due_on, deadline.recommended_on)
    return follow_up


def hold(client, follow_up: FollowUp, day: str, result: str = "UNCHANGED", page=None, **more):
    answers = {"outcome": "attended", "day": day, "time": "10.00", "result": result, **more}
    return client.submit(reverse("follow_up_hold", args=[follow_up.pk]), answers, page=page)


@pytest.fixture
def year_start(now, coach) -> Enrolment:
    """A case whose first plan was approved on Monday 12 January 2026."""
    now.move_to(at("2026-01-12", "12:00"))
    enrolment = EnrolmentFactory(coach=coach, enrolled_on=date(2026, 1, 5))
    approve(enrolment, "2026-01-12")
    return enrolment


def test_held_early_the_next_one_counts_from_the_day_it_was_held(now, year_start, as_coach):
    """F-22"""
    now.move_to(at("2026-04-08", "12:00"))
    assert "Tremånadersuppföljningen är hållen" in said(as_coach, hold(as_coach, planned(year_start), "2026-04-08"))
    following = planned(year_start).clock
    assert (following.due_on, following.recommended_on) == (date(2026, 7, 8), date(2026, 7, 8))


def test_a_revision_outside_a_follow_up_moves_nothing(now, year_start):
    """F-24"""
    now.move_to(at("2026-03-02", "12:00"))
    approve(year_start, "2026-03-02")
    clock = planned(year_start).clock
    assert (clock.due_on, clock.recommended_on) == (date(2026, 4, 13), date(2026, 4, 10))


def test_closing_cancels_the_follow_up(now, coach):
    """F-27"""
    now.move_to(at("2026-09-24", "12:00"))
    enrolment = EnrolmentFactory(coach=coach, enrolled_on=date(2026, 9, 21))
    approve(enrolment, "2026-09-24")
    now.move_to(at("2026-12-01"))
    close_case(
        actor=coach,
        enrolment=enrolment,
        seen_case=shown_case(enrolment),
        closed_on=date(2026, 12, 1),
        reason=ClosureReasonFactory(moved=True),
        basis=DisclosureBasis.OSL_26_1,
    )
    follow_up = FollowUp.objects.get()
    assert (follow_up.status, follow_up.clock.status) == (FollowUpStatus.CANCELLED, ClockStatus.CANCELLED)


def test_held_late_is_a_breach_and_the_next_one_counts_from_the_day_it_was_held(now, year_start, as_coach):
    now.move_to(at("2026-04-20", "12:00"))
    late = planned(year_start)
    assert "bröts tis 14 apr: sista dagen var mån 13 apr, gjordes fre 17 apr" in said(
        as_coach, hold(as_coach, late, "2026-04-17")
    )
    late.clock.refresh_from_db()
    assert (late.clock.status, late.clock.fulfilment) == (ClockStatus.BREACHED, Fulfilment.FOLLOW_UP)
    assert Breach.objects.get().cause == ""
    assert planned(year_start).clock.due_on == date(2026, 7, 17)


def test_held_in_time_and_recorded_late_waits_for_the_manager(now, year_start, as_coach, as_manager):
    now.move_to(at("2026-04-20", "12:00"))
    follow_up = planned(year_start)
    assert "Registrerad sent" in said(as_coach, hold(as_coach, follow_up, "2026-04-10"))
    assert Breach.objects.get().cause == BreachCause.B06
    page = reverse("clock_explain", args=[follow_up.clock_id])
    as_manager.submit(reverse("clock_confirm", args=[follow_up.clock_id]), on=page)
    follow_up.clock.refresh_from_db()
    assert (follow_up.clock.status, follow_up.clock.late_registered) == (ClockStatus.MET, True)


@pytest.mark.parametrize(
    ("result", "leads_to"), [("UNCHANGED", "case"), ("REVISED", "plan_edit"), ("CLOSE", "close_case")]
)
def test_its_result_leads_on_and_the_next_one_is_planned(now, year_start, as_coach, result, leads_to):
    now.move_to(at("2026-04-08", "12:00"))
    response = hold(as_coach, planned(year_start), "2026-04-08", result)
    assert response.url == reverse(leads_to, args=[year_start.pk])
    assert planned(year_start).clock.started_on == date(2026, 4, 8)


@pytest.mark.parametrize(
    ("day", "time", "field", "says"),
    [
        ("2026-04-09", "10.00", "day", "först den dag det hålls"),
        ("2026-04-08", "12.16", "time", "den dagen har inte varit ännu"),
        ("2026-01-11", "10.00", "day", "kan inte ligga före"),
    ],
)
def test_when_it_cannot_have_been_held(now, year_start, as_coach, day, time, field, says):
    now.move_to(at("2026-04-08", "12:00"))
    found = errors(hold(as_coach, planned(year_start), day, time=time))
    assert list(found) == [field]
    assert says in found[field][0]
    assert planned(year_start).held_at is None


def test_it_is_recorded_once(now, year_start, as_coach):
    now.move_to(at("2026-04-08", "12:00"))
    follow_up = planned(year_start)
    opened = as_coach.get(reverse("follow_up_hold", args=[follow_up.pk]))
    hold(as_coach, follow_up, "2026-04-08")
    again = hold(as_coach, follow_up, "2026-04-07", page=opened)
    assert changed(again)["Uppföljning"] == ("Planerad", "Hållen")
    assert "redan registrerad" in errors(hold(as_coach, follow_up, "2026-04-07", page=again))["__all__"][0]
    assert FollowUp.objects.count() == 2


def test_a_result_must_be_chosen(year_start, as_coach):
    assert list(errors(hold(as_coach, planned(year_start), "2026-01-12", ""))) == ["result"]


def test_the_sweep_stamps_what_nobody_held(now, coach):
    follow_up = FollowUpFactory(enrolment__coach=coach, overdue=True)
    call_command("sweep_deadlines", verbosity=0)
    follow_up.clock.refresh_from_db()
    assert (follow_up.clock.kind, follow_up.clock.status) == (ClockKind.FOLLOW_UP, ClockStatus.BREACHED)
    assert coach.notices.get().text.startswith("Tremånadersuppföljningen bröts i")
