"""Who corrects, with what reason, and the steps a correction takes: every edge and every non-edge."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from uuid import uuid4

import pytest
from django.utils import timezone

from activities.choices import OfferAnswer
from activities.operations import record_job_offer
from activities.operations.correcting import correct_activity, correct_job_offer
from activities.shown import shown_activity, shown_offer
from aspirants.models import Correction, CorrectionState, Interruption
from aspirants.models.corrections import STEPS
from core.refusals import OperationRefused
from core.seen import ChangedMeanwhileError
from deadlines.models import Breach, ClockStatus, Excuse
from deadlines.operations import interrupt_case
from deadlines.operations.correcting import correct_interruption, decide_correction
from deadlines.shown import shown_interruption, shown_waiting
from deadlines.status.healing import healable_clocks
from demo.factories import (
    ActivityFactory,
    DeadlineClockFactory,
    EnrolmentFactory,
    FollowUpFactory,
    GroupInformationBookingFactory,
    UserFactory,
)
from jobplans.models import FollowUpResult
from jobplans.operations import hold_follow_up
from jobplans.operations.correcting import correct_follow_up
from jobplans.shown import shown_follow_up, shown_held
from meetings.choices import BookingStatus, Channel, MeetingStatus
from meetings.operations import log_meeting
from meetings.operations.correcting import correct_group_outcome
from meetings.shown import shown_booking, shown_meeting
from tests.aspirants.staff import at
from tests.corrections.acts import booked, correct, logged
from tests.deadlines.clocks import sweep_on

PRESENT, ABSENT = MeetingStatus.PRESENT, MeetingStatus.ABSENT_INVALID
WAITING, ACCEPTED, REFUSED, LAPSED = (
    CorrectionState.WAITING,
    CorrectionState.ACCEPTED,
    CorrectionState.REFUSED,
    CorrectionState.LAPSED,
)
EDGES = {(WAITING, ACCEPTED), (WAITING, REFUSED), (WAITING, LAPSED)}


@pytest.mark.parametrize(("state", "to"), list(product(CorrectionState, CorrectionState)))
def test_each_step_and_each_that_is_none(state, to):
    """Said here once more, by hand: a table that lets something new through fails."""
    correction = Correction(state=state)
    assert (to in STEPS[state]) == ((state, to) in EDGES)
    if (state, to) in EDGES:
        correction.require_step(to)
    else:
        with pytest.raises(OperationRefused, match="kan inte bli"):
            correction.require_step(to)


@pytest.fixture
def waiting(now, coach, received):
    """A correction that could excuse a broken clock, made on the 2nd by the coach."""
    clock = received("2026-11-23")
    meeting = booked(now, coach, clock.enrolment, at("2026-11-24"), at("2026-11-26"))
    logged(now, coach, meeting, at("2026-11-26", "11:00"), PRESENT)
    sweep_on(now, "2026-12-01")
    now.move_to(at("2026-12-02"))
    correction = correct(coach, meeting, status=ABSENT)
    correction.refresh_from_db()
    assert correction.state == WAITING
    return correction


def decide(actor, correction, *, accepts, reason=""):
    return decide_correction(
        actor=actor,
        correction=correction,
        seen_correction=shown_waiting(correction, healable_clocks(correction.enrolment)),
        accepts=accepts,
        reason=reason,
    )


def test_the_manager_says_yes(waiting, manager):
    decided = decide(manager, waiting, accepts=True)
    clock = waiting.enrolment.clocks.get()
    assert (decided.state, decided.decided_by, clock.status) == (ACCEPTED, manager, ClockStatus.EXCUSED)
    assert Excuse.objects.get().granted_by == manager
    assert Breach.objects.get().revoked_by == manager
    with pytest.raises(OperationRefused, match="kan inte bli"):
        decide(manager, decided, accepts=False, reason="Ändrade mig")


def test_the_manager_says_no_with_a_reason(waiting, manager):
    with pytest.raises(OperationRefused, match="Skriv varför"):
        decide(manager, waiting, accepts=False)
    decided = decide(manager, waiting, accepts=False, reason="Mötet hölls")
    assert (decided.state, decided.decision_reason) == (REFUSED, "Mötet hölls")
    assert waiting.enrolment.clocks.get().status == ClockStatus.BREACHED
    assert waiting.enrolment.meetings.get().status == PRESENT, "it says what it said before"


def test_it_lapses_when_corrected_back(waiting, coach):
    correct(coach, waiting.enrolment.meetings.get(), status=PRESENT)
    waiting.refresh_from_db()
    assert waiting.state == LAPSED
    assert not Correction.objects.filter(state=WAITING).exists()


def test_only_a_manager_of_the_jobbtorg_decides(waiting, coach):
    for other in (coach, UserFactory(manager=True)):
        with pytest.raises(OperationRefused):
            decide(other, waiting, accepts=True)


def test_two_managers_decide_at_once(waiting, manager):
    """The second sees what the first has said."""
    seen = shown_waiting(waiting, healable_clocks(waiting.enrolment))
    decide(manager, waiting, accepts=False, reason="Mötet hölls")
    another = UserFactory(manager=True, jobbtorg=manager.jobbtorg)
    with pytest.raises(ChangedMeanwhileError) as error:
        decide_correction(actor=another, correction=waiting, seen_correction=seen, accepts=True)
    assert dict(error.value.now.facts)["Läge"] == "Inte godkänd"


def test_two_correct_the_same(now, coach, case):
    meeting = booked(now, coach, case, at("2026-11-23"), at("2026-11-24"))
    meeting = logged(now, coach, meeting, at("2026-11-24", "11:00"))
    seen = shown_meeting(meeting)
    correct(coach, meeting, note="Gick bra")
    colleague = UserFactory(coach=True, jobbtorg=coach.jobbtorg)
    from meetings.operations.correcting import correct_meeting

    with pytest.raises(ChangedMeanwhileError) as error:
        correct_meeting(
            actor=colleague,
            meeting=meeting,
            seen_meeting=seen,
            status=ABSENT,
            kind=meeting.kind,
            channel=Channel.VISIT,
            starts_at=meeting.starts_at,
            reason="Kom inte",
        )
    assert [row.label for row in error.value.rows() if row.differs] == ["Anteckning"]


@pytest.mark.parametrize(
    ("who", "after", "needs_a_reason"),
    [
        ("author", timedelta(hours=23, minutes=59), False),
        ("author", timedelta(hours=24), True),
        ("colleague", timedelta(minutes=5), True),
        ("manager", timedelta(minutes=5), True),
    ],
)
def test_when_a_reason_is_needed(now, coach, manager, case, who, after, needs_a_reason):
    meeting = booked(now, coach, case, at("2026-11-23"), at("2026-11-24"))
    meeting = logged(now, coach, meeting, at("2026-11-24", "11:00"))
    actor = {
        "author": coach,
        "manager": manager,
        "colleague": UserFactory(coach=True, jobbtorg=coach.jobbtorg),
    }[who]
    now.move_to(at("2026-11-24", "11:00") + after)
    if needs_a_reason:
        with pytest.raises(OperationRefused, match="Skriv varför") as refused:
            correct(actor, meeting, note="Gick bra", reason="")
        assert refused.value.field == "reason"
    correct(actor, meeting, note="Gick bra", reason="Fel möte" if needs_a_reason else "")
    correction = Correction.objects.get()
    assert correction.differences == [["Anteckning", "", "Gick bra"]]
    assert correction.state == CorrectionState.DONE


def test_nobody_elsewhere_corrects(now, coach, stranger, case):
    meeting = booked(now, coach, case, at("2026-11-23"), at("2026-11-24"))
    with pytest.raises(OperationRefused):
        correct(stranger, meeting, channel=Channel.PHONE)


def test_nothing_changed_is_no_correction(now, coach, case):
    meeting = booked(now, coach, case, at("2026-11-23"), at("2026-11-24"))
    with pytest.raises(OperationRefused, match="Ingenting är ändrat"):
        correct(coach, meeting)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"status": PRESENT}, "status"),
        ({"starts_at": at("2026-11-25")}, "starts_at"),
    ],
)
def test_a_booking_is_logged_and_moved_elsewhere(now, coach, case, changed, field):
    meeting = booked(now, coach, case, at("2026-11-23"), at("2026-11-24"))
    with pytest.raises(OperationRefused) as refused:
        correct(coach, meeting, **changed)
    assert refused.value.field == field
    correct(coach, meeting, channel=Channel.VIDEO)


@pytest.mark.parametrize(
    ("starts_at", "said"),
    [
        (at("2026-11-30"), "inte varit ännu"),
        (at("2026-01-05"), "före inskrivningen"),
    ],
)
def test_days_that_cannot_be(now, coach, case, starts_at, said):
    meeting = booked(now, coach, case, at("2026-11-23"), at("2026-11-24"))
    logged(now, coach, meeting, at("2026-11-24", "11:00"))
    with pytest.raises(OperationRefused, match=said):
        correct(coach, meeting, starts_at=starts_at)


def test_the_first_visit_follows(now, coach, case):
    meeting = booked(now, coach, case, at("2026-11-23"), at("2026-11-24"))
    logged(now, coach, meeting, at("2026-11-24", "11:00"))
    for changed, visited in (
        ({"channel": Channel.PHONE}, None),
        ({"channel": Channel.VISIT}, date(2026, 11, 24)),
        ({"starts_at": at("2026-11-23", "08:00")}, date(2026, 11, 23)),
        ({"status": MeetingStatus.CANCELLED_BY_UNIT}, None),
    ):
        correct(coach, meeting, **changed)
        case.refresh_from_db()
        assert case.first_visit_on == visited, changed


def test_a_clock_that_counts_from_the_first_visit_waits_again(now, coach, case):
    from deadlines.models import ClockKind, DeadlinePolicy, StartEvent
    from demo.factories import DeadlinePolicyFactory

    DeadlinePolicy.objects.filter(kind=ClockKind.PLAN_GUARANTEE).update(valid_to=date(2026, 12, 31))
    policy = DeadlinePolicyFactory(
        kind=ClockKind.PLAN_GUARANTEE, start_event=StartEvent.FIRST_VISIT, valid_from=date(2027, 1, 1)
    )
    meeting = booked(now, coach, case, at("2026-11-23"), at("2026-11-24"))
    logged(now, coach, meeting, at("2026-11-24", "11:00"))
    clock = DeadlineClockFactory(enrolment=case, policy=policy, started_on=date(2026, 11, 24))
    correct(coach, meeting, starts_at=at("2026-11-23", "08:00"))
    clock.refresh_from_db()
    assert (clock.started_on, clock.due_on) == (date(2026, 11, 23), date(2026, 11, 30))
    correct(coach, meeting, status=MeetingStatus.CANCELLED_BY_UNIT)
    clock.refresh_from_db()
    assert (clock.status, clock.started_on, clock.due_on) == (ClockStatus.WAITING, None, None)


def test_an_outcome_is_corrected_in_a_case_that_was_closed_since(coach):
    """And not of a session after the closing."""
    case = EnrolmentFactory(coach=coach, closed=True)
    booking = GroupInformationBookingFactory(enrolment=case, no_show=True)
    correct_group_outcome(
        actor=coach,
        booking=booking,
        seen_booking=shown_booking(booking),
        status=BookingStatus.ATTENDED,
        reason="Kom sent",
    )
    case.refresh_from_db()
    assert case.first_visit_on == timezone.localdate(booking.session.starts_at)
    case.closed_on = case.first_visit_on - timedelta(days=1)
    case.save()
    with pytest.raises(OperationRefused, match="efter att ärendet avslutades"):
        correct_group_outcome(
            actor=coach,
            booking=booking,
            seen_booking=shown_booking(type(booking).objects.get(pk=booking.pk)),
            status=BookingStatus.NO_SHOW,
            reason="Kom inte",
        )


def test_the_author_of_an_outcome_corrects_it_freely_for_a_day(now, coach, case):
    booking = GroupInformationBookingFactory(enrolment=case, attended=True)
    # The history keeps the time of the database, whatever time the test has.
    kept_at = booking.changes.get().pgh_created_at
    booking.session.starts_at = kept_at - timedelta(hours=1)
    booking.session.save()
    for hours, needs_a_reason in ((1, False), (25, True)):
        now.move_to(kept_at + timedelta(hours=hours))
        booking.refresh_from_db()
        given = {"actor": coach, "booking": booking, "seen_booking": shown_booking(booking)}
        status = BookingStatus.NO_SHOW if booking.status == BookingStatus.ATTENDED else BookingStatus.ATTENDED
        if needs_a_reason:
            with pytest.raises(OperationRefused, match="Skriv varför"):
                correct_group_outcome(**given, status=status)
        else:
            correct_group_outcome(**given, status=status)


def offered(coach, clock):
    return record_job_offer(
        actor=coach,
        enrolment=clock.enrolment,
        employer="Bagarn AB",
        offered_on=date(2026, 11, 23),
        answer=OfferAnswer.ACCEPTED,
        answered_at=at("2026-11-23", "09:00"),
        starts_on=date(2026, 12, 1),
    )


def test_a_yes_that_was_a_no_opens_the_promise_again(now, coach, received):
    clock = received("2026-11-23")
    offer = offered(coach, clock)
    correct_job_offer(
        actor=coach,
        offer=offer,
        seen_offer=shown_offer(offer),
        employer="Bagarn AB",
        offered_on=offer.offered_on,
        answer=OfferAnswer.DECLINED,
        answered_at=offer.answered_at,
    )
    clock.refresh_from_db()
    assert (clock.status, clock.fulfilled_at, clock.fulfilment) == (ClockStatus.RUNNING, None, "")


def test_in_a_closed_case_what_was_due_is_broken_and_what_was_not_is_cancelled(now, coach, received):
    due, ahead = received("2026-11-23"), received("2026-11-23")
    for clock, closed_on in ((due, date(2026, 12, 4)), (ahead, date(2026, 11, 27))):
        offer = offered(coach, clock)
        clock.enrolment.status, clock.enrolment.closed_on = "CLOSED", closed_on
        clock.enrolment.save()
        now.move_to(at("2026-12-07"))
        correct_job_offer(
            actor=coach,
            offer=offer,
            seen_offer=shown_offer(offer),
            employer="Bagarn AB",
            offered_on=offer.offered_on,
            answer=OfferAnswer.PENDING,
            reason="Svarade aldrig",
        )
        now.move_to(at("2026-11-23"))
        clock.refresh_from_db()
    assert (due.status, due.ended_on) == (ClockStatus.BREACHED, date(2026, 12, 4))
    assert (ahead.status, ahead.ended_on) == (ClockStatus.CANCELLED, date(2026, 11, 27))


def test_an_insats_that_begins_too_late_keeps_nothing(now, coach, received):
    """G-56: within thirty days of the yes."""
    clock = received("2026-11-23")
    activity = ActivityFactory(enrolment=clock.enrolment, agreed_at=None)
    for starts_on, status in ((date(2026, 12, 7), ClockStatus.MET), (date(2027, 1, 11), ClockStatus.RUNNING)):
        activity.refresh_from_db()
        correct_activity(
            actor=coach,
            activity=activity,
            seen_activity=shown_activity(activity),
            insats_type=activity.insats_type,
            decided_on=activity.decided_on,
            starts_on=starts_on,
            agreed_at=at("2026-11-23", "09:00"),
            reason="Fel datum",
        )
        clock.refresh_from_db()
        assert clock.status == status


def test_the_next_follow_up_counts_from_the_corrected_day(now, coach, case):
    now.move_to(at("2026-11-25"))
    follow_up = FollowUpFactory(enrolment=case, clock__started_on=date(2026, 8, 25))
    hold_follow_up(
        actor=coach,
        follow_up=follow_up,
        seen_follow_up=shown_follow_up(follow_up),
        held_at=at("2026-11-25", "09:00"),
        result=FollowUpResult.UNCHANGED,
    )
    follow_up.refresh_from_db()
    correct_follow_up(
        actor=coach,
        follow_up=follow_up,
        seen_held=shown_held(follow_up),
        held_at=at("2026-11-24", "09:00"),
        result=FollowUpResult.UNCHANGED,
    )
    following = case.follow_ups.get(status="PLANNED")
    assert (following.clock.started_on, following.clock.due_on) == (date(2026, 11, 24), date(2027, 2, 24))


def interruption_of(coach, case, started_on, returned_on):
    from aspirants.shown import shown_interruptions

    return interrupt_case(
        actor=coach,
        enrolment=case,
        seen_interruptions=shown_interruptions(case),
        reason="ILLNESS",
        started_on=started_on,
        returned_on=returned_on,
    )


def correct_the_interruption(actor, interruption, **changed):
    interruption = Interruption.objects.select_related("enrolment").get(pk=interruption.pk)
    facts = {
        "kind": interruption.reason,
        "started_on": interruption.started_on,
        "returned_on": interruption.returned_on,
        "reason": "Fel datum",
    }
    return correct_interruption(
        actor=actor,
        interruption=interruption,
        seen_interruption=shown_interruption(interruption),
        **{**facts, **changed},
    )


def test_the_follow_up_follows_a_corrected_interruption(now, coach, case):
    """F-25: due on the fifth working day after the return, where the last day fell inside."""
    clock = FollowUpFactory(enrolment=case, clock__started_on=date(2026, 8, 25)).clock
    assert clock.due_on == date(2026, 11, 25)
    interruption = interruption_of(coach, case, date(2026, 11, 20), date(2026, 12, 1))
    clock.refresh_from_db()
    assert clock.due_on == date(2026, 12, 8)
    correct_the_interruption(coach, interruption, returned_on=date(2026, 12, 8))
    clock.refresh_from_db()
    assert clock.due_on == date(2026, 12, 15)
    correct_the_interruption(coach, interruption, returned_on=date(2026, 11, 24))
    clock.refresh_from_db()
    assert clock.due_on == date(2026, 11, 25)


def test_a_passed_last_day_is_moved_by_the_manager_alone(now, coach, manager, case):
    clock = FollowUpFactory(enrolment=case, clock__started_on=date(2026, 8, 25)).clock
    interruption = interruption_of(coach, case, date(2026, 11, 16), date(2026, 11, 20))
    sweep_on(now, "2026-11-26")
    now.move_to(at("2026-11-26"))
    clock.refresh_from_db()
    assert clock.status == ClockStatus.BREACHED
    with pytest.raises(OperationRefused, match="Be enhetschefen"):
        correct_the_interruption(coach, interruption, returned_on=date(2026, 12, 1))
    correct_the_interruption(manager, interruption, returned_on=date(2026, 12, 1))
    clock.refresh_from_db()
    assert (clock.status, clock.due_on) == (ClockStatus.RUNNING, date(2026, 12, 8))


def test_a_meeting_after_the_closing_is_no_correction(now, coach, case):
    meeting = log_meeting(
        actor=coach,
        enrolment=case,
        status=PRESENT,
        starts_at=at("2026-11-20"),
        submission_id=uuid4(),
    )
    case.status, case.closed_on = "CLOSED", date(2026, 11, 20)
    case.save()
    correct(coach, meeting, note="Avslutande möte")
    with pytest.raises(OperationRefused, match="efter att ärendet avslutades"):
        correct(coach, meeting, starts_at=at("2026-11-23", "08:00"))
