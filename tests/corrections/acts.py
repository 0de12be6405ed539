"""Registering, correcting and removing, the way the pages do it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from aspirants.models import Correction, Enrolment
from deadlines.models import ContactAttempt, ContactChannel, ContactResult, DeadlineClock
from deadlines.operations.contacts import record_contact_attempt
from deadlines.operations.correcting import correct_attempt
from deadlines.shown import shown_attempt
from meetings.choices import Channel, MeetingKind, MeetingStatus
from meetings.models import Meeting
from meetings.operations import book_meeting, log_meeting
from meetings.operations.correcting import correct_meeting
from meetings.shown import shown_meeting
from organisation.models import User


def booked(now: Any, actor: User, enrolment: Enrolment, invited: datetime, meeting: datetime, **more: Any) -> Meeting:
    """A meeting booked at an instant; time stands there."""
    now.move_to(invited)
    return book_meeting(actor=actor, enrolment=enrolment, starts_at=meeting, **more)


def logged(
    now: Any, actor: User, meeting: Meeting, at: datetime, status: MeetingStatus = MeetingStatus.PRESENT, **more: Any
) -> Meeting:
    """How it went, logged at an instant; time stands there."""
    now.move_to(at)
    return log_meeting(
        actor=actor,
        enrolment=meeting.enrolment,
        status=status,
        starts_at=meeting.starts_at,
        kind=MeetingKind(meeting.kind),
        submission_id=uuid4(),
        booked=meeting,
        **more,
    )


def correct(actor: User, meeting: Meeting, *, reason: str = "Fel knapp", **changed: Any) -> Correction:
    """A correction of a meeting as it stands now, of what is named."""
    meeting = Meeting.with_removed.select_related("enrolment").get(pk=meeting.pk)
    facts: dict[str, Any] = {
        "status": MeetingStatus(meeting.status),
        "kind": MeetingKind(meeting.kind),
        "channel": Channel(meeting.channel),
        "starts_at": meeting.starts_at,
        "topics": meeting.topics,
        "note": meeting.note,
    }
    return correct_meeting(
        actor=actor, meeting=meeting, seen_meeting=shown_meeting(meeting), reason=reason, **{**facts, **changed}
    )


def attempt(actor: User, clock: DeadlineClock, channel: str, at: datetime, **more: Any) -> ContactAttempt:
    """An attempt to reach the person, recorded now."""
    return record_contact_attempt(
        actor=actor,
        clock=clock,
        channel=ContactChannel(channel),
        attempted_at=at,
        result=ContactResult(more.pop("result", "NOT_REACHED")),
        **more,
    )


def correct_an_attempt(actor: User, one: ContactAttempt, *, reason: str = "Fel rad", **changed: Any) -> Correction:
    """A correction of an attempt as it stands now, of what is named."""
    one = ContactAttempt.with_removed.select_related("clock__enrolment").get(pk=one.pk)
    facts: dict[str, Any] = {
        "channel": ContactChannel(one.channel),
        "attempted_at": one.attempted_at,
        "result": ContactResult(one.result),
        "offered_time": one.offered_time,
    }
    return correct_attempt(
        actor=actor, attempt=one, seen_attempt=shown_attempt(one), reason=reason, **{**facts, **changed}
    )
