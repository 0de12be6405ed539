"""Booking, moving and cancelling: each with its reason and a trace, refused where it cannot be, and once."""

from __future__ import annotations

import uuid
from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from aspirants.models import Enrolment
from core.refusals import OperationRefused
from core.seen import ChangedMeanwhileError
from demo.factories import EnrolmentFactory, GroupInformationBookingFactory, MeetingFactory, UserFactory
from meetings.choices import REASONS_OF, ChangeReason, MeetingStatus, Wish
from meetings.models import BookingChange, Meeting
from meetings.operations import (
    book_meeting,
    cancel_booking,
    cancel_coming_meetings,
    cancel_coming_places,
    log_meeting,
    move_booking,
)
from meetings.planning.warnings import EVERY_WARNING
from meetings.shown import shown_meeting
from tests.aspirants.staff import at
from tests.same_moment import at_the_same_moment, sentences

THURSDAY, FRIDAY = at("2026-11-26"), at("2026-11-27")


@pytest.fixture
def booking(coach, case):
    """Booked on Monday for Thursday at ten."""
    return book_meeting(actor=coach, enrolment=case, starts_at=THURSDAY)


def move(actor, booking, starts_at=FRIDAY, wish=Wish.ASPIRANT, reason=ChangeReason.OTHER_TIME, **more):
    return move_booking(
        actor=actor,
        booking=booking,
        seen_booking=more.pop("seen", None) or shown_meeting(booking),
        starts_at=starts_at,
        wish=wish,
        reason=reason,
        **more,
    )


def cancel(actor, booking, wish=Wish.ASPIRANT, reason=ChangeReason.DECLINED, **more):
    return cancel_booking(
        actor=actor, booking=booking, seen_booking=shown_meeting(booking), wish=wish, reason=reason, **more
    )


def test_a_moved_meeting_keeps_the_time_it_had(coach, booking):
    """FC-20"""
    moved = move(coach, booking, note=" Läkarbesök ")
    assert (moved.pk, moved.status, moved.starts_at) == (booking.pk, MeetingStatus.BOOKED, FRIDAY)
    change = BookingChange.objects.get()
    assert (change.meeting, change.from_starts_at, change.to_starts_at) == (booking, THURSDAY, FRIDAY)
    assert (change.wish, change.reason, change.note) == ("ASPIRANT", "OTHER_TIME", "Läkarbesök")
    assert (change.changed_by, change.changed_at) == (coach, timezone.now())


@pytest.mark.parametrize(
    ("wish", "reason", "status"),
    [
        (Wish.ASPIRANT, ChangeReason.DECLINED, MeetingStatus.CANCELLED_BY_ASPIRANT),
        (Wish.UNIT, ChangeReason.INTERPRETER, MeetingStatus.CANCELLED_BY_UNIT),
        (Wish.OTHER, ChangeReason.ILL, MeetingStatus.CANCELLED_BY_UNIT),
    ],
)
def test_a_cancelled_meeting_says_on_whose_wish(coach, booking, wish, reason, status):
    """FC-20"""
    cancelled = cancel(coach, booking, wish, reason)
    assert (cancelled.status, cancelled.starts_at, cancelled.logged_by) == (status, THURSDAY, coach)
    change = BookingChange.objects.get()
    assert (change.wish, change.reason, change.from_starts_at, change.to_starts_at) == (wish, reason, THURSDAY, None)


@pytest.mark.parametrize("wish", Wish)
@pytest.mark.parametrize("reason", ChangeReason)
def test_a_reason_goes_with_the_wish(coach, booking, wish, reason):
    if reason in REASONS_OF[wish]:
        move(coach, booking, wish=wish, reason=reason, note="Så var det")
        assert BookingChange.objects.count() == 1
    else:
        with pytest.raises(OperationRefused, match="hör till den som önskade"):
            move(coach, booking, wish=wish, reason=reason, note="Så var det")
        assert not BookingChange.objects.exists()


def test_another_reason_is_said_in_words(coach, booking):
    with pytest.raises(OperationRefused, match="Skriv vilket skälet är") as refused:
        cancel(coach, booking, Wish.UNIT, ChangeReason.ANOTHER, note=" ")
    assert refused.value.field == "note"


@pytest.mark.parametrize(
    ("starts_at", "sentence"),
    [
        (at("2026-11-23", "09:00"), "Den tiden har passerat. Logga mötet i stället"),
        (THURSDAY, "redan bokat till den tiden"),
        (at("2027-03-28", "02:30"), "finns inte sön 28 mars 2027"),
    ],
)
def test_times_that_cannot_be(coach, booking, starts_at, sentence):
    """FC-21"""
    with pytest.raises(OperationRefused, match=sentence) as refused:
        move(coach, booking, starts_at, accepted_warnings=EVERY_WARNING)
    assert refused.value.field == "starts_at"
    booking.refresh_from_db()
    assert booking.starts_at == THURSDAY


def test_of_two_who_move_the_second_sees_both(coach, booking):
    """FC-21"""
    seen = shown_meeting(booking)
    move(coach, booking)
    with pytest.raises(ChangedMeanwhileError) as changed:
        move(coach, Meeting.objects.get(), at("2026-11-30"), seen=seen)
    rows = {row.label: (row.then, row.now) for row in changed.value.rows() if row.differs}
    assert rows == {"Tid": ("tor 26 nov 2026 10.00", "fre 27 nov 2026 10.00")}
    assert BookingChange.objects.count() == 1


def test_others_do_neither(stranger, booking):
    for act in (move, cancel):
        with pytest.raises(OperationRefused):
            act(stranger, booking)
    assert not BookingChange.objects.exists()


def test_in_a_closed_case_a_booking_is_cancelled_and_not_moved(coach):
    """FC-32"""
    left = MeetingFactory(enrolment=EnrolmentFactory(coach=coach, closed=True))
    with pytest.raises(OperationRefused, match="Mötet kan avbokas"):
        move(coach, left)
    assert cancel(coach, left, Wish.UNIT, ChangeReason.CASE_ENDS).status == MeetingStatus.CANCELLED_BY_UNIT


def test_all_that_is_booked_ahead_is_cancelled_together(now, coach, case, booking):
    """FC-32: what is to come, and nothing that has been; each with its trace."""
    past = MeetingFactory(enrolment=case, unlogged=True)
    place = GroupInformationBookingFactory(enrolment=case)
    facts = {"actor": coach, "enrolment": case, "reason": ChangeReason.CASE_ENDS, "at": timezone.now()}
    assert cancel_coming_meetings(**facts) == [booking]
    assert cancel_coming_places(**facts) == [place]
    statuses = {meeting.pk: meeting.status for meeting in Meeting.objects.all()}
    assert statuses == {booking.pk: MeetingStatus.CANCELLED_BY_UNIT, past.pk: MeetingStatus.BOOKED}
    place.refresh_from_db()
    assert place.status == "CANCELLED_BY_UNIT"
    changes = BookingChange.objects.values_list("meeting", "invitation", "wish", "reason")
    assert set(changes) == {(booking.pk, None, "UNIT", "CASE_ENDS"), (None, place.pk, "UNIT", "CASE_ENDS")}


@pytest.mark.django_db(transaction=True)
def test_two_who_move_at_the_same_moment_move_once(transactional_db):
    """FC-21"""
    case = EnrolmentFactory()
    booking = MeetingFactory(enrolment=case)
    seen = shown_meeting(booking)

    def act(days: int) -> str:
        try:
            move(
                case.coach,
                Meeting.objects.get(pk=booking.pk),
                booking.starts_at + timedelta(days=days),
                seen=seen,
                accepted_warnings=EVERY_WARNING,
            )
        except ChangedMeanwhileError:
            return "changed"
        return "moved"

    assert sorted(at_the_same_moment(partial(act, 7), partial(act, 14))) == ["changed", "moved"]
    assert BookingChange.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_book_the_same_person_at_the_same_moment_book_once(transactional_db):
    """FC-21: the same person at the same time, from two tabs."""
    case = EnrolmentFactory()
    colleague = UserFactory(coach=True, jobbtorg=case.jobbtorg)
    starts_at = timezone.now() + timedelta(days=3)
    answers = at_the_same_moment(
        *(
            partial(
                book_meeting,
                actor=actor,
                enrolment=Enrolment.objects.get(pk=case.pk),
                starts_at=starts_at,
                accepted_warnings=EVERY_WARNING,
            )
            for actor in (case.coach, colleague)
        )
    )
    assert sorted(said[:29] for said in sentences(answers)) == ["", "Aspiranten har redan ett möte"]


def test_whom_the_aspirant_meets_where_the_coach_has_left(coach, manager, case):
    """FC-12: nobody is booked with somebody who is not there."""
    coach.position_until = timezone.localdate() - timedelta(days=1)
    coach.save()
    assert book_meeting(actor=manager, enrolment=case, starts_at=THURSDAY).coach == manager
    coach.position_until = None
    coach.jobbtorg = EnrolmentFactory().jobbtorg
    coach.save()
    assert book_meeting(actor=manager, enrolment=case, starts_at=FRIDAY).coach == manager


def test_a_meeting_that_was_taken_away_meanwhile(coach, booking):
    """Between the page and the lock: both are shown, and nothing breaks."""
    shown = shown_meeting(booking)
    Meeting.objects.filter(pk=booking.pk).update(
        status=MeetingStatus.REMOVED, logged_at=timezone.now(), logged_by=coach
    )
    with pytest.raises(ChangedMeanwhileError) as changed:
        move(coach, booking, seen=shown)
    assert ("Hur det gick", "Borttaget") in changed.value.now.facts
    gone = Meeting.with_removed.get(pk=booking.pk)
    with pytest.raises(OperationRefused, match="inte bokat längre"):
        cancel(coach, gone)
    with pytest.raises(OperationRefused, match="borttaget"):
        log_meeting(
            actor=coach,
            enrolment=booking.enrolment,
            status=MeetingStatus.PRESENT,
            starts_at=timezone.now(),
            submission_id=uuid.uuid4(),
            booked=booking,
        )
