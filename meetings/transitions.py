"""What may become of a booked meeting, a group information and a place in one: each edge there is, and no other.

An act that the tables do not name for a state is refused (`tests/meetings/test_transitions.py` tries each).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.utils import timezone

from core.refusals import OperationRefused
from meetings.choices import BookingStatus, MeetingStatus
from meetings.models import GroupInformationBooking, GroupInformationSession, Meeting


class MeetingState(StrEnum):
    """Where a meeting stands: its status, and of one that is booked whether its time has come."""

    AHEAD = "booked, its time is to come"
    DUE = "booked, its time has come"
    PRESENT = MeetingStatus.PRESENT
    ABSENT_VALID = MeetingStatus.ABSENT_VALID
    ABSENT_INVALID = MeetingStatus.ABSENT_INVALID
    RESCHEDULED = MeetingStatus.RESCHEDULED
    CANCELLED_BY_ASPIRANT = MeetingStatus.CANCELLED_BY_ASPIRANT
    CANCELLED_BY_UNIT = MeetingStatus.CANCELLED_BY_UNIT
    REMOVED = MeetingStatus.REMOVED


class MeetingAct(StrEnum):
    """What is done to a booking, besides logging how the meeting went."""

    MOVE = "move"
    CANCEL = "cancel, on the jobbtorg's or somebody else's wish"
    CANCEL_FOR_ASPIRANT = "cancel, on the aspirant's wish"


MEETING_EDGES: Mapping[tuple[MeetingState, MeetingAct], MeetingStatus] = {
    (MeetingState.AHEAD, MeetingAct.MOVE): MeetingStatus.BOOKED,
    (MeetingState.AHEAD, MeetingAct.CANCEL): MeetingStatus.CANCELLED_BY_UNIT,
    (MeetingState.AHEAD, MeetingAct.CANCEL_FOR_ASPIRANT): MeetingStatus.CANCELLED_BY_ASPIRANT,
    (MeetingState.DUE, MeetingAct.MOVE): MeetingStatus.BOOKED,
    (MeetingState.DUE, MeetingAct.CANCEL): MeetingStatus.CANCELLED_BY_UNIT,
}

TOO_LATE = "Mötets tid har passerat. Logga hur det gick i stället."
NOT_BOOKED = "Mötet är inte bokat längre. Det kan inte flyttas eller avbokas."


def state_of_meeting(meeting: Meeting) -> MeetingState:
    """Where a meeting stands now."""
    if meeting.status != MeetingStatus.BOOKED:
        return MeetingState(meeting.status)
    return MeetingState.AHEAD if meeting.starts_at > timezone.now() else MeetingState.DUE


def meeting_after(meeting: Meeting, act: MeetingAct) -> MeetingStatus:
    """The status that an act gives a meeting. Raises OperationRefused for an act that its state does not allow."""
    state = state_of_meeting(meeting)
    if (state, act) in MEETING_EDGES:
        return MEETING_EDGES[state, act]
    raise OperationRefused(TOO_LATE if state == MeetingState.DUE else NOT_BOOKED)


class SessionState(StrEnum):
    """Where a group information stands."""

    AHEAD = "planned, its time is to come"
    HELD = "its time has come"
    CALLED_OFF = "called off"
    MOVED = "moved to another session"


class SessionAct(StrEnum):
    """What is done to a group information."""

    MOVE = "move"
    CALL_OFF = "call off"
    CHANGE = "change place or capacity"
    INVITE = "invite a case, or add one that came"


SESSION_EDGES: Mapping[tuple[SessionState, SessionAct], SessionState] = {
    (SessionState.AHEAD, SessionAct.MOVE): SessionState.MOVED,
    (SessionState.AHEAD, SessionAct.CALL_OFF): SessionState.CALLED_OFF,
    (SessionState.AHEAD, SessionAct.CHANGE): SessionState.AHEAD,
    (SessionState.AHEAD, SessionAct.INVITE): SessionState.AHEAD,
    (SessionState.HELD, SessionAct.CALL_OFF): SessionState.CALLED_OFF,
    (SessionState.HELD, SessionAct.INVITE): SessionState.HELD,
}


def state_of_session(session: GroupInformationSession) -> SessionState:
    """Where a group information stands now."""
    if session.moved_to_id is not None:
        return SessionState.MOVED
    if session.is_called_off:
        return SessionState.CALLED_OFF
    return SessionState.AHEAD if session.starts_at > timezone.now() else SessionState.HELD


SESSION_REFUSALS: Mapping[SessionState, str] = {
    SessionState.AHEAD: "Det går inte att göra med ett planerat tillfälle.",
    SessionState.HELD: "Tillfället har varit. Det kan ställas in i efterhand, men inte flyttas eller ändras.",
    SessionState.CALLED_OFF: "Tillfället är inställt. Välj ett annat.",
    SessionState.MOVED: "Tillfället är flyttat. Välj det nya tillfället.",
}


def require_session_edge(session: GroupInformationSession, act: SessionAct) -> None:
    """Raise OperationRefused for an act that the state of a group information does not allow."""
    state = state_of_session(session)
    if (state, act) not in SESSION_EDGES:
        raise OperationRefused(SESSION_REFUSALS[state], field="session" if act == SessionAct.INVITE else None)


class PlaceState(StrEnum):
    """Where a place in a group information stands."""

    INVITED = "invited, the session is to come"
    DUE = "invited, the session has been"
    SESSION_OFF = "invited to a session that was called off while the case was at another jobbtorg"
    ATTENDED = BookingStatus.ATTENDED
    NO_SHOW = BookingStatus.NO_SHOW
    CANCELLED_BY_ASPIRANT = BookingStatus.CANCELLED_BY_ASPIRANT
    CANCELLED_BY_UNIT = BookingStatus.CANCELLED_BY_UNIT


class PlaceAct(StrEnum):
    """What is done to a place."""

    INVITE = "invite again"
    CAME = "record that the aspirant came"
    STAYED_AWAY = "record that the aspirant did not come"
    CANCEL_FOR_ASPIRANT = "cancel, on the aspirant's wish"
    CANCEL = "cancel, on the jobbtorg's or somebody else's wish"


PLACE_EDGES: Mapping[tuple[PlaceState, PlaceAct], BookingStatus] = {
    (PlaceState.INVITED, PlaceAct.INVITE): BookingStatus.INVITED,
    (PlaceState.INVITED, PlaceAct.CANCEL): BookingStatus.CANCELLED_BY_UNIT,
    (PlaceState.INVITED, PlaceAct.CANCEL_FOR_ASPIRANT): BookingStatus.CANCELLED_BY_ASPIRANT,
    (PlaceState.DUE, PlaceAct.INVITE): BookingStatus.INVITED,
    (PlaceState.DUE, PlaceAct.CAME): BookingStatus.ATTENDED,
    (PlaceState.DUE, PlaceAct.STAYED_AWAY): BookingStatus.NO_SHOW,
    (PlaceState.DUE, PlaceAct.CANCEL): BookingStatus.CANCELLED_BY_UNIT,
    (PlaceState.DUE, PlaceAct.CANCEL_FOR_ASPIRANT): BookingStatus.CANCELLED_BY_ASPIRANT,
    (PlaceState.SESSION_OFF, PlaceAct.CANCEL): BookingStatus.CANCELLED_BY_UNIT,
    (PlaceState.CANCELLED_BY_ASPIRANT, PlaceAct.INVITE): BookingStatus.INVITED,
    (PlaceState.CANCELLED_BY_UNIT, PlaceAct.INVITE): BookingStatus.INVITED,
}


def state_of_place(place: GroupInformationBooking) -> PlaceState:
    """Where a place stands now."""
    if place.status != BookingStatus.INVITED:
        return PlaceState(place.status)
    if place.session.is_called_off:
        return PlaceState.SESSION_OFF
    return PlaceState.INVITED if place.session.starts_at > timezone.now() else PlaceState.DUE


def place_after(place: GroupInformationBooking, act: PlaceAct) -> BookingStatus:
    """The status that an act gives a place. Raises OperationRefused for an act that its state does not allow."""
    state = state_of_place(place)
    if (state, act) in PLACE_EDGES:
        return PLACE_EDGES[state, act]
    if state == PlaceState.INVITED:
        raise OperationRefused("Gruppinformationen har inte varit ännu.")
    if state == PlaceState.SESSION_OFF:
        raise OperationRefused("Gruppinformationen ställdes in av jobbtorget. Avboka platsen på jobbtorgets vägnar.")
    raise OperationRefused(f"Platsen är redan registrerad: {place.get_status_display().lower()}.")
