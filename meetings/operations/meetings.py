"""Logging how a meeting went."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Iterator, Sequence

from django.db import transaction
from django.utils import timezone

from aspirants.models import Enrolment
from core.refusals import OperationRefused
from meetings.choices import Channel, MeetingKind, MeetingStatus
from meetings.corrections.visits import visit_day
from meetings.models import Meeting
from meetings.operations.bookings import CLOSED, place_booking
from meetings.operations.clocks import settle_events
from meetings.planning.warnings import BookingWarning, WarningsFoundError, require_accepted
from organisation.access.permissions import Act, require
from organisation.models import User

EARLY = datetime.timedelta(minutes=15)
"""A meeting may begin, and be logged, so much before its time."""

TOOK_ITS_TIME = (MeetingStatus.PRESENT, MeetingStatus.ABSENT_VALID, MeetingStatus.ABSENT_INVALID)
"""Of two of these at the same minute one is mostly a mistake; a time that was cancelled may have been used anew."""


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
    topics: Sequence[str] = (),
    note: str = "",
    booked: Meeting | None = None,
    next_meeting_at: datetime.datetime | None = None,
    accepted_warnings: Collection[str] = (),
) -> Meeting:
    """Say how a meeting went, and book the next one if a time is given.

    `booked` is the booking that took place; without it the meeting is added as it happened. The same `submission_id`
    twice gives the first result again: a double click logs once. `accepted_warnings`: as for `book_meeting`; that one
    is logged at the same minute already is warned of too.
    """
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    enrolment = Enrolment.objects.locked(enrolment)
    earlier = logged_before(enrolment=enrolment, submission_id=submission_id)
    if earlier is not None:
        return earlier
    return store_meeting(
        actor=actor,
        enrolment=enrolment,
        status=status,
        starts_at=starts_at,
        submission_id=submission_id,
        kind=kind,
        channel=channel,
        topics=topics,
        note=note,
        booked=booked,
        next_meeting_at=next_meeting_at,
        accepted_warnings=accepted_warnings,
    )


def logged_before(*, enrolment: Enrolment, submission_id: uuid.UUID) -> Meeting | None:
    """The meeting that the same form has logged in the case already, if any: a double click logs once.

    Part of: `log_meeting`, `record_what_happened`.
    """
    logged = Meeting.objects.filter(enrolment=enrolment, submission_id=submission_id, logged_at__isnull=False)
    meeting: Meeting | None = logged.first()
    return meeting


def store_meeting(
    *,
    actor: User,
    enrolment: Enrolment,
    status: MeetingStatus,
    starts_at: datetime.datetime,
    submission_id: uuid.UUID,
    kind: MeetingKind = MeetingKind.COACH,
    channel: Channel = Channel.VISIT,
    topics: Sequence[str] = (),
    note: str = "",
    booked: Meeting | None = None,
    next_meeting_at: datetime.datetime | None = None,
    accepted_warnings: Collection[str] = (),
) -> Meeting:
    """What `log_meeting` stores in a case that its caller has locked.

    Checked by: `log_meeting`, `record_what_happened` (WORK_IN_CASE).
    """
    if not enrolment.is_open:
        raise OperationRefused(CLOSED)
    if status in (MeetingStatus.BOOKED, MeetingStatus.CANCELLED_BY_ASPIRANT):
        raise OperationRefused("Välj hur mötet gick.", field="status")
    if timezone.localdate(starts_at) > timezone.localdate():
        raise OperationRefused("Ett möte kan loggas först den dag det hålls.", field="starts_at")
    if timezone.localdate(starts_at) < enrolment.enrolled_on:
        raise OperationRefused("Mötet kan inte ligga före inskrivningen.", field="starts_at")
    if booked is not None:
        meeting = Meeting.with_removed.select_for_update().get(pk=booked.pk, enrolment=enrolment)
        if meeting.status == MeetingStatus.REMOVED:
            raise OperationRefused("Mötet är borttaget. Det var registrerat på fel person.")
        if meeting.status != MeetingStatus.BOOKED:
            raise OperationRefused("Mötet är redan loggat.")
        _require_missed_as_booked(meeting, status, kind, starts_at)
    else:
        meeting = Meeting(enrolment=enrolment, coach=actor, booked_by=actor)
    meeting.status, meeting.kind, meeting.channel, meeting.starts_at = status, kind, channel, starts_at
    meeting.topics, meeting.note = list(topics), note
    meeting.logged_by, meeting.logged_at, meeting.submission_id = actor, timezone.now(), submission_id
    meeting.save()
    if (visited_on := visit_day(meeting)) is not None:
        note_visit(enrolment=enrolment, day=visited_on)
    again = list(_logged_then(meeting))
    if next_meeting_at is not None:
        meeting.booked_next = _book_next(actor, enrolment, next_meeting_at, channel, accepted_warnings, again)
    require_accepted(again, accepted_warnings)
    settle_events(enrolment=enrolment)
    return meeting


def _require_missed_as_booked(
    meeting: Meeting, status: MeetingStatus, kind: MeetingKind, starts_at: datetime.datetime
) -> None:
    """A meeting is missed at the time and of the kind it was booked: that is what may excuse a clock (E01).

    With a valid reason it may be told before the time; that excuses nothing.
    """
    if status not in (MeetingStatus.ABSENT_INVALID, MeetingStatus.ABSENT_VALID):
        return
    if starts_at != meeting.starts_at or kind != meeting.kind:
        raise OperationRefused("Ett missat möte loggas som det var bokat. Ändra inte tid eller typ.", field="starts_at")
    if starts_at > timezone.now() and status == MeetingStatus.ABSENT_INVALID:
        raise OperationRefused("Mötet har inte varit ännu.", field="starts_at")


def note_visit(*, enrolment: Enrolment, day: datetime.date) -> None:
    """Keep the day as the first visit, if it is the earliest known. A call or a video meeting is no visit (FC-22).

    Part of: `store_meeting`, `record_group_information`.
    """
    if enrolment.first_visit_on is None or day < enrolment.first_visit_on:
        enrolment.first_visit_on = day
        enrolment.save(update_fields=["first_visit_on"])


def _logged_then(meeting: Meeting) -> Iterator[BookingWarning]:
    """Other meetings of the case that were logged at the same minute: mostly the same one, sent in once more."""
    minute = meeting.starts_at.replace(second=0, microsecond=0)
    logged = Meeting.objects.filter(enrolment=meeting.enrolment_id, status__in=TOOK_ITS_TIME).exclude(pk=meeting.pk)
    for other in logged.filter(starts_at__gte=minute, starts_at__lt=minute + datetime.timedelta(minutes=1)):
        how = f"{other.get_kind_display().lower()}, {other.get_status_display().lower()}"
        text = f"Det finns redan ett loggat möte den tiden: {how}."
        yield BookingWarning(f"logged-{other.pk}@{minute.astimezone(datetime.UTC):%Y%m%dT%H%M}", text)


def _book_next(
    actor: User,
    enrolment: Enrolment,
    starts_at: datetime.datetime,
    channel: Channel,
    accepted_warnings: Collection[str],
    others: Sequence[BookingWarning],
) -> Meeting:
    """The next meeting, held in the way that the logged one was."""
    try:
        return place_booking(
            actor=actor,
            enrolment=enrolment,
            starts_at=starts_at,
            channel=channel,
            accepted_warnings=accepted_warnings,
        )
    except WarningsFoundError as found:
        # All at once: a page carries the answers to the warnings that it showed last.
        raise WarningsFoundError([*others, *found.warnings]) from found
    except OperationRefused as refusal:
        raise OperationRefused(refusal.message, field="next_meeting_at") from refusal
