"""Pauses through the pages: the worked examples G-36 to G-42, limits, and breaches healed afterwards."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from aspirants.models import DisclosureBasis
from casework.operations import close_case
from casework.shown import shown_case
from core.refusals import OperationRefused
from deadlines.models import Breach, ClockKind, ClockPause, ClockStatus, PauseReason
from deadlines.operations.pauses import pause_clock, resume_clock
from deadlines.shown import shown_clock
from demo.factories import ClosureReasonFactory, DeadlineClockFactory, UserFactory
from jobplans.models import FollowUp
from tests.aspirants.staff import at, errors, said, signed_in, text
from tests.deadlines.clocks import approve, due, pause, resume, sweep_on


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
    told = said(as_coach, pause(as_coach, clock, "2026-10-14", reason="P04"))
    assert "Fristen pausas från ons 14 okt tills vidare." in told
    clock.refresh_from_db()
    assert (clock.status, clock.due_on) == (ClockStatus.PAUSED, None)
    sweep_on(now, "2026-11-02")
    assert not Breach.objects.exists()
    now.move_to(at("2026-11-02"))
    assert "Ny sista dag är tor 5 nov" in said(as_coach, resume(as_coach, clock, "2026-11-02"))
    assert due(clock) == "2026-11-05"
    sweep_on(now, "2026-11-06")
    assert Breach.objects.get().due_on == date(2026, 11, 5)


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
        ("2026-11-20", "2026-11-24", "paused_from"),  # begins before the clock does
    ],
)
def test_pauses_do_not_share_a_day_and_begin_within_the_clock(received, as_coach, first, last, field):
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


def test_a_healed_clock_that_is_broken_again_is_a_breach_again(now, received, coach, as_manager):
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


def test_a_pause_entered_after_a_late_approval_shows_that_the_clock_was_kept(now, received, coach, as_manager):
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
def test_a_settled_clock_is_neither_paused_nor_resumed(received, as_manager, manager, status):
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
    page = as_coach.get(reverse("clock_resume", args=[clock.pk]))
    close_case(
        actor=coach,
        enrolment=clock.enrolment,
        seen_case=shown_case(clock.enrolment),
        closed_on=date(2026, 11, 23),
        reason=ClosureReasonFactory(moved=True),
        basis=DisclosureBasis.OSL_26_1,
    )
    assert "Ärendet är avslutat" in text(as_coach.get(reverse("clock_resume", args=[clock.pk])))
    assert (
        as_coach.submit(reverse("clock_resume", args=[clock.pk]), {"resumed_on": "2026-11-25"}, page=page).status_code
        == 409
    )
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
        resume_clock(actor=coach, clock=clock, seen_clock=shown_clock(clock), resumed_on=date(2026, 11, 25))
    pause(as_coach, clock, "2026-11-24")
    assert "sluta efter" in errors(resume(as_coach, clock, "2026-11-24"))["resumed_on"][0]


def test_a_follow_up_is_not_paused(now, coach, case):
    clock = DeadlineClockFactory(enrolment=case, kind=ClockKind.FOLLOW_UP)
    with pytest.raises(OperationRefused, match="uppföljning pausas inte"):
        pause_clock(
            actor=coach,
            clock=clock,
            seen_clock=shown_clock(clock),
            reason=PauseReason.P01,
            paused_from=date(2026, 11, 24),
        )
    assert not FollowUp.objects.exists()


def test_only_a_manager_is_offered_a_pause_of_what_is_broken(received, as_coach, as_manager):
    clock = received("2026-11-02", breached=True)
    path = reverse("clock_explain", args=[clock.pk])
    offered = reverse("clock_pause", args=[clock.pk])
    assert offered not in as_coach.get(path).content.decode()
    assert offered in as_manager.get(path).content.decode()


def test_a_district_coach_pauses_nothing(received):
    clock = received("2026-11-23")
    client, typed = signed_in(UserFactory(district_coach=True)), {"reason": "P01", "paused_from": "2026-11-24"}
    assert client.post(reverse("clock_pause", args=[clock.pk]), typed).status_code in (403, 404)
    assert not ClockPause.objects.exists()


def test_an_open_pause_that_an_answer_ends_counts_no_further_than_a_coach_may_pause(now, received, coach, as_coach):
    now.move_to(at("2026-03-02"))
    clock = received("2026-03-02")
    pause(as_coach, clock, "2026-03-03")
    now.move_to(at("2026-06-01", "12:00"))
    approve(coach, clock, at("2026-06-01"))
    assert ClockPause.objects.get().resumed_on == date(2026, 3, 31)  # after 20 working days
    assert due(clock) == "2026-04-08"  # Good Friday and Easter Monday lie between
    assert clock.status == ClockStatus.BREACHED


def test_a_pause_for_a_safe_way_of_contact_ends_by_itself(now, received, as_coach):
    clock = received("2026-11-23")
    pause(as_coach, clock, "2026-11-24", reason="P06")
    assert ClockPause.objects.get().resumed_on == date(2026, 12, 1)
    assert due(clock) == "2026-12-07"


def test_a_pause_does_not_begin_after_the_last_day(received, as_manager):
    clock = received("2026-11-23")
    refused = errors(pause(as_manager, clock, "2026-12-07"))
    assert refused == {"paused_from": ["Pausen kan inte börja efter fristens sista dag."]}
