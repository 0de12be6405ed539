"""Pauses, answers and breaches through the pages: the worked examples G-36 to G-62 of the jobbgaranti."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from aspirants.models import DisclosureBasis
from jobbtorg.demo.factories import (
    ClosureReasonFactory,
    DeadlineClockFactory,
    EnrolmentFactory,
    JobPlanVersionFactory,
    ReferralFactory,
    UserFactory,
)
from jobplans.deadlines.clocks import (
    cancel_clock,
    confirm_late_registration,
    pause_clock,
    recomputed,
    resume_clock,
    start_clock,
)
from jobplans.models import (
    ApprovalMethod,
    Breach,
    BreachCause,
    ClockKind,
    ClockPause,
    ClockStatus,
    DeadlineClock,
    Decision,
    FollowUp,
    Fulfilment,
    PauseReason,
)
from jobplans.operations import close_case, record_answer
from organisation.models import User
from organisation.operations import OperationRefused
from tests.aspirants.staff import at, errors, said, signed_in, text


def pause(client, clock, first, last="", reason="P01", **more):
    return client.post(
        reverse("clock_pause", args=[clock.pk]),
        {"reason": reason, "paused_from": first, "resumed_on": last, "note": "", **more},
    )


def resume(client, clock, day):
    return client.post(reverse("clock_resume", args=[clock.pk]), {"resumed_on": day})


def due(clock: DeadlineClock) -> str:
    """The stored due date, having checked that the events give the same."""
    clock = DeadlineClock.objects.get(pk=clock.pk)
    assert clock.due_on == recomputed(clock).due_on
    return str(clock.due_on)


def approve(actor: User, clock: DeadlineClock, answered_at) -> DeadlineClock:
    """The aspirant's yes to a proposed plan, recorded now."""
    version = JobPlanVersionFactory(enrolment=clock.enrolment, proposed=True)
    record_answer(
        actor=actor,
        version=version,
        decision=Decision.APPROVED,
        answered_at=answered_at,
        method=ApprovalMethod.ORAL_AT_MEETING,
    )
    clock.refresh_from_db()
    return clock


def sweep_on(now, day: str) -> None:
    """The night's sweep, at 00.15 in Stockholm."""
    now.move_to(at(day, "00:15"))
    call_command("sweep_deadlines", verbosity=0)


@pytest.mark.parametrize(
    ("received_on", "first", "last", "reason", "expected"),
    [
        pytest.param("2026-03-02", "2026-03-05", "2026-03-11", "P01", "2026-03-13", id="G-36"),
        pytest.param("2026-12-21", "2026-12-23", "2027-01-11", "P02", "2027-01-14", id="G-38"),
        pytest.param("2026-05-11", "2026-05-14", "2026-05-15", "P01", "2026-05-19", id="G-40"),
        pytest.param("2026-09-07", "2026-09-07", "2026-09-09", "P01", "2026-09-15", id="G-41"),
    ],
)
def test_a_pause_moves_the_last_day(now, received, as_coach, received_on, first, last, reason, expected):
    now.move_to(at(received_on))
    clock = received(received_on)
    original = clock.due_on
    assert expected in said(as_coach, pause(as_coach, clock, first, last, reason)).replace(
        date.fromisoformat(expected).strftime("%-d"), expected
    )
    assert due(clock) == expected
    clock.refresh_from_db()
    assert clock.original_due_on == original
    assert clock.status == ClockStatus.RUNNING


def test_an_open_pause_has_no_last_day_and_no_breach_until_it_ends(now, received, as_coach):
    """G-42"""
    now.move_to(at("2026-10-13"))
    clock = received("2026-10-12")
    assert "pausad tills vidare" in said(as_coach, pause(as_coach, clock, "2026-10-14", reason="P04"))
    clock.refresh_from_db()
    assert (clock.status, clock.due_on) == (ClockStatus.PAUSED, None)
    sweep_on(now, "2026-11-02")
    assert not Breach.objects.exists()
    now.move_to(at("2026-11-02"))
    assert "Ny sista dag är tor 5 nov 2026" in said(as_coach, resume(as_coach, clock, "2026-11-02"))
    assert due(clock) == "2026-11-05"
    sweep_on(now, "2026-11-06")
    assert Breach.objects.get().due_on == date(2026, 11, 5)


@pytest.mark.parametrize(
    ("answered_at", "expected"),
    [
        pytest.param("2026-11-30T22:59:59+00:00", ClockStatus.MET, id="G-43"),
        pytest.param("2026-11-30T23:00:00+00:00", ClockStatus.BREACHED, id="G-44"),
    ],
)
def test_the_promise_holds_until_midnight_in_stockholm(now, received, coach, answered_at, expected):
    instant = timezone.datetime.fromisoformat(answered_at)
    clock = received("2026-11-23")
    now.move_to(instant)
    approve(coach, clock, instant)
    assert (clock.status, clock.fulfilled_at) == (expected, instant)
    assert due(clock) == "2026-11-30"
    assert Breach.objects.filter(cause="").count() == (expected == ClockStatus.BREACHED)


def test_a_proposed_plan_does_not_keep_the_promise(now, received):
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


def test_work_keeps_the_promise(now, received, coach):
    """G-55: the day the job was accepted counts, not the day it starts."""
    now.move_to(at("2026-03-26"))
    clock = received("2026-03-23")
    close_case(
        actor=coach,
        enrolment=clock.enrolment,
        closed_on=date(2026, 3, 26),
        reason=ClosureReasonFactory(work=True),
        basis=DisclosureBasis.OSL_26_1,
        destination="Stadsköket",
        destination_starts_on=date(2026, 4, 7),
    )
    clock.refresh_from_db()
    assert (clock.status, clock.fulfilment) == (ClockStatus.MET, Fulfilment.WORK)
    assert due(clock) == "2026-03-30"


def test_a_new_referral_after_closing_is_a_new_promise(now, received):
    """G-58"""
    now.move_to(at("2026-09-07"))
    former = EnrolmentFactory(closed_on=date(2026, 5, 29))
    old = DeadlineClockFactory(enrolment=former, started_on=date(2026, 5, 1), cancelled=True)
    new = start_clock(
        kind=ClockKind.PLAN_GUARANTEE,
        person=former.person,
        jobbtorg=former.jobbtorg,
        started_on=date(2026, 9, 7),
        reference="R-2026-00001",
    )
    assert due(new) == "2026-09-14"
    old.refresh_from_db()
    assert old.status == ClockStatus.CANCELLED


def test_a_withdrawn_referral_ends_the_promise_without_a_breach(now, received):
    """G-59"""
    now.move_to(at("2026-11-25"))
    clock = received("2026-11-23")
    with transaction.atomic():
        cancel_clock(clock, today=timezone.localdate())
    sweep_on(now, "2026-12-24")
    clock.refresh_from_db()
    assert clock.status == ClockStatus.CANCELLED
    assert not Breach.objects.exists()


def test_a_late_promise_of_a_withdrawn_referral_stays_broken_but_is_nothing_to_do(now, db, policies):
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
    answer = {"decision": "APPROVED", "day": "2026-11-27", "time": "14.00", "method": "ORAL_AT_MEETING", "note": ""}
    page = said(as_coach, as_coach.post(reverse("plan_answer", args=[clock.enrolment_id]), answer))
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
    assert "efterregistrerad" in said(as_manager, as_manager.post(confirm))
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
        confirm_late_registration(actor=manager, clock=clock)
    clock.refresh_from_db()
    assert clock.status == ClockStatus.BREACHED


@pytest.mark.parametrize("status", ["met", "excused", "cancelled"])
def test_a_promise_that_was_not_broken_cannot_be_confirmed(manager, received, status):
    clock = received("2026-11-02", **{status: True})
    with pytest.raises(OperationRefused):
        confirm_late_registration(actor=manager, clock=clock)


def test_outside_the_guarantee_the_clock_is_the_same_but_grey(now, received, as_manager):
    """G-62"""
    clock = received("2026-11-23", covered=False, covered_reason="Har ingen ersättning.")
    assert due(clock) == "2026-11-30"
    now.move_to(at("2026-12-01"))
    page = text(as_manager.get(reverse("deadlines")))
    assert clock.reference in page
    assert "omfattas inte av garantin" in page
    assert "Omfattas inte. Har ingen ersättning." in text(as_manager.get(reverse("clock_explain", args=[clock.pk])))


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
    answer = {"decision": "APPROVED", "day": answered_on, "time": "09.00", "method": "ORAL_PHONE", "note": ""}
    response = client.post(reverse("plan_answer", args=[case.pk]), answer)
    if accepted:
        assert response.status_code == 302
    else:
        assert list(errors(response)) == ["day"]
        assert 'value="' + answered_on in response.content.decode()
    proposed.refresh_from_db()
    assert proposed.is_approved == accepted


def test_an_answer_is_not_said_to_come_from_an_imported_list(case, proposed, as_coach):
    answer = {"decision": "APPROVED", "day": "2026-11-23", "time": "09.00", "method": "IMPORTED", "note": ""}
    path = reverse("plan_answer", args=[case.pk])
    assert "importerad" not in text(as_coach.get(path))
    assert list(errors(as_coach.post(path, answer))) == ["method"]


@pytest.mark.parametrize(
    ("first", "last", "reason", "by", "accepted"),
    [
        pytest.param("2026-11-24", "2026-12-22", "P01", "coach", True, id="coach-20-working-days"),
        pytest.param("2026-11-24", "2026-12-23", "P01", "coach", False, id="coach-21-working-days"),
        pytest.param("2026-11-24", "2026-12-23", "P01", "manager", True, id="manager-21-working-days"),
        pytest.param("2026-11-24", "2026-12-01", "P06", "coach", True, id="safe-contact-5-working-days"),
        pytest.param("2026-11-24", "2026-12-02", "P06", "coach", False, id="safe-contact-6-working-days"),
        pytest.param("2026-11-24", "2026-12-02", "P06", "manager", False, id="safe-contact-6-working-days-manager"),
        pytest.param("2026-11-24", "2026-11-24", "P01", "coach", False, id="ends-the-day-it-begins"),
    ],
)
def test_how_long_a_pause_may_be(received, coach, manager, first, last, reason, by, accepted):
    clock = received("2026-11-23")
    response = pause(signed_in({"coach": coach, "manager": manager}[by]), clock, first, last, reason)
    if accepted:
        assert response.status_code == 302
    else:
        assert list(errors(response)) == ["resumed_on"]
    assert ClockPause.objects.exists() == accepted
    due(clock)


def test_pauses_count_together(received, as_coach, as_manager):
    clock = received("2026-11-23")
    assert pause(as_coach, clock, "2026-11-24", "2026-12-08").status_code == 302  # 10 working days
    response = pause(as_coach, clock, "2026-12-08", "2026-12-23", "P02")  # 11 more
    assert "beslutas av enhetschefen" in errors(response)["resumed_on"][0]
    assert pause(as_manager, clock, "2026-12-08", "2026-12-23", "P02").status_code == 302
    due(clock)


def test_the_limit_also_holds_when_an_open_pause_ends(now, received, as_coach, as_manager):
    clock = received("2026-11-23")
    pause(as_coach, clock, "2026-11-24")
    now.move_to(at("2026-12-23"))
    assert "beslutas av enhetschefen" in errors(resume(as_coach, clock, "2026-12-23"))["resumed_on"][0]
    assert resume(as_manager, clock, "2026-12-23").status_code == 302
    assert due(clock) == "2027-01-04"


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        ("2026-11-26", "2026-11-30", "resumed_on"),
        ("2026-11-23", "2026-11-26", "resumed_on"),
        ("2026-11-24", "", "resumed_on"),
        ("2026-11-20", "2026-11-24", "paused_from"),  # begins before the promise does
    ],
)
def test_pauses_do_not_share_a_day_and_begin_within_the_promise(received, as_coach, first, last, field):
    clock = received("2026-11-23")
    pause(as_coach, clock, "2026-11-25", "2026-11-27")
    before = due(clock)
    found = errors(pause(as_coach, clock, first, last))
    assert list(found) == [field]
    assert found[field][0].endswith(".")
    assert due(clock) == before
    assert ClockPause.objects.count() == 1


def test_a_pause_right_after_another_is_no_overlap(received, as_coach):
    clock = received("2026-11-23")
    pause(as_coach, clock, "2026-11-25", "2026-11-27")
    assert pause(as_coach, clock, "2026-11-27", "2026-11-30", "P02").status_code == 302
    assert due(clock) == "2026-12-03"


def test_a_paused_clock_is_not_paused_twice(received, as_coach):
    clock = received("2026-11-23")
    pause(as_coach, clock, "2026-11-25")
    assert "redan pausad" in errors(pause(as_coach, clock, "2026-12-01", "2026-12-02"))["paused_from"][0]


def test_the_database_refuses_overlapping_pauses_too(received, coach):
    clock = received("2026-11-23")
    facts = {"clock": clock, "reason": PauseReason.P01, "registered_by": coach}
    ClockPause.objects.create(paused_from=date(2026, 11, 25), resumed_on=date(2026, 11, 27), **facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClockPause.objects.create(paused_from=date(2026, 11, 26), **facts)


@pytest.mark.parametrize("swept", [False, True], ids=["before-the-sweep", "after-the-sweep"])
def test_only_a_manager_pauses_afterwards_and_it_heals_the_breach(now, received, as_coach, as_manager, manager, swept):
    clock = received("2026-11-23")
    if swept:
        sweep_on(now, "2026-12-01")
    now.move_to(at("2026-12-01"))
    refused = errors(pause(as_coach, clock, "2026-11-26", "2026-12-01"))
    assert "i efterhand registreras av enhetschefen" in refused["__all__"][0]
    assert pause(as_manager, clock, "2026-11-26", "2026-12-01").status_code == 302
    assert due(clock) == "2026-12-03"
    clock.refresh_from_db()
    assert clock.status == ClockStatus.RUNNING
    assert list(Breach.objects.values_list("revoked_by", flat=True)) == ([manager.pk] if swept else [])


def test_a_pause_that_is_too_short_heals_nothing(now, received, as_manager):
    clock = received("2026-11-23")
    sweep_on(now, "2026-12-03")
    assert pause(as_manager, clock, "2026-11-26", "2026-11-27").status_code == 302
    assert due(clock) == "2026-12-01"
    clock.refresh_from_db()
    assert clock.status == ClockStatus.BREACHED
    assert Breach.objects.get().revoked_at is None


def test_a_healed_promise_that_is_broken_again_is_a_breach_again(now, received, coach, as_manager):
    clock = received("2026-11-23")
    sweep_on(now, "2026-12-01")
    now.move_to(at("2026-12-01"))
    pause(as_manager, clock, "2026-11-26", "2026-12-01")
    sweep_on(now, "2026-12-04")
    clock.refresh_from_db()
    second, first = Breach.objects.all()
    assert clock.status == ClockStatus.BREACHED
    assert (first.due_on, first.revoked_at is None) == (date(2026, 11, 30), False)
    assert (second.due_on, second.revoked_at, second.revoked_by) == (date(2026, 12, 3), None, None)
    assert coach.notices.filter(text__contains="bröts").count() == 2


def test_a_pause_entered_after_a_late_approval_shows_that_the_promise_was_kept(now, received, coach, as_manager):
    clock = received("2026-11-23")
    now.move_to(at("2026-12-02"))
    approve(coach, clock, at("2026-12-02", "09:00"))
    assert clock.status == ClockStatus.BREACHED
    assert "när pausen slutade" in errors(pause(as_manager, clock, "2026-11-26"))["resumed_on"][0]
    assert pause(as_manager, clock, "2026-11-26", "2026-12-01").status_code == 302
    assert due(clock) == "2026-12-03"
    clock.refresh_from_db()
    assert clock.status == ClockStatus.MET
    assert Breach.objects.get().revoked_at is not None


@pytest.mark.parametrize("status", ["met", "excused", "cancelled"])
def test_a_settled_promise_is_neither_paused_nor_resumed(received, as_manager, manager, status):
    """Neither may set it running again, even with a pause left open."""
    clock = received("2026-11-02", **{status: True})
    ClockPause.objects.create(
        clock=clock, reason=PauseReason.P01, paused_from=clock.due_on + timedelta(days=1), registered_by=manager
    )
    assert "löper inte längre" in errors(pause(as_manager, clock, "2026-11-03", "2026-11-04"))["__all__"][0]
    assert "inte pausad" in errors(resume(as_manager, clock, "2026-11-20"))["__all__"][0]
    before = clock.status
    clock.refresh_from_db()
    assert clock.status == before


def test_a_case_closed_during_a_pause_stays_closed(now, received, coach, as_coach):
    clock = received("2026-11-23")
    pause(as_coach, clock, "2026-11-24")
    close_case(
        actor=coach,
        enrolment=clock.enrolment,
        closed_on=date(2026, 11, 23),
        reason=ClosureReasonFactory(moved=True),
        basis=DisclosureBasis.OSL_26_1,
    )
    errors(resume(as_coach, clock, "2026-11-25"))
    sweep_on(now, "2026-12-24")
    clock.refresh_from_db()
    assert clock.status == ClockStatus.CANCELLED


def test_the_answer_ends_an_open_pause(now, received, coach, as_coach):
    clock = received("2026-11-23")
    pause(as_coach, clock, "2026-11-24")
    now.move_to(at("2026-12-10"))
    approve(coach, clock, at("2026-12-10", "09:00"))
    assert clock.status == ClockStatus.MET
    assert due(clock) == "2026-12-16"
    assert clock.pauses.get().resumed_on == date(2026, 12, 10)


def test_pausing_and_resuming_is_refused_for_what_is_not_paused(received, coach, as_coach):
    clock = received("2026-11-23")
    with pytest.raises(OperationRefused, match="inte pausad"):
        resume_clock(actor=coach, clock=clock, resumed_on=date(2026, 11, 25))
    pause(as_coach, clock, "2026-11-24")
    assert "sluta efter" in errors(resume(as_coach, clock, "2026-11-24"))["resumed_on"][0]


def test_a_follow_up_is_not_paused(now, coach, case):
    clock = DeadlineClockFactory(enrolment=case, kind=ClockKind.FOLLOW_UP)
    with pytest.raises(OperationRefused, match="uppföljning pausas inte"):
        pause_clock(actor=coach, clock=clock, reason=PauseReason.P01, paused_from=date(2026, 11, 24))
    assert not FollowUp.objects.exists()


def test_a_breach_gets_its_cause_and_keeps_who_gave_it(received, as_coach, coach):
    clock = received("2026-11-02", breached=True)
    path = reverse("breach_explain", args=[clock.pk])
    assert list(errors(as_coach.post(path, {"cause": "", "comment": ""}))) == ["cause"]
    assert "Orsak: tolk saknades. Ombokad" in said(
        as_coach, as_coach.post(path, {"cause": "B03", "comment": "Ombokad"})
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


def test_only_a_manager_is_offered_a_pause_of_what_is_broken(received, as_coach, as_manager):
    clock = received("2026-11-02", breached=True)
    path = reverse("clock_explain", args=[clock.pk])
    offered = reverse("clock_pause", args=[clock.pk])
    assert offered not in as_coach.get(path).content.decode()
    assert offered in as_manager.get(path).content.decode()


def test_a_district_coach_pauses_nothing(received):
    clock = received("2026-11-23")
    assert pause(signed_in(UserFactory(district_coach=True)), clock, "2026-11-24").status_code in (403, 404)
    assert not ClockPause.objects.exists()
