"""Correcting a meeting or who came to a group information, and taking away what was about another person (FC-30)."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from aspirants.corrections.rights import locked_cases
from aspirants.models import CorrectedKind, Correction, Enrolment
from aspirants.operations.corrections import empty_versions, note_correction, note_removal
from core.history.tracking import changes_of
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from deadlines.clocks.judging import judged_again
from meetings.choices import BookingStatus, Channel, MeetingKind, MeetingStatus
from meetings.corrections.recorded import recorded_meeting, recorded_outcome
from meetings.corrections.visits import group_visit_day, visit_day
from meetings.models import GroupInformationBooking, Meeting
from meetings.operations.bookings import book_meeting
from meetings.operations.group_information import book_group_information, record_group_information
from meetings.operations.meetings import log_meeting
from meetings.operations.visits import follow_first_visit
from meetings.planning.warnings import EVERY_WARNING
from meetings.shown import shown_booking, shown_meeting, title_of
from organisation.access.permissions import Act, require
from organisation.models import User

ABSENT = (MeetingStatus.ABSENT_INVALID, MeetingStatus.ABSENT_VALID)
LOGGED = (*ABSENT, MeetingStatus.PRESENT, MeetingStatus.RESCHEDULED)
"""How a booking may have been logged. One that was cancelled did not come to be about anybody else."""

CORRECTED, WRONG = "Bröts när ett möte rättades.", "Bröts när ett möte på fel person togs bort."
GROUP_CORRECTED = "Bröts när en gruppinformation rättades."


def _locked_meeting(meeting: Meeting, enrolment: Enrolment) -> Meeting:
    found: Meeting = (
        Meeting.with_removed.select_for_update(of=("self",))
        .select_related("coach")
        .get(pk=meeting.pk, enrolment=enrolment)
    )
    return found


def _evident(meeting: Meeting) -> tuple[Any, ...]:
    """What E01 looks at."""
    return meeting.status, meeting.kind, timezone.localdate(meeting.starts_at)


@transaction.atomic
def correct_meeting(
    *,
    actor: User,
    meeting: Meeting,
    seen_meeting: Seen,
    status: MeetingStatus,
    kind: MeetingKind,
    channel: Channel,
    starts_at: datetime.datetime,
    topics: Sequence[str] = (),
    note: str = "",
    reason: str = "",
) -> Correction:
    """Correct what is registered of a meeting; of one that is only booked, its kind and channel.

    Its author does so freely for a day, everybody else who works in the case with a reason. The case may be closed: it
    is what happened before that. The case's clocks are judged again. Raises ChangedMeanwhileError.
    """
    require(actor, Act.WORK_IN_CASE, at=meeting.enrolment.jobbtorg_id)
    enrolment = Enrolment.objects.locked(meeting.enrolment)
    meeting = _locked_meeting(meeting, enrolment)
    before = shown_meeting(meeting)
    require_seen(seen_meeting, before)
    _require_possible(enrolment, meeting, status, kind, starts_at)
    recorded, was_evident, visited = recorded_meeting(meeting), _evident(meeting), visit_day(meeting)
    with judged_again(actor, enrolment, because=CORRECTED) as correcting:
        meeting.status, meeting.kind, meeting.channel, meeting.starts_at = status, kind, channel, starts_at
        meeting.topics, meeting.note = list(topics), note
        meeting.save()
        correction = note_correction(
            actor=actor,
            enrolment=enrolment,
            kind=CorrectedKind.MEETING,
            number=meeting.pk,
            title=title_of(meeting),
            before=before,
            after=shown_meeting(meeting),
            recorded=recorded,
            reason=reason,
            moves_evidence=_evident(meeting) != was_evident,
        )
        correcting.note(correction)
        follow_first_visit(enrolment=enrolment, before=visited, after=visit_day(meeting))
    return correction


def _require_possible(
    enrolment: Enrolment, meeting: Meeting, status: MeetingStatus, kind: MeetingKind, starts_at: datetime.datetime
) -> None:
    if meeting.status == MeetingStatus.REMOVED or status == MeetingStatus.REMOVED:
        raise OperationRefused("Mötet är borttaget och kan inte rättas.")
    if (status == MeetingStatus.BOOKED) != (meeting.status == MeetingStatus.BOOKED):
        raise OperationRefused("Logga mötet i stället.", field="status")
    if status == MeetingStatus.CANCELLED_BY_ASPIRANT != meeting.status:
        # On whose wish, when and why a time was cancelled is evidence of its own (E04), which a correction cannot give.
        raise OperationRefused("Att aspiranten avbokade registreras när det händer, med Avboka.", field="status")
    if status == MeetingStatus.BOOKED:
        if starts_at != meeting.starts_at:
            raise OperationRefused("Flytta bokningen i stället.", field="starts_at")
        return
    if starts_at > timezone.now() and starts_at != meeting.starts_at:
        raise OperationRefused("Mötet har inte varit ännu.", field="starts_at")
    day = timezone.localdate(starts_at)
    if day < enrolment.enrolled_on:
        raise OperationRefused("Mötet kan inte ligga före inskrivningen.", field="starts_at")
    if enrolment.closed_on is not None and day > enrolment.closed_on:
        raise OperationRefused("Mötet kan inte ligga efter att ärendet avslutades.", field="starts_at")
    if status in ABSENT:
        _require_missed_as_booked(meeting, kind, starts_at)


def _require_missed_as_booked(meeting: Meeting, kind: MeetingKind, starts_at: datetime.datetime) -> None:
    """A meeting is missed as it was booked: the time and kind that it was last booked with are what may excuse (E01).

    One that was never booked was never offered beforehand, so it cannot have begun after it was written down.
    """
    booked = _booking_before(meeting)
    if booked is not None and (booked.starts_at, booked.kind) != (starts_at, kind):
        when = timezone.localtime(booked.starts_at)
        raise OperationRefused(
            f"Ett missat möte står som det var bokat: {booked.get_kind_display().lower()} {when:%Y-%m-%d kl. %H.%M}.",
            field="starts_at",
        )
    if booked is None and starts_at > meeting.booked_at:
        raise OperationRefused("Mötet var inte bokat i förväg och kan inte ha missats senare.", field="starts_at")


@transaction.atomic
def remove_meeting(
    *, actor: User, meeting: Meeting, seen_meeting: Seen, to: Enrolment | None = None
) -> tuple[Correction, Meeting | None]:
    """Take a meeting away from a case because it was about another person; with `to`, register it there, as of now.

    Its words go from the case and from the case's history. What stays names nobody. A booking that it was logged on is
    booked again, in an open case: that one was this person's. In the right case the meeting is late evidence. Returns
    the trace, and the meeting in the right case.
    """
    require(actor, Act.WORK_IN_CASE, at=meeting.enrolment.jobbtorg_id)
    enrolment, to = locked_cases(meeting.enrolment, to)
    meeting = _locked_meeting(meeting, enrolment)
    require_seen(seen_meeting, shown_meeting(meeting))
    if meeting.status == MeetingStatus.REMOVED:
        raise OperationRefused("Mötet är redan borttaget.")
    was = Meeting.objects.get(pk=meeting.pk)
    with judged_again(actor, enrolment, because=WRONG) as correcting:
        correction = note_removal(
            actor=actor,
            enrolment=enrolment,
            kind=CorrectedKind.MEETING,
            number=meeting.pk,
            recorded=recorded_meeting(meeting),
        )
        correcting.note(correction)
        booking = _booking_before(meeting) if enrolment.is_open and was.status in LOGGED else None
        if booking is not None:
            _book_again(meeting, booking)
        else:
            empty_meeting(actor=actor, meeting=meeting)
        empty_versions(kind=CorrectedKind.MEETING, number=meeting.pk)
        follow_first_visit(enrolment=enrolment, before=visit_day(was), after=None)
    return correction, _register_again(actor, was, to) if to else None


def empty_meeting(*, actor: User, meeting: Meeting) -> None:
    """Leave of a locked meeting only that there was one.

    Checked by: `remove_meeting`, `undo_meeting` (WORK_IN_CASE).
    """
    meeting.status, meeting.topics, meeting.note = MeetingStatus.REMOVED, [], ""
    meeting.submission_id = uuid.uuid4()
    if meeting.logged_at is None:
        meeting.logged_by, meeting.logged_at = actor, timezone.now()
    meeting.save()


def _booking_before(meeting: Meeting) -> Any:
    """The version of a meeting as it was last booked, if it ever was."""
    versions = changes_of(Meeting).objects.filter(pgh_obj=meeting.pk, status=MeetingStatus.BOOKED)
    return versions.order_by("-pgh_id").first()


def _book_again(meeting: Meeting, booking: Any) -> None:
    """Let a locked meeting that was logged stand as it was booked."""
    meeting.status, meeting.topics, meeting.note = MeetingStatus.BOOKED, [], ""
    meeting.kind, meeting.channel, meeting.starts_at = booking.kind, booking.channel, booking.starts_at
    meeting.logged_by, meeting.logged_at, meeting.submission_id = None, None, uuid.uuid4()
    meeting.save()


def _register_again(actor: User, was: Meeting, to: Enrolment) -> Meeting:
    try:
        if was.status == MeetingStatus.BOOKED:
            return book_meeting(
                actor=actor,
                enrolment=to,
                starts_at=was.starts_at,
                kind=MeetingKind(was.kind),
                channel=Channel(was.channel),
                minutes=was.minutes,
                accepted_warnings=EVERY_WARNING,
            )
        return log_meeting(
            actor=actor,
            enrolment=to,
            status=MeetingStatus(was.status),
            starts_at=was.starts_at,
            submission_id=uuid.uuid4(),
            kind=MeetingKind(was.kind),
            channel=Channel(was.channel),
            topics=list(was.topics),
            note=was.note,
            # Two meetings at the same time may have been logged on each other's person.
            accepted_warnings=EVERY_WARNING,
        )
    except OperationRefused as refusal:
        raise OperationRefused(f"Det går inte i det ärendet: {refusal.message}", field="to") from refusal


@transaction.atomic
def correct_group_outcome(
    *, actor: User, booking: GroupInformationBooking, seen_booking: Seen, status: BookingStatus, reason: str = ""
) -> Correction:
    """Correct whether the aspirant came to a group information, also after the case was closed, of one before that."""
    require(actor, Act.WORK_IN_CASE, at=booking.enrolment.jobbtorg_id)
    enrolment = Enrolment.objects.locked(booking.enrolment)
    booking = _locked_booking(booking, enrolment)
    before = shown_booking(booking)
    require_seen(seen_booking, before)
    if booking.session.starts_at > timezone.now():
        raise OperationRefused("Gruppinformationen har inte varit ännu.", field="status")
    if booking.session.is_called_off and status in (BookingStatus.ATTENDED, BookingStatus.NO_SHOW):
        raise OperationRefused("Gruppinformationen ställdes in. Ingen kan ha kommit dit.", field="status")
    if enrolment.closed_on is not None and timezone.localdate(booking.session.starts_at) > enrolment.closed_on:
        raise OperationRefused("Gruppinformationen hölls efter att ärendet avslutades.", field="status")
    recorded, visited = recorded_outcome(booking), group_visit_day(booking)
    with judged_again(actor, enrolment, because=GROUP_CORRECTED) as correcting:
        booking.status, booking.registered_by = status, actor
        booking.save(update_fields=["status", "registered_by"])
        correction = note_correction(
            actor=actor,
            enrolment=enrolment,
            kind=CorrectedKind.GROUP,
            number=booking.pk,
            title=str(booking.session),
            before=before,
            after=shown_booking(booking),
            recorded=recorded,
            reason=reason,
        )
        correcting.note(correction)
        follow_first_visit(enrolment=enrolment, before=visited, after=group_visit_day(booking))
    return correction


def _locked_booking(booking: GroupInformationBooking, enrolment: Enrolment) -> GroupInformationBooking:
    bookings = GroupInformationBooking.objects.select_for_update(of=("self",)).select_related("session")
    found: GroupInformationBooking = bookings.get(pk=booking.pk, enrolment=enrolment)
    return found


@transaction.atomic
def remove_group_outcome(
    *, actor: User, booking: GroupInformationBooking, seen_booking: Seen, to: Enrolment | None = None
) -> tuple[Correction, GroupInformationBooking | None]:
    """Somebody else came, or did not: the invitation stays, without what was registered about it."""
    require(actor, Act.WORK_IN_CASE, at=booking.enrolment.jobbtorg_id)
    enrolment, to = locked_cases(booking.enrolment, to)
    booking = _locked_booking(booking, enrolment)
    require_seen(seen_booking, shown_booking(booking))
    if booking.status == BookingStatus.INVITED:
        raise OperationRefused("Det finns inget registrerat om den gruppinformationen.")
    status, visited = BookingStatus(booking.status), group_visit_day(booking)
    with judged_again(actor, enrolment, because=WRONG) as correcting:
        correction = note_removal(
            actor=actor,
            enrolment=enrolment,
            kind=CorrectedKind.GROUP,
            number=booking.pk,
            recorded=recorded_outcome(booking),
        )
        correcting.note(correction)
        booking.status = BookingStatus.INVITED
        booking.save(update_fields=["status"])
        empty_versions(kind=CorrectedKind.GROUP, number=booking.pk)
        follow_first_visit(enrolment=enrolment, before=visited, after=None)
    return correction, _record_again(actor, booking, status, to) if to else None


def _record_again(
    actor: User, was: GroupInformationBooking, status: BookingStatus, to: Enrolment
) -> GroupInformationBooking:
    try:
        booking = book_group_information(actor=actor, enrolment=to, session=was.session)
        return record_group_information(
            actor=actor, booking=booking, seen_booking=shown_booking(booking), status=status
        )
    except OperationRefused as refusal:
        raise OperationRefused(f"Det går inte i det ärendet: {refusal.message}", field="to") from refusal
