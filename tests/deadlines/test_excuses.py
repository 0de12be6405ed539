"""Excuses through the pages and the sweep: the worked examples G-48 to G-50 and G-61, and what evidence takes."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from core.refusals import OperationRefused
from deadlines.excuses.evidence import find_evidence
from deadlines.models import Breach, ClockKind, ClockStatus, ContactChannel, ContactResult, Excuse
from deadlines.operations import record_contact_attempt
from deadlines.operations.breaches import confirm_late_registration, excuse_breach
from deadlines.shown import shown_clock
from deadlines.status.clock_sentences import clock_sentence
from demo.factories import DeadlineClockFactory, DeadlinePolicyFactory, JobPlanVersionFactory, MeetingFactory
from jobplans.models import ApprovalMethod, Decision
from jobplans.operations import record_answer
from jobplans.shown import shown_version
from meetings.choices import MeetingKind, MeetingStatus
from meetings.effects import MEETING_EFFECTS, Effect
from meetings.models import Meeting
from meetings.operations import book_meeting, log_meeting
from meetings.planning.warnings import EVERY_WARNING
from notices.models import Notice
from tests.aspirants.staff import at, errors, said, signed_in, text
from tests.deadlines.clocks import approve, due, sweep_on


@pytest.fixture
def clock(now, received):
    """Received Monday 23 November, last day Monday 30 November."""
    return received("2026-11-23")


def missed_meeting(now, coach, clock, invited, meeting, *, logged="", status=MeetingStatus.ABSENT_INVALID):
    """Invited at a moment to a coach meeting, and how that went."""
    now.move_to(invited)
    booked = book_meeting(actor=coach, enrolment=clock.enrolment, starts_at=meeting, accepted_warnings=EVERY_WARNING)
    now.move_to(logged or meeting)
    return log_meeting(
        actor=coach,
        enrolment=clock.enrolment,
        status=status,
        starts_at=meeting,
        submission_id=uuid4(),
        booked=booked,
    )


def outcome(now, clock, day="2026-12-01") -> tuple[str, list[str]]:
    """The clock's status after a sweep, and its excuses."""
    sweep_on(now, day)
    clock.refresh_from_db()
    reasons = list(Excuse.objects.filter(clock=clock).values_list("reason", flat=True))
    assert Breach.objects.filter(clock=clock, revoked_at=None).exists() == (clock.status == ClockStatus.BREACHED)
    return clock.status, reasons


EXCUSED, BREACHED = ClockStatus.EXCUSED, ClockStatus.BREACHED


def test_a_meeting_missed_in_time_excuses_and_moves_nothing(now, clock, coach):
    """G-48"""
    missed_meeting(now, coach, clock, at("2026-11-24"), at("2026-11-26"))
    assert outcome(now, clock) == (EXCUSED, ["E01"])
    assert Excuse.objects.get().happened_on == date(2026, 11, 26)
    now.move_to(at("2026-12-02", "11:00"))
    approve(coach, clock, at("2026-12-02"))
    assert (clock.status, clock.fulfilled_at) == (EXCUSED, at("2026-12-02"))
    assert due(clock) == "2026-11-30"
    assert not Breach.objects.exists()


def test_a_manager_confirms_what_was_excused_and_yet_kept(now, clock, coach, manager):
    """The plan was approved in time and typed in after the sweep had excused the clock: it is kept after all."""
    missed_meeting(now, coach, clock, at("2026-11-24"), at("2026-11-26"))
    assert outcome(now, clock) == (EXCUSED, ["E01"])
    now.move_to(at("2026-12-02", "11:00"))
    approve(coach, clock, at("2026-11-30", "15:00"))
    assert clock.status == EXCUSED
    assert "Enhetschefen behöver bekräfta att fristen hölls." in clock_sentence(clock)
    page = reverse("clock_explain", args=[clock.pk])
    assert "Bekräfta att fristen hölls" not in text(signed_in(coach).get(page))
    with pytest.raises(OperationRefused):
        confirm_late_registration(actor=coach, clock=clock, seen_clock=shown_clock(clock))
    office = signed_in(manager)
    assert "Bekräfta att fristen hölls" in text(office.get(page))
    office.submit(reverse("clock_confirm", args=[clock.pk]), on=page)
    clock.refresh_from_db()
    assert (clock.status, clock.late_registered) == (ClockStatus.MET, True)
    excuse = Excuse.objects.get()
    assert (excuse.reason, excuse.revoked_by) == ("E01", manager), "what it was taken for stays on record, revoked"
    told = f"Upphävd ons 2 dec 2026 11.00 av {manager}, eftersom fristen hölls."
    assert told in text(office.get(page))
    assert "Jobbgarantin: ursäkten upphävdes" in text(office.get(reverse("case", args=[clock.enrolment_id])))


def test_nobody_confirms_what_was_excused_and_kept_late(now, clock, coach, manager):
    missed_meeting(now, coach, clock, at("2026-11-24"), at("2026-11-26"))
    assert outcome(now, clock) == (EXCUSED, ["E01"])
    now.move_to(at("2026-12-02", "11:00"))
    approve(coach, clock, at("2026-12-02"))
    with pytest.raises(OperationRefused, match="uppfylldes inte i tid"):
        confirm_late_registration(actor=manager, clock=clock, seen_clock=shown_clock(clock))


def test_an_answer_before_the_sweep_is_excused_alike(now, clock, coach):
    """The day after, before a sweep has run."""
    missed_meeting(now, coach, clock, at("2026-11-24"), at("2026-11-26"))
    now.move_to(at("2026-12-01", "09:00"))
    approve(coach, clock, at("2026-12-01", "08:30"))
    assert (clock.status, Excuse.objects.get().reason) == (EXCUSED, "E01")
    assert not Breach.objects.exists()


@pytest.mark.parametrize(
    ("invited", "meeting", "status", "logged", "expected"),
    [
        pytest.param("2026-11-26 09:00", "2026-11-26 13:00", "ABSENT_INVALID", "", BREACHED, id="G-49"),
        pytest.param("2026-11-24 10:00", "2026-11-26 10:00", "CANCELLED_BY_UNIT", "", BREACHED, id="G-50"),
        pytest.param("2026-11-24 10:00", "2026-11-26 10:00", "ABSENT_VALID", "", BREACHED, id="valid absence"),
        pytest.param("2026-11-24 10:00", "2026-11-26 10:00", "RESCHEDULED", "", BREACHED, id="moved"),
        pytest.param("2026-11-25 23:00", "2026-11-26 08:00", "ABSENT_INVALID", "", EXCUSED, id="the evening before"),
        pytest.param("2026-11-27 16:00", "2026-11-28 10:00", "ABSENT_INVALID", "", BREACHED, id="Friday for Saturday"),
        pytest.param("2026-11-27 16:00", "2026-11-30 10:00", "ABSENT_INVALID", "", EXCUSED, id="Friday for Monday"),
        pytest.param("2026-11-24 10:00", "2026-11-30 16:00", "ABSENT_INVALID", "", EXCUSED, id="on the last day"),
        pytest.param("2026-11-24 10:00", "2026-11-26 10:00", "ABSENT_INVALID", "2026-12-01 00:10", BREACHED, id="late"),
    ],
)
def test_which_missed_meetings_excuse(now, clock, coach, invited, meeting, status, logged, expected):
    moments = [at(*moment.split()) if moment else "" for moment in (invited, meeting, logged)]
    missed_meeting(now, coach, clock, moments[0], moments[1], logged=moments[2], status=MeetingStatus(status))
    assert outcome(now, clock)[0] == expected


def test_a_meeting_after_the_last_day_excuses_nothing(now, clock, coach):
    missed_meeting(now, coach, clock, at("2026-11-24"), at("2026-12-01", "08:00"))
    assert outcome(now, clock, "2026-12-02")[0] == BREACHED


def test_a_no_to_the_plan_in_time_excuses(now, clock, coach):
    """G-61"""
    now.move_to(at("2026-11-27"))
    version = JobPlanVersionFactory(enrolment=clock.enrolment, proposed=True)
    record_answer(
        actor=coach,
        version=version,
        seen_version=shown_version(version),
        decision=Decision.DECLINED,
        answered_at=at("2026-11-27"),
        method=ApprovalMethod.ORAL_AT_MEETING,
        note="Vill söka studier först.",
    )
    assert outcome(now, clock) == (EXCUSED, ["E02"])


def attempt(coach, clock, now, moment, channel, offered=""):
    now.move_to(moment)
    return record_contact_attempt(
        actor=coach,
        clock=clock,
        channel=ContactChannel(channel),
        attempted_at=moment,
        result=ContactResult.DECLINED_TIME if offered else ContactResult.NOT_REACHED,
        offered_time=at(*offered.split()) if offered else None,
    )


@pytest.mark.parametrize(
    ("attempts", "expected"),
    [
        pytest.param([("2026-11-24", "PHONE"), ("2026-11-26", "LETTER")], EXCUSED, id="two ways, two days"),
        pytest.param([("2026-11-24", "PHONE"), ("2026-11-26", "PHONE")], BREACHED, id="one way"),
        pytest.param([("2026-11-24", "PHONE"), ("2026-11-24", "SMS")], BREACHED, id="one day"),
        pytest.param([("2026-11-24", "PHONE")], BREACHED, id="one attempt"),
        pytest.param([("2026-11-24", "PHONE"), ("2026-12-01", "SMS")], BREACHED, id="one too late"),
    ],
)
def test_how_often_one_must_have_tried(now, clock, coach, attempts, expected):
    for day, channel in attempts:
        attempt(coach, clock, now, at(day, "00:05"), channel)
    assert outcome(now, clock)[0] == expected


@pytest.mark.parametrize(
    ("offered", "expected"),
    [("2026-11-27 10:00", EXCUSED), ("2026-11-30 16:00", EXCUSED), ("2026-12-01 10:00", BREACHED)],
)
def test_a_declined_time_must_have_been_in_time(now, clock, coach, offered, expected):
    attempt(coach, clock, now, at("2026-11-25"), "PHONE", offered)
    assert outcome(now, clock)[0] == expected


def test_what_was_recorded_late_takes_a_manager(now, clock, coach, manager, as_coach, as_manager):
    missed_meeting(now, coach, clock, at("2026-11-24"), at("2026-11-26"), logged=at("2026-12-01", "08:00"))
    assert outcome(now, clock)[0] == BREACHED
    now.move_to(at("2026-12-02"))
    url = reverse("clock_excuse", args=[clock.pk])
    assert as_coach.post(url).status_code == 403
    assert "Fristen är ursäktad: uteblev från erbjudet möte." in said(
        as_manager, as_manager.submit(url, on=reverse("clock_explain", args=[clock.pk]))
    )
    clock.refresh_from_db()
    breach, excuse = Breach.objects.get(), Excuse.objects.get()
    assert (clock.status, excuse.granted_by, breach.revoked_by) == (EXCUSED, manager, manager)
    assert "Uteblev från erbjudet möte tor 26 nov 2026" in text(
        as_manager.get(reverse("clock_explain", args=[clock.pk]))
    )


def test_without_evidence_not_even_a_manager_excuses(now, clock, manager):
    assert outcome(now, clock)[0] == BREACHED
    with pytest.raises(OperationRefused, match="Det finns inget underlag"):
        excuse_breach(actor=manager, clock=clock, seen_clock=shown_clock(clock))
    assert not Excuse.objects.exists()
    assert Breach.objects.get().revoked_at is None


def test_a_clock_that_is_not_broken_needs_no_excuse(now, clock, manager):
    with pytest.raises(OperationRefused, match="inte bruten"):
        excuse_breach(actor=manager, clock=clock, seen_clock=shown_clock(clock))


def test_a_missed_follow_up_is_excused_and_stays_due(now, coach, case):
    clock = DeadlineClockFactory(enrolment=case, kind=ClockKind.FOLLOW_UP, started_on=date(2026, 8, 24))
    assert clock.due_on == date(2026, 11, 24)
    now.move_to(at("2026-11-19"))
    booked = book_meeting(actor=coach, enrolment=case, starts_at=at("2026-11-23", "13:00"), kind=MeetingKind.FOLLOW_UP)
    now.move_to(at("2026-11-23", "14:00"))
    log_meeting(
        actor=coach,
        enrolment=case,
        status=MeetingStatus.ABSENT_INVALID,
        starts_at=at("2026-11-23", "13:00"),
        submission_id=uuid4(),
        kind=MeetingKind.FOLLOW_UP,
        booked=booked,
    )
    assert outcome(now, clock, "2026-11-25") == (EXCUSED, ["E01"])
    assert clock in type(clock).objects.unfulfilled()


def test_the_page_records_an_attempt_and_says_what_is_wrong(now, clock, as_coach):
    url = reverse("contact_attempt", args=[clock.pk])
    typed = {"outcome": "none", "attempt_channel": "PHONE", "day": "2026-11-23", "time": "09.00"}
    assert errors(as_coach.submit(url, typed)) == {"attempt_result": ["Välj vad som hände."]}
    declined = typed | {"attempt_result": "DECLINED_TIME"}
    assert errors(as_coach.submit(url, declined)) == {"offered_day": ["Ange vilken tid aspiranten tackade nej till."]}
    ahead = typed | {"attempt_result": "NOT_REACHED", "time": "12.00"}
    assert errors(as_coach.submit(url, ahead)) == {"time": ["Klockan 12.00 den dagen har inte varit ännu."]}
    page = said(as_coach, as_coach.submit(url, typed | {"attempt_result": "NOT_REACHED"}))
    assert not Meeting.objects.exists()
    assert "Kontaktförsöket är registrerat." in page
    assert "fick inte tag i aspiranten" in page


def test_somebody_elses_clock_does_not_exist(clock, stranger):
    assert signed_in(stranger).get(reverse("contact_attempt", args=[clock.pk])).status_code == 404


def test_a_missed_meeting_is_logged_as_it_was_booked(now, clock, coach):
    """Else any no-show could be moved into the time."""
    now.move_to(at("2026-11-24"))
    booked = book_meeting(actor=coach, enrolment=clock.enrolment, starts_at=at("2026-12-10"))
    now.move_to(at("2026-11-27", "12:00"))
    facts = {"actor": coach, "enrolment": clock.enrolment, "status": MeetingStatus.ABSENT_INVALID, "booked": booked}
    with pytest.raises(OperationRefused, match="som det var bokat"):
        log_meeting(starts_at=at("2026-11-27"), submission_id=uuid4(), **facts)
    with pytest.raises(OperationRefused, match="först den dag"):
        log_meeting(starts_at=at("2026-12-10"), submission_id=uuid4(), **facts)


def test_a_time_that_had_passed_was_no_offer(now, clock, coach):
    with pytest.raises(OperationRefused, match="efter samtalet"):
        attempt(coach, clock, now, at("2026-11-30"), "PHONE", "2026-11-24 09:00")


def test_another_meeting_missed_excuses_no_follow_up(now, coach, case):
    clock = DeadlineClockFactory(enrolment=case, kind=ClockKind.FOLLOW_UP, started_on=date(2026, 8, 24))
    now.move_to(at("2026-11-19"))
    booked = book_meeting(actor=coach, enrolment=case, starts_at=at("2026-11-23", "13:00"))
    now.move_to(at("2026-11-23", "14:00"))
    log_meeting(
        actor=coach,
        enrolment=case,
        status=MeetingStatus.ABSENT_INVALID,
        starts_at=booked.starts_at,
        submission_id=uuid4(),
        booked=booked,
    )
    assert outcome(now, clock, "2026-11-25") == (BREACHED, [])


def test_a_missed_meeting_excuses_what_the_table_says(now, case):
    """Each kind of meeting, missed in time, for each kind of clock: neither is excused by default."""
    for kind in ClockKind:
        if kind not in (ClockKind.PLAN_GUARANTEE, ClockKind.FOLLOW_UP):  # these have their policies already
            DeadlinePolicyFactory(kind=kind)
        clock = DeadlineClockFactory(enrolment=case, kind=kind, started_on=date(2026, 11, 23))
        for meeting_kind in MeetingKind:
            meeting = MeetingFactory(
                enrolment=case,
                kind=meeting_kind,
                starts_at=at(str(clock.due_on), "08:00"),
                status=MeetingStatus.ABSENT_INVALID,
                logged_at=at(str(clock.due_on), "09:00"),
            )
            Meeting.objects.filter(pk=meeting.pk).update(booked_at=at("2026-11-20"))
            excuses = Effect.MISSED_EXCUSES in MEETING_EFFECTS[kind][meeting_kind]
            assert bool(find_evidence(clock)) == excuses, (kind, meeting_kind)
            meeting.delete()


def test_a_breach_that_a_page_finds_is_told_once(now, clock, coach, manager):
    now.move_to(at("2026-12-01", "08:00"))
    approve(coach, clock, at("2026-12-01", "07:30"))
    sweep_on(now, "2026-12-02")
    told = Notice.objects.filter(event_key=f"breach-{clock.pk}-2026-11-30").values_list("recipient", flat=True)
    assert sorted(told) == sorted([coach.pk, manager.pk])
