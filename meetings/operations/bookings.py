"""Booking, moving and cancelling meetings: what will take place, and what will not.

How a meeting went is logged (`log_meeting`); a booking that will not take place is moved or cancelled, before its time
or after it. A moved or cancelled time stays on record with on whose wish it was (BookingChange): the aspirant's own no
to a time within the promise excuses it (E04), the jobbtorg's never does (G-50).
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from aspirants.models import Enrolment
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from meetings.choices import BookingStatus, ChangeReason, Channel, MeetingKind, MeetingStatus, Wish
from meetings.models import BookingChange, GroupInformationBooking, Meeting
from meetings.operations.clocks import settle_events
from meetings.planning.conflicts import require_free, require_possible
from meetings.planning.reasons import require_reason
from meetings.shown import shown_meeting
from meetings.transitions import MeetingAct, meeting_after
from organisation.access.permissions import Act, require
from organisation.models import User
from organisation.staff.deputies import stood_in_for

USUAL_MINUTES = 30

CLOSED = "Ärendet är avslutat. Nya möten kan inte läggas till."


@transaction.atomic
def book_meeting(
    *,
    actor: User,
    enrolment: Enrolment,
    starts_at: datetime.datetime,
    kind: MeetingKind = MeetingKind.COACH,
    channel: Channel = Channel.VISIT,
    minutes: int = USUAL_MINUTES,
    submission_id: uuid.UUID | None = None,
    accepted_warnings: Collection[str] = (),
) -> Meeting:
    """Book a coming meeting with the case's coach, or the actor where none is in service; it may meet a clock.

    The same `submission_id` twice gives the first booking again. Raises WarningsFoundError where something speaks
    against the time and `accepted_warnings`, the keys of the warnings that were shown, does not answer all of it.
    """
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    enrolment = Enrolment.objects.locked_open(enrolment, refusal=CLOSED)
    booking = place_booking(
        actor=actor,
        enrolment=enrolment,
        starts_at=starts_at,
        kind=kind,
        channel=channel,
        minutes=minutes,
        submission_id=submission_id,
        accepted_warnings=accepted_warnings,
    )
    settle_events(enrolment=enrolment)
    return booking


def place_booking(
    *,
    actor: User,
    enrolment: Enrolment,
    starts_at: datetime.datetime,
    kind: MeetingKind = MeetingKind.COACH,
    channel: Channel = Channel.VISIT,
    minutes: int = USUAL_MINUTES,
    submission_id: uuid.UUID | None = None,
    accepted_warnings: Collection[str] = (),
) -> Meeting:
    """A booking of a case that the caller has locked; the one there is, where it has the same `submission_id`.

    Checked by: `book_meeting`, `log_meeting`, `record_what_happened` (WORK_IN_CASE).
    """
    if submission_id is not None:
        earlier = Meeting.objects.filter(enrolment=enrolment, submission_id=submission_id).first()
        if earlier is not None:
            return earlier
    require_possible(starts_at)
    coach = _coach_of(enrolment, actor, timezone.localdate(starts_at))
    require_free(
        enrolment=enrolment,
        coach=coach,
        starts_at=starts_at,
        minutes=minutes,
        accepted_warnings=accepted_warnings,
    )
    return Meeting.objects.create(
        enrolment=enrolment,
        submission_id=submission_id or uuid.uuid4(),
        coach=coach,
        kind=kind,
        channel=channel,
        starts_at=starts_at,
        minutes=minutes,
        booked_by=actor,
    )


def _coach_of(enrolment: Enrolment, actor: User, day: datetime.date) -> User:
    """Whom the aspirant meets: the case's coach; the actor where it has none who works with the jobbtorg's cases.

    A deputy of the coach who books for a day on which the coach is away is there herself.
    """
    if enrolment.coach_id is None or enrolment.coach_id == actor.pk:
        return actor
    if any(away.pk == enrolment.coach_id for away in stood_in_for(actor, day)):
        return actor
    coach: User = User.objects.get(pk=enrolment.coach_id)
    return coach if coach.works_with_cases_at(enrolment.jobbtorg_id) else actor


@transaction.atomic
def move_booking(
    *,
    actor: User,
    booking: Meeting,
    seen_booking: Seen,
    starts_at: datetime.datetime,
    wish: Wish,
    reason: ChangeReason,
    note: str = "",
    accepted_warnings: Collection[str] = (),
) -> Meeting:
    """Give a booked meeting another time. The time that was stays on record, with on whose wish and why.

    A time that has passed without the meeting may be moved too: then its no came too late to excuse anything.
    Raises WarningsFoundError as `book_meeting`, ChangedMeanwhileError where the booking is not what was shown.
    """
    require(actor, Act.WORK_IN_CASE, at=booking.enrolment.jobbtorg_id)
    enrolment = Enrolment.objects.locked_open(booking.enrolment, refusal="Ärendet är avslutat. Mötet kan avbokas.")
    booking = _locked(booking)
    require_seen(seen_booking, shown_meeting(booking))
    require_reason(wish, reason, note)
    status = meeting_after(booking, MeetingAct.MOVE)
    require_possible(starts_at)
    if starts_at == booking.starts_at:
        raise OperationRefused("Mötet är redan bokat till den tiden.", field="starts_at")
    coach = booking.coach if booking.coach_id != actor.pk else actor
    require_free(
        enrolment=enrolment,
        coach=coach,
        starts_at=starts_at,
        minutes=booking.minutes,
        accepted_warnings=accepted_warnings,
        moving=booking,
    )
    _keep_change(booking, actor, wish, reason, note, to=starts_at)
    booking.status, booking.starts_at = status, starts_at
    booking.save(update_fields=["status", "starts_at"])
    settle_events(enrolment=enrolment)
    return booking


@transaction.atomic
def cancel_booking(
    *, actor: User, booking: Meeting, seen_booking: Seen, wish: Wish, reason: ChangeReason, note: str = ""
) -> Meeting:
    """Say that a booked meeting will not take place, or that the jobbtorg did not hold it. Also in a closed case.

    On the aspirant's wish only before its time: whoever stays away from a meeting is absent, and that is logged.
    """
    require(actor, Act.WORK_IN_CASE, at=booking.enrolment.jobbtorg_id)
    enrolment = Enrolment.objects.locked(booking.enrolment)
    booking = _locked(booking)
    require_seen(seen_booking, shown_meeting(booking))
    require_reason(wish, reason, note)
    _cancel(booking, actor, wish, reason, note)
    settle_events(enrolment=enrolment)
    return booking


def _locked(booking: Meeting) -> Meeting:
    # With what was removed since the page was shown: that is told, as any other change.
    meetings = Meeting.with_removed.select_for_update(of=("self",)).select_related("coach")
    found: Meeting = meetings.get(pk=booking.pk)
    return found


def _cancel(
    booking: Meeting,
    actor: User,
    wish: Wish,
    reason: ChangeReason,
    note: str,
    at: datetime.datetime | None = None,
) -> None:
    """Cancel a booking of a locked case and keep what was."""
    act = MeetingAct.CANCEL_FOR_ASPIRANT if wish == Wish.ASPIRANT else MeetingAct.CANCEL
    status = meeting_after(booking, act)
    at = at or timezone.now()
    _keep_change(booking, actor, wish, reason, note, to=None, at=at)
    booking.status, booking.logged_by, booking.logged_at = status, actor, at
    booking.save(update_fields=["status", "logged_by", "logged_at"])


def _keep_change(
    booking: Meeting,
    actor: User,
    wish: Wish,
    reason: ChangeReason,
    note: str,
    *,
    to: datetime.datetime | None,
    at: datetime.datetime | None = None,
) -> None:
    BookingChange.objects.create(
        enrolment_id=booking.enrolment_id,
        meeting=booking,
        from_starts_at=booking.starts_at,
        to_starts_at=to,
        wish=wish,
        reason=reason,
        note=note.strip(),
        changed_by=actor,
        changed_at=at or timezone.now(),
    )


def cancel_coming_meetings(
    *, actor: User, enrolment: Enrolment, reason: ChangeReason, at: datetime.datetime
) -> list[Meeting]:
    """Cancel, on the jobbtorg's wish, the meetings that are booked ahead in a locked case; returns them.

    `at`: the instant that is kept, by which they are found again where the case goes on after all.
    Checked by: the operation that ends or moves the case. It settles the case's clocks itself.
    """
    ahead = Meeting.objects.filter(enrolment=enrolment, status=MeetingStatus.BOOKED, starts_at__gt=timezone.now())
    meetings = list(ahead.select_for_update(of=("self",)).order_by("pk"))
    for booking in meetings:
        _cancel(booking, actor, Wish.UNIT, reason, "", at)
    return meetings


def cancel_coming_places(
    *, actor: User, enrolment: Enrolment, reason: ChangeReason, at: datetime.datetime
) -> list[GroupInformationBooking]:
    """Take back, on the jobbtorg's wish, a locked case's places in coming group information; returns them.

    `at`: the instant that is kept, by which they are found again where the case goes on after all.
    Checked by: the operation that ends or moves the case. It settles the case's clocks itself.
    """
    ahead = GroupInformationBooking.objects.filter(
        enrolment=enrolment, status=BookingStatus.INVITED, session__starts_at__gt=timezone.now()
    )
    places = list(ahead.select_for_update(of=("self",)).select_related("session").order_by("pk"))
    for place in places:
        cancel_place(place=place, actor=actor, wish=Wish.UNIT, reason=reason, at=at)
    return places


def cancel_place(
    *,
    place: GroupInformationBooking,
    actor: User,
    wish: Wish,
    reason: ChangeReason,
    note: str = "",
    at: datetime.datetime | None = None,
) -> GroupInformationBooking:
    """Take back a locked place in a group information and keep what was.

    Checked by: `call_off_session`, `cancel_invitation`, and the operation that ends or moves the case (WORK_IN_CASE).
    """
    aspirant = wish == Wish.ASPIRANT
    BookingChange.objects.create(
        enrolment_id=place.enrolment_id,
        invitation=place,
        from_starts_at=place.session.starts_at,
        wish=wish,
        reason=reason,
        note=note.strip(),
        changed_by=actor,
        changed_at=at or timezone.now(),
    )
    place.status = BookingStatus.CANCELLED_BY_ASPIRANT if aspirant else BookingStatus.CANCELLED_BY_UNIT
    place.registered_by = actor
    place.save(update_fields=["status", "registered_by"])
    return place
