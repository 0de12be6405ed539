"""Answers and breaches through the pages: the worked examples G-43 to G-62 of the jobbgaranti."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from aspirants.models import DisclosureBasis
from casework.operations import close_case
from casework.shown import shown_case
from core.refusals import OperationRefused
from deadlines.clocks.lifecycle import cancel_clock, policy_on, start_clock
from deadlines.models import Breach, BreachCause, ClockKind, ClockStatus, DeadlineClock, Fulfilment
from deadlines.operations.breaches import confirm_late_registration
from deadlines.shown import shown_clock
from demo.factories import (
    ClosureReasonFactory,
    DeadlineClockFactory,
    EnrolmentFactory,
    JobPlanVersionFactory,
    ReferralFactory,
)
from tests.aspirants.staff import at, errors, said, signed_in, text
from tests.deadlines.clocks import approve, due, pause, sweep_on


@pytest.mark.parametrize(
    ("answered_at", "expected"),
    [
        pytest.param("2026-11-30T22:59:59+00:00", ClockStatus.MET, id="G-43"),
        pytest.param("2026-11-30T23:00:00+00:00", ClockStatus.BREACHED, id="G-44"),
    ],
)
def test_the_clock_holds_until_midnight_in_stockholm(now, received, coach, answered_at, expected):
    instant = timezone.datetime.fromisoformat(answered_at)
    clock = received("2026-11-23")
    now.move_to(instant)
    approve(coach, clock, instant)
    assert (clock.status, clock.fulfilled_at) == (expected, instant)
    assert due(clock) == "2026-11-30"
    assert Breach.objects.filter(cause="").count() == (expected == ClockStatus.BREACHED)


def test_a_proposed_plan_does_not_keep_the_clock(now, received):
    """G-47"""
    clock = received("2026-11-23")
    JobPlanVersionFactory(enrolment=clock.enrolment, proposed=True)
    sweep_on(now, "2026-11-30")
    clock.refresh_from_db()
    assert clock.status == ClockStatus.RUNNING
    sweep_on(now, "2026-12-01")
    clock.refresh_from_db()
    assert clock.status == ClockStatus.BREACHED


def test_late_approval_after_the_sweep_is_a_breach_fulfilled_late(now, received, coach):
    clock = received("2026-11-23")
    sweep_on(now, "2026-12-01")
    stamped = Breach.objects.get()
    now.move_to(at("2026-12-02"))
    approve(coach, clock, at("2026-12-02", "09:00"))
    assert (clock.status, clock.fulfilled_at) == (ClockStatus.BREACHED, at("2026-12-02", "09:00"))
    assert list(Breach.objects.values_list("pk", "cause")) == [(stamped.pk, "")]


def test_work_keeps_the_clock(now, received, coach):
    """G-55: the day the job was accepted counts, not the day it starts."""
    now.move_to(at("2026-03-26"))
    clock = received("2026-03-23")
    close_case(
        actor=coach,
        enrolment=clock.enrolment,
        seen_case=shown_case(clock.enrolment),
        closed_on=date(2026, 3, 26),
        reason=ClosureReasonFactory(work=True),
        basis=DisclosureBasis.OSL_26_1,
        destination="Stadsköket",
        destination_starts_on=date(2026, 4, 7),
    )
    clock.refresh_from_db()
    assert (clock.status, clock.fulfilment) == (ClockStatus.MET, Fulfilment.WORK)
    assert due(clock) == "2026-03-30"


def test_a_new_referral_after_closing_is_a_new_clock(now, received):
    """G-58"""
    now.move_to(at("2026-09-07"))
    former = EnrolmentFactory(closed_on=date(2026, 5, 29))
    old = DeadlineClockFactory(enrolment=former, started_on=date(2026, 5, 1), cancelled=True)
    new = start_clock(
        policy=policy_on(ClockKind.PLAN_GUARANTEE, date(2026, 9, 7)),
        person=former.person,
        jobbtorg=former.jobbtorg,
        started_on=date(2026, 9, 7),
        reference="R-2026-00001",
    )
    assert due(new) == "2026-09-14"
    old.refresh_from_db()
    assert old.status == ClockStatus.CANCELLED


def test_a_withdrawn_referral_ends_the_clock_without_a_breach(now, received):
    """G-59"""
    now.move_to(at("2026-11-25"))
    clock = received("2026-11-23")
    with transaction.atomic():
        cancel_clock(clock, today=timezone.localdate())
    sweep_on(now, "2026-12-24")
    clock.refresh_from_db()
    assert clock.status == ClockStatus.CANCELLED
    assert not Breach.objects.exists()


def test_a_late_clock_of_a_withdrawn_referral_stays_broken_but_is_nothing_to_do(now, db, policies):
    clock = ReferralFactory(received_on=date(2026, 11, 2)).clock
    sweep_on(now, "2026-11-20")
    assert clock in DeadlineClock.objects.unfulfilled()
    with transaction.atomic():
        cancel_clock(clock, today=timezone.localdate())
    clock.refresh_from_db()
    assert (clock.status, clock.ended_on) == (ClockStatus.BREACHED, date(2026, 11, 20))
    assert clock not in DeadlineClock.objects.unfulfilled()


def test_what_is_recorded_late_is_broken_until_a_manager_confirms(now, received, as_coach, as_manager, coach, manager):
    """G-60, all through the pages, with the sweep in between."""
    clock = received("2026-11-23")
    version = JobPlanVersionFactory(enrolment=clock.enrolment, proposed=True)
    sweep_on(now, "2026-12-01")
    now.move_to(at("2026-12-02"))
    answer = {"outcome": "attended", "decision": "APPROVED", "day": "2026-11-27", "time": "14.00"}
    answer["method"] = "ORAL_AT_MEETING"
    page = said(as_coach, as_coach.submit(reverse("plan_answer", args=[clock.enrolment_id]), answer))
    assert "Registrerad sent: fre 27 nov, sista dagen var mån 30 nov. Enhetschefen behöver bekräfta" in page
    breach = Breach.objects.get()
    clock.refresh_from_db()
    assert (clock.status, breach.cause, breach.revoked_at) == (ClockStatus.BREACHED, BreachCause.B06, None)
    assert (version.approval.answered_at, version.approval.recorded_at) == (at("2026-11-27", "14:00"), timezone.now())

    confirm = reverse("clock_confirm", args=[clock.pk])
    explain = reverse("clock_explain", args=[clock.pk])
    assert as_coach.post(confirm).status_code == 403
    assert "Bekräfta" not in text(as_coach.get(explain))
    assert "Bekräfta att fristen hölls" in text(as_manager.get(explain))
    assert "efterregistrerad" in said(as_manager, as_manager.submit(confirm, on=explain))
    clock.refresh_from_db()
    breach.refresh_from_db()
    assert (clock.status, clock.late_registered) == (ClockStatus.MET, True)
    assert (breach.revoked_by, breach.revoked_at) == (manager, timezone.now())
    assert "Upphävd" in text(as_manager.get(reverse("breaches")))
    sweep_on(now, "2026-12-24")
    clock.refresh_from_db()
    assert clock.status == ClockStatus.MET


def test_what_happened_late_cannot_be_confirmed(now, received, coach, manager):
    clock = received("2026-11-23")
    now.move_to(at("2026-12-01"))
    approve(coach, clock, at("2026-12-01", "09:00"))
    with pytest.raises(OperationRefused, match="uppfylldes inte i tid"):
        confirm_late_registration(actor=manager, clock=clock, seen_clock=shown_clock(clock))
    clock.refresh_from_db()
    assert clock.status == ClockStatus.BREACHED


@pytest.mark.parametrize("status", ["met", "excused", "cancelled"])
def test_a_clock_that_was_not_broken_cannot_be_confirmed(manager, received, status):
    clock = received("2026-11-02", **{status: True})
    with pytest.raises(OperationRefused):
        confirm_late_registration(actor=manager, clock=clock, seen_clock=shown_clock(clock))


def test_outside_the_guarantee_the_clock_is_the_same_but_grey(now, received, as_manager):
    """G-62"""
    clock = received("2026-11-23", covered=False, covered_reason="Har ingen ersättning.")
    assert due(clock) == "2026-11-30"
    now.move_to(at("2026-12-01"))
    page = text(as_manager.get(reverse("deadlines")))
    assert clock.reference in page
    assert "omfattas inte av garantin" in page
    assert "Omfattas inte: har ingen ersättning." in text(as_manager.get(reverse("clock_explain", args=[clock.pk])))


@pytest.mark.parametrize(
    ("answered_on", "by", "accepted"),
    [
        pytest.param("2026-11-16", "coach", True, id="coach-5-working-days"),
        pytest.param("2026-11-13", "coach", False, id="coach-6-working-days"),
        pytest.param("2026-11-13", "manager", True, id="manager-6-working-days"),
        pytest.param("2026-11-02", "manager", True, id="manager-15-working-days"),
        pytest.param("2026-11-01", "manager", False, id="before-enrolment"),
        pytest.param("2026-11-24", "manager", False, id="tomorrow"),
    ],
)
def test_how_far_back_an_answer_may_lie(case, proposed, coach, manager, answered_on, by, accepted):
    client = signed_in({"coach": coach, "manager": manager}[by])
    answer = {"outcome": "none", "decision": "APPROVED", "day": answered_on, "time": "09.00", "method": "ORAL_PHONE"}
    response = client.submit(reverse("plan_answer", args=[case.pk]), answer)
    if accepted:
        assert response.status_code == 302
    else:
        assert list(errors(response)) == ["day"]
        assert 'value="' + answered_on in response.content.decode()
    proposed.refresh_from_db()
    assert proposed.is_approved == accepted


def test_an_answer_is_not_said_to_come_from_an_imported_list(case, proposed, as_coach):
    answer = {"outcome": "none", "decision": "APPROVED", "day": "2026-11-23", "time": "09.00", "method": "IMPORTED"}
    path = reverse("plan_answer", args=[case.pk])
    assert "importerad" not in text(as_coach.get(path))
    assert list(errors(as_coach.submit(path, answer))) == ["method"]


def test_a_breach_gets_its_cause_and_keeps_who_gave_it(received, as_coach, coach):
    clock = received("2026-11-02", breached=True)
    path = reverse("breach_explain", args=[clock.pk])
    assert list(errors(as_coach.submit(path, {"cause": "", "comment": ""}))) == ["cause"]
    assert "Orsak: tolk saknades. Ombokad" in said(
        as_coach, as_coach.submit(path, {"cause": "B03", "comment": "Ombokad"})
    )
    breach = Breach.objects.get()
    assert (breach.cause, breach.comment, breach.explained_by) == (BreachCause.B03, "Ombokad", coach)


def test_without_a_breach_there_is_no_cause_to_give(received, as_coach):
    assert as_coach.get(reverse("breach_explain", args=[received("2026-11-23").pk])).status_code == 404


def test_the_page_tells_why_day_by_day(received, as_coach):
    """As G-08, with a weekend on the way and a pause."""
    clock = received("2026-11-19")
    pause(as_coach, clock, "2026-11-24", "2026-11-25")
    page = text(as_coach.get(reverse("clock_explain", args=[clock.pk])))
    assert (
        "Remissen kom in torsdag 19 november 2026. Den dagen räknas inte. "
        "Femte arbetsdagen därefter, när en pausad arbetsdag inte räknas, är fredag 27 november 2026." in page
    )
    days = page[page.index("Dag för dag") :]
    for told in (
        "fre 20 nov – arbetsdag 1",
        "lör 21 nov – lördag, räknas inte",
        "sön 22 nov – söndag, räknas inte",
        "mån 23 nov – arbetsdag 2",
        "tis 24 nov – räknas inte, pausad (sjukdom)",
        "fre 27 nov – arbetsdag 5",
        "Sjukdom: från tis 24 nov 2026 till ons 25 nov 2026, som räknas igen.",
    ):
        assert told in days
    assert "Ursprunglig sista dag tor 26 nov 2026" in page
    assert "Sista dag nu fre 27 nov 2026" in page
