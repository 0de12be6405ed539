"""Evidence is judged again after each correction: every combination of what was there, what it became, and when.

Received Monday 23 November, last day Monday 30 November; the sweep runs the night to Tuesday 1 December.
"""

from __future__ import annotations

from datetime import date

import pytest

from aspirants.models import Correction, CorrectionState
from core.refusals import OperationRefused
from deadlines.models import Breach, ClockStatus, Excuse
from deadlines.operations.correcting import decide_correction
from deadlines.shown import shown_waiting
from deadlines.status.healing import healable_clocks
from demo.factories import JobPlanVersionFactory
from jobplans.models import ApprovalMethod, Decision
from jobplans.operations import record_answer
from jobplans.operations.correcting import correct_answer
from jobplans.shown import shown_answer, shown_version
from meetings.choices import ChangeReason, Channel, MeetingKind, MeetingStatus, Wish
from meetings.models import BookingChange, Meeting
from meetings.operations.bookings import cancel_booking
from meetings.operations.correcting import remove_meeting
from meetings.shown import shown_meeting
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB
from tests.aspirants.staff import at
from tests.corrections.acts import attempt, booked, correct, correct_an_attempt, logged
from tests.deadlines.clocks import approve, sweep_on
from tests.roles import as_role

BEFORE, AFTER = "2026-11-27", "2026-12-02"
"""A correction before the last day, and one after the sweep."""

PRESENT, ABSENT, VALID, MOVED, OURS = (
    MeetingStatus.PRESENT,
    MeetingStatus.ABSENT_INVALID,
    MeetingStatus.ABSENT_VALID,
    MeetingStatus.RESCHEDULED,
    MeetingStatus.CANCELLED_BY_UNIT,
)
EXCUSED, BREACHED, MET = ClockStatus.EXCUSED, ClockStatus.BREACHED, ClockStatus.MET


@pytest.fixture
def clock(now, received):
    return received("2026-11-23")


def result(clock) -> tuple[str, bool]:
    """What became of the clock, and whether a correction waits for the manager."""
    clock.refresh_from_db()
    standing = Breach.objects.filter(clock=clock, revoked_at=None).count()
    assert standing == (clock.status == BREACHED), "a broken clock has one standing breach, any other none"
    excused = Excuse.objects.filter(clock=clock, revoked_at=None).exists()
    assert excused == (clock.status == EXCUSED)
    return clock.status, Correction.objects.filter(state=CorrectionState.WAITING).exists()


def in_time_or_after(now, when: str) -> None:
    """Before the last day; or after the sweep has stamped the clock."""
    if when == AFTER:
        sweep_on(now, "2026-12-01")
    now.move_to(at(when))


@pytest.mark.parametrize(
    ("was", "became", "when", "expected"),
    [
        # What was on record in time and is still there counts; what came in time counts.
        (PRESENT, ABSENT, BEFORE, (EXCUSED, False)),
        (ABSENT, PRESENT, BEFORE, (BREACHED, False)),
        (ABSENT, VALID, BEFORE, (BREACHED, False)),
        (ABSENT, OURS, BEFORE, (BREACHED, False)),
        (VALID, ABSENT, BEFORE, (EXCUSED, False)),
        (OURS, ABSENT, BEFORE, (EXCUSED, False)),
        # After the last day: what heals waits, what takes away the evidence does so at once.
        (PRESENT, ABSENT, AFTER, (BREACHED, True)),
        (VALID, ABSENT, AFTER, (BREACHED, True)),
        (MOVED, ABSENT, AFTER, (BREACHED, True)),
        (OURS, ABSENT, AFTER, (BREACHED, True)),
        (ABSENT, PRESENT, AFTER, (BREACHED, False)),
        (ABSENT, VALID, AFTER, (BREACHED, False)),
        (ABSENT, MOVED, AFTER, (BREACHED, False)),
        (ABSENT, OURS, AFTER, (BREACHED, False)),
        (PRESENT, VALID, AFTER, (BREACHED, False)),
    ],
)
def test_how_a_meeting_went(now, clock, coach, was, became, when, expected):
    meeting = booked(now, coach, clock.enrolment, at("2026-11-24"), at("2026-11-26"))
    logged(now, coach, meeting, at("2026-11-26", "11:00"), was)
    in_time_or_after(now, when)
    correct(coach, meeting, status=became)
    if when == BEFORE:
        sweep_on(now, "2026-12-01")
    assert result(clock) == expected


@pytest.mark.parametrize(
    ("changed", "when", "expected"),
    [
        ({"note": "Ringde två gånger."}, BEFORE, (EXCUSED, False)),
        ({"note": "Ringde två gånger."}, AFTER, (EXCUSED, False)),
        ({"topics": ["PLANNING"]}, AFTER, (EXCUSED, False)),
        ({"channel": Channel.PHONE}, BEFORE, (EXCUSED, False)),
        ({"channel": Channel.PHONE}, AFTER, (EXCUSED, False)),
    ],
)
def test_what_is_no_evidence_changes_nothing(now, clock, coach, changed, when, expected):
    meeting = booked(now, coach, clock.enrolment, at("2026-11-24"), at("2026-11-26"))
    logged(now, coach, meeting, at("2026-11-26", "11:00"), ABSENT)
    in_time_or_after(now, when)
    correct(coach, meeting, **changed)
    if when == BEFORE:
        sweep_on(now, "2026-12-01")
    assert result(clock) == expected


@pytest.mark.parametrize("when", [BEFORE, AFTER])
@pytest.mark.parametrize("changed", [{"starts_at": at("2026-11-25")}, {"kind": MeetingKind.NETWORK}])
def test_a_missed_meeting_stands_as_it_was_booked(now, clock, coach, changed, when):
    meeting = booked(now, coach, clock.enrolment, at("2026-11-24"), at("2026-11-26"))
    logged(now, coach, meeting, at("2026-11-26", "11:00"), ABSENT)
    in_time_or_after(now, when)
    with pytest.raises(OperationRefused, match=r"står som det var bokat: coachmöte 2026-11-26 kl\. 10\.00"):
        correct(coach, meeting, **changed)


def test_the_kind_of_a_booking_counts_from_when_it_was_corrected(now, clock, coach):
    """Booked as a network meeting and missed as one, it excuses nothing; that it was a coach meeting came too late."""
    meeting = booked(now, coach, clock.enrolment, at("2026-11-24"), at("2026-11-30"), kind=MeetingKind.NETWORK)
    now.move_to(at("2026-12-01", "09:00"))
    correct(coach, meeting, kind=MeetingKind.COACH)
    meeting.refresh_from_db()
    logged(now, coach, meeting, at("2026-12-01", "09:05"), ABSENT)
    sweep_on(now, "2026-12-02")
    assert result(clock)[0] == BREACHED


def test_a_meeting_never_booked_cannot_be_moved_to_when_it_was_written_down(now, clock, coach):
    """Logged on the 24th as it happened, it was offered to nobody beforehand; not even if its day is corrected."""
    from uuid import uuid4

    from meetings.operations import log_meeting

    now.move_to(at("2026-11-24", "11:00"))
    meeting = log_meeting(
        actor=coach, enrolment=clock.enrolment, status=PRESENT, starts_at=at("2026-11-24"), submission_id=uuid4()
    )
    now.move_to(at(BEFORE))
    correct(coach, meeting, starts_at=at("2026-11-26"))
    with pytest.raises(OperationRefused, match="inte bokat i förväg"):
        correct(coach, meeting, status=ABSENT)


def test_back_and_forth_is_judged_by_the_last_time(now, clock, coach):
    """Absent in time, corrected to present in time, and back after the last day: that day the register said present."""
    meeting = booked(now, coach, clock.enrolment, at("2026-11-24"), at("2026-11-26"))
    logged(now, coach, meeting, at("2026-11-26", "11:00"), ABSENT)
    now.move_to(at(BEFORE))
    correct(coach, meeting, status=PRESENT)
    sweep_on(now, "2026-12-01")
    now.move_to(at(AFTER))
    correct(coach, meeting, status=ABSENT)
    assert result(clock) == (BREACHED, True)


def test_the_author_corrects_freely_and_it_is_late_evidence_all_the_same(now, clock, coach):
    """Logged present on the last day at 16, corrected the next morning without a reason: after the last day."""
    meeting = booked(now, coach, clock.enrolment, at("2026-11-24"), at("2026-11-30"))
    logged(now, coach, meeting, at("2026-11-30", "16:00"), PRESENT)
    sweep_on(now, "2026-12-01")
    now.move_to(at("2026-12-01", "09:00"))
    correct(coach, meeting, status=ABSENT, reason="")
    assert result(clock) == (BREACHED, True)


@pytest.mark.parametrize(
    ("changed", "when", "expected"),
    [
        # Telephone on the 23rd and text message on the 25th are evidence (E03).
        ({"channel": "PHONE"}, BEFORE, (BREACHED, False)),
        ({"channel": "PHONE"}, AFTER, (BREACHED, False)),
        ({"attempted_at": at("2026-11-23", "15:00")}, BEFORE, (BREACHED, False)),
        ({"attempted_at": at("2026-11-23", "15:00")}, AFTER, (BREACHED, False)),
        # Another hour of the same day says the same; another day or channel is on record from now on.
        ({"attempted_at": at("2026-11-25", "09:00")}, AFTER, (EXCUSED, False)),
        ({"channel": "LETTER"}, BEFORE, (EXCUSED, False)),
        ({"channel": "LETTER"}, AFTER, (BREACHED, True)),
    ],
)
def test_an_attempt(now, clock, coach, changed, when, expected):
    attempt(coach, clock, "PHONE", at("2026-11-23", "09:00"))
    now.move_to(at("2026-11-25", "11:00"))
    second = attempt(coach, clock, "SMS", at("2026-11-25"))
    in_time_or_after(now, when)
    correct_an_attempt(coach, second, **changed)
    if when == BEFORE:
        sweep_on(now, "2026-12-01")
    assert result(clock) == expected


@pytest.mark.parametrize(("when", "expected"), [(BEFORE, (EXCUSED, False)), (AFTER, (BREACHED, True))])
def test_an_attempt_that_becomes_evidence(now, clock, coach, when, expected):
    attempt(coach, clock, "PHONE", at("2026-11-23", "09:00"))
    now.move_to(at("2026-11-25", "11:00"))
    second = attempt(coach, clock, "PHONE", at("2026-11-25"))
    in_time_or_after(now, when)
    correct_an_attempt(coach, second, channel="SMS")
    if when == BEFORE:
        sweep_on(now, "2026-12-01")
    assert result(clock) == expected


def test_a_declined_time_that_lay_within_the_time(now, clock, coach):
    """E04: that the offered time was within the time comes after the last day."""
    now.move_to(at("2026-11-25", "11:00"))
    one = attempt(coach, clock, "PHONE", at("2026-11-25"), result="DECLINED_TIME", offered_time=at("2026-12-03"))
    in_time_or_after(now, AFTER)
    assert result(clock) == (BREACHED, False)
    correct_an_attempt(coach, one, offered_time=at("2026-11-27"))
    assert result(clock) == (BREACHED, True)


def answered(coach, clock, decision: Decision, answered_at):
    version = JobPlanVersionFactory(enrolment=clock.enrolment, proposed=True, proposed_at=at("2026-11-24"))
    return record_answer(
        actor=coach,
        version=version,
        seen_version=shown_version(version),
        decision=decision,
        answered_at=answered_at,
        method=ApprovalMethod.ORAL_AT_MEETING,
        note="Vill inte",
    )


def correct_the_answer(actor, answer, answered_at, *, reason="Fel dag"):
    answer.refresh_from_db()
    return correct_answer(
        actor=actor,
        answer=answer,
        seen_answer=shown_answer(answer),
        answered_at=answered_at,
        method=ApprovalMethod(answer.method),
        note=answer.note,
        reason=reason,
    )


def test_a_no_that_turns_out_to_have_come_in_time_waits(now, clock, coach):
    """E02, recorded on the 2nd as of the 1st, corrected to the 27th."""
    in_time_or_after(now, AFTER)
    answer = answered(coach, clock, Decision.DECLINED, at("2026-12-01", "15:00"))
    assert result(clock) == (BREACHED, False)
    correct_the_answer(coach, answer, at("2026-11-27"))
    assert result(clock) == (BREACHED, True)


def test_a_yes_that_turns_out_to_have_come_in_time_waits(now, clock, coach, manager):
    in_time_or_after(now, AFTER)
    answer = answered(coach, clock, Decision.APPROVED, at("2026-12-01", "15:00"))
    assert result(clock) == (BREACHED, False)
    correction = correct_the_answer(coach, answer, at("2026-11-27"))
    assert result(clock) == (BREACHED, True)
    assert Breach.objects.get().cause == "B06"
    decide_correction(
        actor=manager,
        correction=correction,
        seen_correction=shown_waiting(correction, healable_clocks(clock.enrolment)),
        accepts=True,
    )
    assert result(clock) == (MET, False)
    assert clock.late_registered


def test_a_yes_that_turns_out_to_have_come_late_breaks(now, clock, coach):
    now.move_to(at("2026-11-30", "16:00"))
    answer = answered(coach, clock, Decision.APPROVED, at("2026-11-30", "15:00"))
    assert result(clock) == (MET, False)
    now.move_to(at(AFTER))
    answer.recorded_at = at("2026-12-01", "08:00")
    answer.save()
    correct_the_answer(coach, answer, at("2026-12-01", "07:30"))
    assert result(clock) == (BREACHED, False)
    breach = Breach.objects.get()
    assert (breach.cause, breach.comment) == ("", "Bröts när ett svar på jobbplanen rättades.")
    assert breach.due_on == date(2026, 11, 30)


def test_a_yes_of_another_hour_within_the_time_stays_kept(now, clock, coach):
    """It was on record by the last day that the promise was kept; another day within the time takes nothing away."""
    now.move_to(at(BEFORE))
    answer = answered(coach, clock, Decision.APPROVED, at("2026-11-26"))
    in_time_or_after(now, AFTER)
    correct_the_answer(coach, answer, at("2026-11-25"))
    assert result(clock) == (MET, False)
    assert clock.fulfilled_at == at("2026-11-25")
    first = clock.enrolment.follow_ups.get()
    assert first.clock.started_on == date(2026, 11, 25), "the follow-up counts from the corrected day"


def test_a_yes_of_another_plan_keeps_the_clock_that_lost_its_first(now, clock, coach):
    assert approve(coach, clock, at("2026-11-23", "09:00")).status == MET


def declined(now, coach, clock, said: str, starts_at: str, **more):
    """A meeting that the aspirant said no to, at an instant."""
    meeting = booked(now, coach, clock.enrolment, at("2026-11-24"), at(starts_at), **more)
    now.move_to(at(said))
    return cancel_booking(
        actor=coach,
        booking=meeting,
        seen_booking=shown_meeting(meeting),
        wish=Wish.ASPIRANT,
        reason=ChangeReason.OTHER_TIME,
        note="Vill sova",
    )


def test_a_no_to_a_time_falls_with_its_meeting(now, clock, coach, manager):
    """E04, of a meeting that was about another person: nothing of it is left, the words of the no included."""
    meeting = declined(now, coach, clock, "2026-11-25", "2026-11-27")
    sweep_on(now, "2026-12-01")
    assert result(clock) == (EXCUSED, False)
    now.move_to(at(AFTER))
    with as_role(WEB), acting_for(manager):
        meeting = Meeting.objects.get(pk=meeting.pk)
        remove_meeting(actor=manager, meeting=meeting, seen_meeting=shown_meeting(meeting))
    assert result(clock) == (BREACHED, False)
    assert set(BookingChange.objects.values_list("note", flat=True)) == {""}


def test_a_no_counts_for_the_kind_it_was_said_to_by_the_last_day(now, clock, coach):
    """That it was a coach meeting, and not a network meeting, came on the 2nd."""
    meeting = declined(now, coach, clock, "2026-11-25", "2026-11-27", kind=MeetingKind.NETWORK)
    in_time_or_after(now, AFTER)
    assert result(clock) == (BREACHED, False)
    correct(coach, meeting, kind=MeetingKind.COACH)
    assert result(clock) == (BREACHED, True)


def test_a_no_does_not_come_of_a_correction_and_goes_with_one(now, clock, coach):
    held = booked(now, coach, clock.enrolment, at("2026-11-24"), at("2026-11-26"))
    logged(now, coach, held, at("2026-11-26", "11:00"), OURS)
    with pytest.raises(OperationRefused, match="registreras när det händer"):
        correct(coach, held, status=MeetingStatus.CANCELLED_BY_ASPIRANT)
    meeting = declined(now, coach, clock, "2026-11-27", "2026-11-30")
    sweep_on(now, "2026-12-01")
    assert result(clock) == (EXCUSED, False)
    now.move_to(at(AFTER))
    correct(coach, meeting, status=PRESENT)
    assert result(clock) == (BREACHED, False)
