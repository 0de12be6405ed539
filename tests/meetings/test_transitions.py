"""Every edge and every non-edge of a booked meeting, a group information and a place in one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from core.refusals import OperationRefused
from demo.factories import (
    DeadlineClockFactory,
    EnrolmentFactory,
    GroupInformationBookingFactory,
    GroupInformationSessionFactory,
    MeetingFactory,
)
from meetings.choices import BookingStatus, ChangeReason, MeetingStatus, Wish
from meetings.models import BookingChange, GroupInformationBooking, Meeting
from meetings.operations import (
    book_group_information,
    call_off_session,
    cancel_booking,
    cancel_invitation,
    change_session,
    move_booking,
    move_session,
    record_group_information,
)
from meetings.operations.clocks import settle_events
from meetings.shown import shown_booking, shown_meeting, shown_session
from meetings.transitions import (
    MEETING_EDGES,
    PLACE_EDGES,
    SESSION_EDGES,
    MeetingAct,
    MeetingState,
    PlaceAct,
    PlaceState,
    SessionAct,
    SessionState,
    state_of_meeting,
    state_of_place,
    state_of_session,
)
from tests.aspirants.staff import at, signed_in

LATER = at("2026-12-10")

MEETINGS = {
    MeetingState.AHEAD: {},
    MeetingState.DUE: {"unlogged": True},
    MeetingState.PRESENT: {"present": True},
    MeetingState.ABSENT_VALID: {"absent_valid": True},
    MeetingState.ABSENT_INVALID: {"absent": True},
    MeetingState.RESCHEDULED: {"rescheduled": True},
    MeetingState.CANCELLED_BY_UNIT: {"cancelled": True},
    MeetingState.CANCELLED_BY_ASPIRANT: {"cancelled": True, "status": MeetingStatus.CANCELLED_BY_ASPIRANT},
    MeetingState.REMOVED: {"present": True, "status": MeetingStatus.REMOVED, "note": "", "topics": []},
}


@pytest.mark.parametrize("state", MeetingState)
@pytest.mark.parametrize("act", MeetingAct)
def test_meetings(coach, case, state, act):
    meeting = MeetingFactory(enrolment=case, **MEETINGS[state])
    assert state_of_meeting(meeting) == state
    facts = {"actor": coach, "booking": meeting, "seen_booking": shown_meeting(meeting)}
    before = (meeting.status, meeting.starts_at)

    def do() -> None:
        if act == MeetingAct.MOVE:
            move_booking(**facts, starts_at=LATER, wish=Wish.ASPIRANT, reason=ChangeReason.OTHER_TIME)
        elif act == MeetingAct.CANCEL_FOR_ASPIRANT:
            cancel_booking(**facts, wish=Wish.ASPIRANT, reason=ChangeReason.OTHER_TIME)
        else:
            cancel_booking(**facts, wish=Wish.UNIT, reason=ChangeReason.COACH_AWAY)

    if (state, act) in MEETING_EDGES:
        do()
        meeting.refresh_from_db()
        assert meeting.status == MEETING_EDGES[state, act]
        assert BookingChange.objects.get().from_starts_at == before[1]
    else:
        with pytest.raises(OperationRefused):
            do()
        meeting = Meeting.with_removed.get(pk=meeting.pk)
        assert (meeting.status, meeting.starts_at) == before
        assert not BookingChange.objects.exists()


def session_in(state: SessionState, jobbtorg):
    """A session in a state."""
    called_off = {"called_off_at": timezone.now(), "call_off_reason": ChangeReason.PREMISES}
    if state == SessionState.AHEAD:
        return GroupInformationSessionFactory(jobbtorg=jobbtorg)
    if state == SessionState.HELD:
        return GroupInformationSessionFactory(jobbtorg=jobbtorg, past=True)
    session = GroupInformationSessionFactory(jobbtorg=jobbtorg, **called_off)
    if state == SessionState.MOVED:
        session.moved_to = GroupInformationSessionFactory(jobbtorg=jobbtorg, starts_at=at("2026-12-01"))
        session.save()
    return session


@pytest.mark.parametrize("state", SessionState)
@pytest.mark.parametrize("act", SessionAct)
def test_sessions(coach, case, state, act):
    session = session_in(state, coach.jobbtorg)
    assert state_of_session(session) == state
    facts = {"actor": coach, "session": session, "seen_session": shown_session(session)}
    acts = {
        SessionAct.MOVE: lambda: move_session(**facts, starts_at=LATER, reason=ChangeReason.PREMISES),
        SessionAct.CALL_OFF: lambda: call_off_session(**facts, reason=ChangeReason.PREMISES),
        SessionAct.CHANGE: lambda: change_session(**facts, place="Sal 9", capacity=3),
        SessionAct.INVITE: lambda: book_group_information(actor=coach, enrolment=case, session=session),
    }
    if (state, act) in SESSION_EDGES:
        acts[act]()
        session.refresh_from_db()
        assert state_of_session(session) == SESSION_EDGES[state, act]
        assert (session.place == "Sal 9") == (act == SessionAct.CHANGE)
        assert session.bookings.exists() == (act == SessionAct.INVITE)
    else:
        with pytest.raises(OperationRefused):
            acts[act]()
        session.refresh_from_db()
        assert state_of_session(session) == state
        assert not session.bookings.exists()


PLACES = {
    PlaceState.INVITED: {},
    PlaceState.DUE: {"session__past": True},
    PlaceState.SESSION_OFF: {
        "session__past": True,
        "session__called_off_at": at("2026-11-20"),
        "session__call_off_reason": ChangeReason.PREMISES,
    },
    PlaceState.ATTENDED: {"attended": True},
    PlaceState.NO_SHOW: {"no_show": True},
    PlaceState.CANCELLED_BY_ASPIRANT: {"status": BookingStatus.CANCELLED_BY_ASPIRANT},
    PlaceState.CANCELLED_BY_UNIT: {"status": BookingStatus.CANCELLED_BY_UNIT},
}


@pytest.mark.parametrize("state", PlaceState)
@pytest.mark.parametrize("act", PlaceAct)
def test_places(coach, case, state, act):
    place = GroupInformationBookingFactory(enrolment=case, **PLACES[state])
    assert state_of_place(place) == state
    facts = {"actor": coach, "booking": place, "seen_booking": shown_booking(place)}
    acts = {
        PlaceAct.INVITE: lambda: book_group_information(actor=coach, enrolment=case, session=place.session),
        PlaceAct.CAME: lambda: record_group_information(**facts, status=BookingStatus.ATTENDED),
        PlaceAct.STAYED_AWAY: lambda: record_group_information(**facts, status=BookingStatus.NO_SHOW),
        PlaceAct.CANCEL: lambda: cancel_invitation(**facts, wish=Wish.UNIT, reason=ChangeReason.PREMISES),
        PlaceAct.CANCEL_FOR_ASPIRANT: lambda: cancel_invitation(
            **facts, wish=Wish.ASPIRANT, reason=ChangeReason.DECLINED
        ),
    }
    if (state, act) in PLACE_EDGES:
        acts[act]()
        place.refresh_from_db()
        assert place.status == PLACE_EDGES[state, act]
        cancelled = act in (PlaceAct.CANCEL, PlaceAct.CANCEL_FOR_ASPIRANT)
        assert BookingChange.objects.exists() == cancelled
    else:
        before = place.status
        with pytest.raises(OperationRefused):
            acts[act]()
        place.refresh_from_db()
        assert place.status == before


def test_a_place_that_is_given_again_counts_from_then(now, coach, case):
    """What the jobbtorg took back was no offer; what the aspirant declined was one."""
    invited_at = timezone.now() - timedelta(days=3)
    session = GroupInformationSessionFactory(jobbtorg=coach.jobbtorg)
    for status, expected in [("CANCELLED_BY_UNIT", timezone.now()), ("CANCELLED_BY_ASPIRANT", invited_at)]:
        place = GroupInformationBookingFactory(session=session, enrolment=EnrolmentFactory(coach=coach), status=status)
        type(place).objects.filter(pk=place.pk).update(invited_at=invited_at)
        book_group_information(actor=coach, enrolment=place.enrolment, session=place.session)
        place.refresh_from_db()
        assert (place.status, place.invited_at) == (BookingStatus.INVITED, expected)


def test_a_place_of_a_case_that_has_moved_when_its_session_is_called_off(coach, stranger, case):
    """Nobody at the other jobbtorg is asked whether she came, and it was no offer (G-50)."""
    place = GroupInformationBookingFactory(enrolment=case, session__past=True)
    clock = DeadlineClockFactory(enrolment=case, kind="GROUP_INFO_OFFER", started_on=date(2026, 11, 19))
    case.jobbtorg, case.coach = stranger.jobbtorg, stranger
    case.save()
    session = place.session
    call_off_session(actor=coach, session=session, seen_session=shown_session(session), reason=ChangeReason.PREMISES)
    place = GroupInformationBooking.objects.select_related("session").get()
    assert (place.status, state_of_place(place)) == (BookingStatus.INVITED, PlaceState.SESSION_OFF)
    settle_events(enrolment=case)
    clock.refresh_from_db()
    assert clock.fulfilled_at is None
    page = signed_in(stranger).get(f"/arenden/{case.pk}/gruppinformation")
    assert "Tillfället är inställt" in page.text
    assert "ATTENDED" not in page.text
