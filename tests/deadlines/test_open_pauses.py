"""A pause without an end counts for 20 working days; then it is the manager's decision (FC-33)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from aspirants.models import Closure
from core.refusals import OperationRefused
from deadlines.clocks.lifecycle import lock_clock, recomputed
from deadlines.jobs.sweep import sweep
from deadlines.models import Breach, ClockKind, ClockPause, ClockStatus, DeadlineClock, PauseReason
from deadlines.operations.open_pauses import approve_pause, end_unapproved_pauses
from deadlines.operations.pauses import pause_clock
from deadlines.shown import shown_clock
from deadlines.tasks import sweep_deadlines
from demo.factories import DeadlineClockFactory, UserFactory
from notices.models import Notice
from tests.aspirants.staff import at, signed_in, text
from tests.casework.test_reopening import close, fresh


def pause(clock: DeadlineClock, actor, paused_from: date, until: date | None = None) -> ClockPause:
    clock = lock_clock(clock)
    return pause_clock(
        actor=actor,
        clock=clock,
        seen_clock=shown_clock(clock),
        reason=PauseReason.P01,
        paused_from=paused_from,
        resumed_on=until,
    )


def approve(clock: DeadlineClock, actor) -> DeadlineClock:
    clock = lock_clock(clock)
    return approve_pause(actor=actor, clock=clock, seen_clock=shown_clock(clock))


@pytest.fixture
def clock(case) -> DeadlineClock:
    """Due on Monday 23 November, today."""
    return DeadlineClockFactory(enrolment=case, due_today=True)


def test_twenty_working_days_of_it_count(clock, coach, manager, now):
    """From Monday 23 November: the twentieth is 18 December, so that Monday 21 December counts again."""
    assert pause(clock, coach, date(2026, 11, 23)).counts_until == date(2026, 12, 19)
    clock.refresh_from_db()
    assert (clock.status, clock.due_on) == (ClockStatus.PAUSED, None)
    for day, status, due_on in (
        ("2026-12-18", ClockStatus.PAUSED, None),
        ("2026-12-19", ClockStatus.RUNNING, date(2026, 12, 21)),
        ("2026-12-22", ClockStatus.BREACHED, date(2026, 12, 21)),
    ):
        now.move_to(at(day))
        sweep_deadlines()
        sweep_deadlines()
        clock.refresh_from_db()
        assert (day, clock.status, clock.due_on) == (day, status, due_on)
        assert recomputed(clock).due_on == clock.due_on, "the page counts as the sweep does"
    [notice] = Notice.objects.filter(recipient=manager, event_key__startswith="pause-")
    assert "behöver ditt beslut" in notice.text
    assert notice.path == reverse("clock_explain", args=[clock.pk])


def test_days_paused_before_are_among_the_twenty(clock, coach, now):
    pause(clock, coach, date(2026, 11, 23), date(2026, 12, 7))  # ten
    now.move_to(at("2026-12-07"))
    assert pause(clock, coach, date(2026, 12, 7)).counts_until == date(2026, 12, 19)


def test_a_managers_own_pause_goes_on(clock, manager, now):
    found = pause(clock, manager, date(2026, 11, 23))
    assert (found.counts_until, found.approved_by) == (None, manager)
    now.move_to(at("2027-02-01"))
    assert end_unapproved_pauses(on=timezone.localdate()) == 0
    clock.refresh_from_db()
    assert clock.status == ClockStatus.PAUSED


@pytest.mark.parametrize("day", ["2026-12-10", "2026-12-20", "2026-12-23"], ids=["before", "counting again", "broken"])
def test_approved_it_goes_on_and_heals(clock, coach, manager, now, day):
    pause(clock, coach, date(2026, 11, 23))
    now.move_to(at(day))
    sweep_deadlines()
    with pytest.raises(OperationRefused, match="Bara enhetschefen"):
        approve(clock, coach)
    found = approve(clock, manager)
    assert (found.status, found.due_on) == (ClockStatus.PAUSED, None)
    assert not Breach.objects.filter(revoked_at=None).exists()
    now.move_to(at("2027-02-01"))
    sweep_deadlines()
    clock.refresh_from_db()
    assert clock.status == ClockStatus.PAUSED
    with pytest.raises(OperationRefused, match="ingen paus att godkänna"):
        approve(clock, manager)


def test_a_dry_run_counts_and_writes_nothing(clock, coach, now):
    pause(clock, coach, date(2026, 11, 23))
    now.move_to(at("2026-12-19"))
    assert end_unapproved_pauses(on=timezone.localdate(), dry_run=True) == 1
    clock.refresh_from_db()
    assert clock.status == ClockStatus.PAUSED
    assert end_unapproved_pauses(on=timezone.localdate()) == 1
    assert end_unapproved_pauses(on=timezone.localdate()) == 0


@pytest.mark.parametrize("swept", [True, False])
def test_a_closing_months_later_judges_what_was_due(clock, case, coach, now, swept):
    """FC-33: the promise does not vanish, whether or not a sweep has come before."""
    pause(clock, coach, date(2026, 11, 23))
    now.move_to(at("2027-03-01"))
    if swept:
        sweep_deadlines()
    close(case, coach)
    sweep(on=timezone.localdate())
    clock.refresh_from_db()
    assert (clock.status, clock.due_on) == (ClockStatus.BREACHED, date(2026, 12, 21))
    assert Breach.objects.get().due_on == date(2026, 12, 21)


def test_a_closing_while_the_pause_counts_cancels(clock, case, coach, now):
    pause(clock, coach, date(2026, 11, 23))
    now.move_to(at("2026-12-01"))
    close(case, coach)
    clock.refresh_from_db()
    assert clock.status == ClockStatus.CANCELLED


def test_work_ends_the_pause_where_it_stopped_counting(clock, case, coach, now):
    pause(clock, coach, date(2026, 11, 23))
    now.move_to(at("2027-03-01"))
    close(case, coach, "work")
    clock.refresh_from_db()
    assert clock.status == ClockStatus.BREACHED
    assert clock.pauses.get().resumed_on == date(2026, 12, 19)


def test_a_closing_to_work_keeps_the_job_within_five_days(case, coach):
    job = DeadlineClockFactory(enrolment=case, kind=ClockKind.JOB_GOT_5)
    offer = DeadlineClockFactory(enrolment=case, kind=ClockKind.JOB_OFFER_5)
    close(case, coach, "work")
    job.refresh_from_db()
    offer.refresh_from_db()
    assert (job.status, job.fulfilment) == (ClockStatus.MET, "WORK")
    assert offer.status == ClockStatus.CANCELLED
    assert Closure.objects.get().clocks.count() == 2


def test_the_page_says_until_when_and_the_manager_decides(clock, case, coach, manager, now):
    pause(clock, coach, date(2026, 11, 23))
    path, act = (reverse(name, args=[clock.pk]) for name in ("clock_explain", "pause_approve"))
    page = signed_in(coach).get(path)
    assert "Räknas inte från lör 19 dec" in text(page)
    assert act not in page.content.decode()
    client = signed_in(manager)
    assert client.submit(act, on=path).status_code == 302
    assert f"Godkänd av {manager}" in text(client.get(path))
    close(case, coach)
    for client in (signed_in(coach), signed_in(manager)):
        page = client.get(path).content.decode()
        for name in ("clock_pause", "clock_resume", "pause_approve", "contact_attempt"):
            assert reverse(name, args=[clock.pk]) not in page


def test_of_a_protected_person_only_who_may_open_is_asked(coach, now):
    open_to, not_open_to = UserFactory(manager=True, protected_access=True), UserFactory(manager=True)
    for one in (open_to, not_open_to):
        one.jobbtorg = coach.jobbtorg
        one.save()
    clock = DeadlineClockFactory(enrolment__coach=coach, enrolment__protected=True, due_today=True)
    clock.pauses.create(
        reason="P01",
        paused_from=date(2026, 11, 23),
        counts_until=date(2026, 11, 24),
        registered_by=coach,
    )
    DeadlineClock.objects.filter(pk=clock.pk).update(status=ClockStatus.PAUSED, due_on=None)
    now.move_to(at("2026-11-24"))
    end_unapproved_pauses(on=timezone.localdate())
    found = Notice.objects.filter(event_key__startswith="pause-").values_list("recipient", flat=True)
    assert list(found) == [open_to.pk]


def test_one_that_was_ended_is_no_longer_asked_about(clock, case, coach, now):
    pause(clock, coach, date(2026, 11, 23))
    fresh(case)
    ClockPause.objects.update(resumed_on=timezone.localdate() + timedelta(days=3))
    DeadlineClock.objects.update(status=ClockStatus.RUNNING, due_on=date(2026, 11, 26))
    now.move_to(at("2026-12-19"))
    assert end_unapproved_pauses(on=timezone.localdate(), dry_run=True) == 0
