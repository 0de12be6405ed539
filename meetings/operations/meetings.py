"""Booking and logging meetings and group information."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from aspirants.models import Enrolment
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from meetings.choices import BookingStatus, Channel, MeetingKind, MeetingStatus, Topic
from meetings.models import GroupInformationBooking, GroupInformationSession, Meeting
from meetings.operations.clocks import settle_events
from meetings.shown import shown_booking
from organisation.access.permissions import Act, require
from organisation.models import User

USUAL_MINUTES = 30
REGISTERED_LATE = datetime.timedelta(days=14)
"""So long after it was held a group information may be added, and cases to it."""

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
) -> Meeting:
    """Book a coming meeting with the case's coach (or the actor, where the case has none); it may meet a clock.

    The same `submission_id` twice gives the first booking again.
    """
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    enrolment = Enrolment.objects.locked_open(enrolment, refusal=CLOSED)
    booking = _store_booking(actor, enrolment, starts_at, kind, channel, minutes, submission_id)
    settle_events(enrolment=enrolment)
    return booking


def _store_booking(
    actor: User,
    enrolment: Enrolment,
    starts_at: datetime.datetime,
    kind: MeetingKind,
    channel: Channel,
    minutes: int,
    submission_id: uuid.UUID | None = None,
) -> Meeting:
    """A booking of a locked case; the one there is, where it has the same `submission_id`."""
    if starts_at <= timezone.now():
        raise OperationRefused("Välj en tid som inte har passerat.", field="starts_at")
    if submission_id is not None:
        earlier = Meeting.objects.filter(enrolment=enrolment, submission_id=submission_id).first()
        if earlier is not None:
            return earlier
    return Meeting.objects.create(
        enrolment=enrolment,
        submission_id=submission_id or uuid.uuid4(),
        coach_id=enrolment.coach_id or actor.pk,
        kind=kind,
        channel=channel,
        starts_at=starts_at,
        minutes=minutes,
        booked_by=actor,
    )


@transaction.atomic
def log_meeting(
    *,
    actor: User,
    enrolment: Enrolment,
    status: MeetingStatus,
    starts_at: datetime.datetime,
    submission_id: uuid.UUID,
    kind: MeetingKind = MeetingKind.COACH,
    channel: Channel = Channel.VISIT,
    topics: Sequence[Topic] = (),
    note: str = "",
    booked: Meeting | None = None,
    next_meeting_at: datetime.datetime | None = None,
) -> Meeting:
    """Say how a meeting went, and book the next one if a time is given.

    `booked` is the booking that took place; without it the meeting is added as it happened. The same `submission_id`
    twice gives the first result again: a double click logs once.
    """
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    enrolment = Enrolment.objects.locked(enrolment)
    earlier = Meeting.objects.filter(enrolment=enrolment, submission_id=submission_id, logged_at__isnull=False).first()
    if earlier is not None:
        return earlier
    if not enrolment.is_open:
        raise OperationRefused(CLOSED)
    if status == MeetingStatus.BOOKED:
        raise OperationRefused("Välj hur mötet gick.", field="status")
    if timezone.localdate(starts_at) > timezone.localdate():
        raise OperationRefused("Ett möte kan loggas först den dag det hålls.", field="starts_at")
    if timezone.localdate(starts_at) < enrolment.enrolled_on:
        raise OperationRefused("Mötet kan inte ligga före inskrivningen.", field="starts_at")
    if booked is not None:
        meeting = Meeting.objects.select_for_update().get(pk=booked.pk, enrolment=enrolment)
        if meeting.status != MeetingStatus.BOOKED:
            raise OperationRefused("Mötet är redan loggat.")
        _require_missed_as_booked(meeting, status, kind, starts_at)
    else:
        meeting = Meeting(enrolment=enrolment, coach=actor, booked_by=actor)
    meeting.status, meeting.kind, meeting.channel, meeting.starts_at = status, kind, channel, starts_at
    meeting.topics, meeting.note = list(topics), note
    meeting.logged_by, meeting.logged_at, meeting.submission_id = actor, timezone.now(), submission_id
    meeting.save()
    if status == MeetingStatus.PRESENT:
        _note_visit(enrolment, timezone.localdate(starts_at))
    if next_meeting_at is not None:
        meeting.booked_next = _book_next(actor, enrolment, next_meeting_at)
    settle_events(enrolment=enrolment)
    return meeting


def _require_missed_as_booked(
    meeting: Meeting, status: MeetingStatus, kind: MeetingKind, starts_at: datetime.datetime
) -> None:
    """A meeting is missed at the time and of the kind it was booked: that is what may excuse a clock (E01)."""
    if status not in (MeetingStatus.ABSENT_INVALID, MeetingStatus.ABSENT_VALID):
        return
    if starts_at != meeting.starts_at or kind != meeting.kind:
        raise OperationRefused("Ett missat möte loggas som det var bokat. Ändra inte tid eller typ.", field="starts_at")
    if starts_at > timezone.now():
        raise OperationRefused("Mötet har inte varit ännu.", field="starts_at")


def _note_visit(enrolment: Enrolment, day: datetime.date) -> None:
    """Keep the day as the first visit, if it is the earliest known."""
    if enrolment.first_visit_on is None or day < enrolment.first_visit_on:
        enrolment.first_visit_on = day
        enrolment.save(update_fields=["first_visit_on"])


def _book_next(actor: User, enrolment: Enrolment, starts_at: datetime.datetime) -> Meeting:
    try:
        return _store_booking(actor, enrolment, starts_at, MeetingKind.COACH, Channel.VISIT, USUAL_MINUTES)
    except OperationRefused as refusal:
        raise OperationRefused(refusal.message, field="next_meeting_at") from refusal


@transaction.atomic
def book_group_information(
    *, actor: User, enrolment: Enrolment, session: GroupInformationSession
) -> GroupInformationBooking:
    """Invite an aspirant to a group information at the case's jobbtorg. More than the places is allowed (R-4-16)."""
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    enrolment = Enrolment.objects.locked_open(enrolment, refusal=CLOSED)
    if session.jobbtorg_id != enrolment.jobbtorg_id:
        raise OperationRefused("Välj en gruppinformation vid ärendets jobbtorg.", field="session")
    if enrolment.person.is_protected:
        raise OperationRefused("En person med skyddade personuppgifter bokas inte i grupp.", field="session")
    booking, _ = GroupInformationBooking.objects.get_or_create(
        session=session, enrolment=enrolment, defaults={"registered_by": actor}
    )
    settle_events(enrolment=enrolment)
    return booking


@transaction.atomic
def record_group_information(
    *, actor: User, booking: GroupInformationBooking, seen_booking: Seen, status: BookingStatus
) -> GroupInformationBooking:
    """Record whether the aspirant came to the group information. A first attendance is the first visit."""
    require(actor, Act.WORK_IN_CASE, at=booking.enrolment.jobbtorg_id)
    bookings = GroupInformationBooking.objects.select_for_update(of=("self",)).select_related("session", "enrolment")
    booking = bookings.get(pk=booking.pk)
    require_seen(seen_booking, shown_booking(booking))
    if booking.session.starts_at > timezone.now() and status in (BookingStatus.ATTENDED, BookingStatus.NO_SHOW):
        raise OperationRefused("Gruppinformationen har inte varit ännu.")
    booking.status, booking.registered_by = status, actor
    booking.save(update_fields=["status", "registered_by"])
    enrolment = Enrolment.objects.locked(booking.enrolment)
    if status == BookingStatus.ATTENDED:
        _note_visit(enrolment, timezone.localdate(booking.session.starts_at))
    settle_events(enrolment=enrolment)
    return booking


def plan_group_information(
    *, actor: User, starts_at: datetime.datetime, place: str, language: str, capacity: int
) -> GroupInformationSession:
    """Plan a group information at the actor's jobbtorg. Refused where there is one at that time in that language."""
    require(actor, Act.WORK_IN_CASE)
    if starts_at < timezone.now() - REGISTERED_LATE:
        raise OperationRefused("Tillfället ligger mer än två veckor tillbaka. Kontrollera datumet.", field="day")
    session, is_new = GroupInformationSession.objects.get_or_create(
        jobbtorg=actor.jobbtorg,
        starts_at=starts_at,
        language=language,
        defaults={"place": place, "capacity": capacity},
    )
    if not is_new:
        raise OperationRefused("Det finns redan en gruppinformation den tiden.", field="day")
    return session
