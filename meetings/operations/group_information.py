"""Group information: planned, moved and called off with all who are invited; inviting, cancelling, and who came.

A moved session is a new one: the old one stays with its time, because an invitation that was declined was an offer of
that time (G-64). Whoever is still invited goes along, and each case keeps a trace (BookingChange).
"""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from aspirants.models import Enrolment
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from meetings.choices import BookingStatus, ChangeReason, MeetingStatus, Wish
from meetings.models import BookingChange, GroupInformationBooking, GroupInformationSession, Meeting
from meetings.operations.bookings import CLOSED, cancel_place
from meetings.operations.clocks import settle_events
from meetings.operations.meetings import note_visit
from meetings.planning.conflicts import SESSION_MINUTES, require_no_meeting_at, require_possible, warnings_of_time
from meetings.planning.reasons import require_reason
from meetings.planning.warnings import BookingWarning, require_accepted
from meetings.shown import shown_booking, shown_session
from meetings.transitions import PlaceAct, SessionAct, place_after, require_session_edge
from organisation.access.permissions import Act, require
from organisation.models import User

REGISTERED_LATE = datetime.timedelta(days=14)
"""So long after it was held a group information may be added, and cases to it."""

SESSION_LENGTH = datetime.timedelta(minutes=SESSION_MINUTES)


@transaction.atomic
def plan_group_information(
    *,
    actor: User,
    starts_at: datetime.datetime,
    place: str,
    language: str,
    capacity: int,
    accepted_warnings: Collection[str] = (),
) -> GroupInformationSession:
    """Plan a group information at the actor's jobbtorg. Refused where there is one at that time in that language.

    One that was held at most two weeks ago may be added. Raises WarningsFoundError as `book_meeting`.
    """
    require(actor, Act.WORK_IN_CASE)
    assert actor.jobbtorg_id is not None, "whoever works in cases has a jobbtorg"
    now = timezone.now()
    if starts_at < now - REGISTERED_LATE:
        raise OperationRefused("Tillfället ligger mer än två veckor tillbaka. Kontrollera datumet.", field="starts_at")
    if starts_at > now:
        require_possible(starts_at, now=now)
        require_accepted(
            list(warnings_of_time(actor.jobbtorg_id, starts_at, starts_at + SESSION_LENGTH)), accepted_warnings
        )
    return _new_session(actor.jobbtorg_id, starts_at, place, language, capacity)


def _new_session(
    jobbtorg_id: int, starts_at: datetime.datetime, place: str, language: str, capacity: int
) -> GroupInformationSession:
    session, is_new = GroupInformationSession.objects.get_or_create(
        jobbtorg_id=jobbtorg_id,
        starts_at=starts_at,
        language=language,
        called_off_at=None,
        defaults={"place": place, "capacity": capacity},
    )
    if not is_new:
        raise OperationRefused("Det finns redan en gruppinformation den tiden.", field="starts_at")
    return session


@transaction.atomic
def change_session(
    *, actor: User, session: GroupInformationSession, seen_session: Seen, place: str, capacity: int
) -> GroupInformationSession:
    """Hold a planned group information somewhere else, or for more or fewer. Fewer places than invited is allowed."""
    session = _locked(actor, session, seen_session)
    require_session_edge(session, SessionAct.CHANGE)
    session.place, session.capacity = place, capacity
    session.save(update_fields=["place", "capacity"])
    return session


@transaction.atomic
def move_session(
    *,
    actor: User,
    session: GroupInformationSession,
    seen_session: Seen,
    starts_at: datetime.datetime,
    reason: ChangeReason,
    note: str = "",
    accepted_warnings: Collection[str] = (),
) -> GroupInformationSession:
    """Hold a planned group information at another time, for all who are invited; returns the session at that time.

    It is the jobbtorg's own doing: what was offered in time and is held too late was no offer in time.
    """
    session = _locked(actor, session, seen_session)
    require_session_edge(session, SessionAct.MOVE)
    require_reason(Wish.UNIT, reason, note)
    require_possible(starts_at)
    if starts_at == session.starts_at:
        raise OperationRefused("Tillfället är redan den tiden.", field="starts_at")
    enrolments, places = _invited(session)
    warnings = list(warnings_of_time(session.jobbtorg_id, starts_at, starts_at + SESSION_LENGTH))
    require_accepted([*warnings, *_busy(enrolments, starts_at)], accepted_warnings)
    new = _new_session(session.jobbtorg_id, starts_at, session.place, session.language, session.capacity)
    _call_off(session, actor, reason, note, moved_to=new)
    for place in places:
        BookingChange.objects.create(
            enrolment_id=place.enrolment_id,
            invitation=place,
            from_starts_at=session.starts_at,
            to_starts_at=starts_at,
            wish=Wish.UNIT,
            reason=reason,
            note=note.strip(),
            changed_by=actor,
        )
        place.session = new
        place.save(update_fields=["session"])
        settle_events(enrolment=enrolments[place.enrolment_id])
    return new


@transaction.atomic
def call_off_session(
    *, actor: User, session: GroupInformationSession, seen_session: Seen, reason: ChangeReason, note: str = ""
) -> GroupInformationSession:
    """Call off a group information, with all who are still invited: each place is CANCELLED_BY_UNIT."""
    session = _locked(actor, session, seen_session)
    require_session_edge(session, SessionAct.CALL_OFF)
    require_reason(Wish.UNIT, reason, note)
    enrolments, places = _invited(session)
    _call_off(session, actor, reason, note)
    for place in places:
        place_after(place, PlaceAct.CANCEL)
        cancel_place(place=place, actor=actor, wish=Wish.UNIT, reason=reason, note=note)
        settle_events(enrolment=enrolments[place.enrolment_id])
    return session


def _locked(actor: User, session: GroupInformationSession, seen: Seen) -> GroupInformationSession:
    """The session as it stands now, if it is the actor's jobbtorg's and what the page showed."""
    require(actor, Act.WORK_IN_CASE, at=session.jobbtorg_id)
    found: GroupInformationSession = GroupInformationSession.objects.select_for_update().get(pk=session.pk)
    require_seen(seen, shown_session(found))
    return found


def _call_off(
    session: GroupInformationSession,
    actor: User,
    reason: ChangeReason,
    note: str,
    moved_to: GroupInformationSession | None = None,
) -> None:
    session.called_off_at, session.called_off_by = timezone.now(), actor
    session.call_off_reason, session.call_off_note, session.moved_to = reason, note.strip(), moved_to
    session.save(
        update_fields=["called_off_at", "called_off_by", "call_off_reason", "call_off_note", "moved_to"],
    )


def _invited(session: GroupInformationSession) -> tuple[dict[int, Enrolment], list[GroupInformationBooking]]:
    """The locked cases by key and the locked places of those who are still invited, always in the same order.

    A case that is at another jobbtorg by now is that one's to change; its place stays as it is.
    """
    invited = session.bookings.filter(status=BookingStatus.INVITED)
    cases = Enrolment.objects.filter(pk__in=invited.values("enrolment"), jobbtorg=session.jobbtorg_id)
    enrolments = {case.pk: case for case in cases.select_for_update(no_key=True).order_by("pk")}
    places = invited.filter(enrolment__in=enrolments).select_for_update(of=("self",)).select_related("session")
    return enrolments, list(places.order_by("enrolment_id"))


def _busy(enrolments: dict[int, Enrolment], starts_at: datetime.datetime) -> list[BookingWarning]:
    """A warning where some of the invited have a meeting at the new time."""
    if not enrolments:
        return []
    ends_at = starts_at + SESSION_LENGTH
    meetings = Meeting.objects.filter(
        enrolment__in=enrolments,
        status=MeetingStatus.BOOKED,
        starts_at__lt=ends_at,
        starts_at__gt=starts_at - SESSION_LENGTH,
    )
    busy = {meeting.enrolment_id for meeting in meetings if meeting.ends_at > starts_at}
    if not busy:
        return []
    who = "En av de kallade har" if len(busy) == 1 else f"{len(busy)} av de kallade har"
    return [BookingWarning(f"busy-{len(busy)}@{starts_at.astimezone(datetime.UTC):%Y%m%dT%H%M}", f"{who} ett möte då.")]


@transaction.atomic
def book_group_information(
    *, actor: User, enrolment: Enrolment, session: GroupInformationSession
) -> GroupInformationBooking:
    """Invite an aspirant to a group information at the case's jobbtorg. More than the places is allowed (R-4-16).

    Whoever has a place already keeps it; one that was cancelled is given again.
    """
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    # The session first, as whoever moves or calls it off does.
    session = GroupInformationSession.objects.select_for_update(no_key=True).get(pk=session.pk)
    enrolment = Enrolment.objects.locked_open(enrolment, refusal=CLOSED)
    if session.jobbtorg_id != enrolment.jobbtorg_id:
        raise OperationRefused("Välj en gruppinformation vid ärendets jobbtorg.", field="session")
    if enrolment.person.is_protected:
        raise OperationRefused("En person med skyddade personuppgifter bokas inte i grupp.", field="session")
    require_session_edge(session, SessionAct.INVITE)
    booking = session.bookings.filter(enrolment=enrolment).select_for_update(of=("self",)).first()
    if booking is not None and booking.status == BookingStatus.INVITED:
        return booking
    if session.starts_at > timezone.now():
        require_no_meeting_at(enrolment, session.starts_at)
    if booking is None:
        booking = GroupInformationBooking.objects.create(session=session, enrolment=enrolment, registered_by=actor)
    else:
        _invite_again(booking, actor)
    settle_events(enrolment=enrolment)
    return booking


def _invite_again(booking: GroupInformationBooking, actor: User) -> None:
    """Give a cancelled place again. Where the jobbtorg had taken it back, this is the first offer that stands."""
    status = place_after(booking, PlaceAct.INVITE)
    if booking.status == BookingStatus.CANCELLED_BY_UNIT:
        booking.invited_at = timezone.now()
    booking.status, booking.registered_by = status, actor
    booking.save(update_fields=["status", "registered_by", "invited_at"])


@transaction.atomic
def cancel_invitation(
    *,
    actor: User,
    booking: GroupInformationBooking,
    seen_booking: Seen,
    wish: Wish,
    reason: ChangeReason,
    note: str = "",
) -> GroupInformationBooking:
    """Take back one aspirant's place in a group information, also in a closed case; the session is still held."""
    require(actor, Act.WORK_IN_CASE, at=booking.enrolment.jobbtorg_id)
    enrolment = Enrolment.objects.locked(booking.enrolment)
    booking = _locked_place(booking)
    require_seen(seen_booking, shown_booking(booking))
    require_reason(wish, reason, note)
    place_after(booking, PlaceAct.CANCEL_FOR_ASPIRANT if wish == Wish.ASPIRANT else PlaceAct.CANCEL)
    cancel_place(place=booking, actor=actor, wish=wish, reason=reason, note=note)
    settle_events(enrolment=enrolment)
    return booking


ACT_OF = {
    BookingStatus.ATTENDED: PlaceAct.CAME,
    BookingStatus.NO_SHOW: PlaceAct.STAYED_AWAY,
    BookingStatus.CANCELLED_BY_ASPIRANT: PlaceAct.CANCEL_FOR_ASPIRANT,
    BookingStatus.CANCELLED_BY_UNIT: PlaceAct.CANCEL,
    BookingStatus.INVITED: PlaceAct.INVITE,
}
"""What records each status of a place."""


@transaction.atomic
def record_group_information(
    *, actor: User, booking: GroupInformationBooking, seen_booking: Seen, status: BookingStatus
) -> GroupInformationBooking:
    """Record whether the aspirant came to the group information. A first attendance is the first visit.

    What has been recorded is not recorded anew: a mistake is corrected.
    """
    require(actor, Act.WORK_IN_CASE, at=booking.enrolment.jobbtorg_id)
    enrolment = Enrolment.objects.locked(booking.enrolment)
    booking = _locked_place(booking)
    require_seen(seen_booking, shown_booking(booking))
    booking.status, booking.registered_by = place_after(booking, ACT_OF[status]), actor
    booking.save(update_fields=["status", "registered_by"])
    if status == BookingStatus.ATTENDED:
        note_visit(enrolment=enrolment, day=timezone.localdate(booking.session.starts_at))
    settle_events(enrolment=enrolment)
    return booking


def _locked_place(booking: GroupInformationBooking) -> GroupInformationBooking:
    bookings = GroupInformationBooking.objects.select_for_update(of=("self",)).select_related("session")
    found: GroupInformationBooking = bookings.get(pk=booking.pk)
    return found
