"""What happened in a case, said once: the meeting, and what else it was (FC-40–FC-42)."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from aspirants.models import Enrolment
from core.refusals import OperationRefused
from core.seen import ChangedMeanwhileError, Seen, require_seen
from deadlines.models import ContactAttempt, ContactChannel, ContactResult, DeadlineClock
from deadlines.operations import record_contact_attempt
from jobplans.models import ApprovalMethod, Decision, FollowUp, FollowUpResult, JobPlanVersion, PlanApproval
from jobplans.operations import hold_follow_up, record_answer
from meetings.choices import ChangeReason, Channel, MeetingKind, MeetingStatus, Wish
from meetings.models import Meeting
from meetings.operations import cancel_booking, logged_before, move_booking, store_meeting
from meetings.operations.meetings import EARLY
from meetings.planning.warnings import WarningsFoundError
from meetings.shown import shown_meeting
from organisation.access.permissions import Act, require
from organisation.models import User

CLOSED = "Ärendet är avslutat. Inget mer kan registreras i det."


@dataclass(frozen=True)
class HeldMeeting:
    """How a meeting went (`status`) and how it was held (`channel`), which are two facts.

    `booked` is its booking, if it had one.
    """

    status: MeetingStatus
    kind: MeetingKind = MeetingKind.COACH
    channel: Channel = Channel.VISIT
    topics: Sequence[str] = ()
    note: str = ""
    booked: Meeting | None = None
    next_meeting_at: datetime.datetime | None = None
    accepted_warnings: Collection[str] = ()


@dataclass(frozen=True)
class ChangedBooking:
    """A booked meeting that did not take place: on whose wish, why, and the new time if there is one already."""

    booking: Meeting
    wish: Wish
    reason: ChangeReason
    note: str = ""
    starts_at: datetime.datetime | None = None
    accepted_warnings: Collection[str] = ()


@dataclass(frozen=True)
class HeldFollowUp:
    """A follow-up as the page showed it, and what it led to."""

    follow_up: FollowUp
    seen_follow_up: Seen
    result: FollowUpResult
    unit_took_part: bool = False


@dataclass(frozen=True)
class GivenAnswer:
    """The version that the page showed, and the aspirant's answer to it."""

    version: JobPlanVersion
    seen_version: Seen
    decision: Decision
    method: ApprovalMethod
    note: str = ""


@dataclass(frozen=True)
class MadeAttempt:
    """An attempt to reach the person, for the clock that it may be evidence for."""

    clock: DeadlineClock
    channel: ContactChannel
    result: ContactResult
    offered_time: datetime.datetime | None = None


@dataclass(frozen=True)
class Recorded:
    """What became of it. `is_first_visit`: the meeting is the first visit that is known in the case."""

    meeting: Meeting | None = None
    changed: Meeting | None = None
    follow_up: FollowUp | None = None
    answer: PlanApproval | None = None
    attempt: ContactAttempt | None = None
    is_first_visit: bool = False


@transaction.atomic
def record_what_happened(
    *,
    actor: User,
    enrolment: Enrolment,
    at: datetime.datetime,
    submission_id: uuid.UUID,
    seen_booking: Seen,
    meeting: HeldMeeting | None = None,
    change: ChangedBooking | None = None,
    follow_up: HeldFollowUp | None = None,
    answer: GivenAnswer | None = None,
    attempt: MadeAttempt | None = None,
) -> Recorded:
    """Record in one transaction what happened at an instant: all of it, or nothing.

    `seen_booking` is what the page showed of the booking that took place, or did not; NOTHING where there was none.
    Without a meeting, what else happened is recorded alone: a yes that came by post, a call that nobody answered. The
    same `submission_id` twice gives the first meeting again and does nothing more. Raises WarningsFoundError as
    `book_meeting` for the next meeting, ChangedMeanwhileError where what is acted on is not what was shown.
    """
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    enrolment = Enrolment.objects.locked(enrolment)
    if meeting is not None:
        earlier = logged_before(enrolment=enrolment, submission_id=submission_id)
        if earlier is not None:
            return Recorded(meeting=earlier)
    if not enrolment.is_open:
        raise OperationRefused(CLOSED)
    if all(one is None for one in (meeting, change, follow_up, answer, attempt)):
        raise OperationRefused("Välj hur mötet gick, eller vad som annars hände.", field="status")
    _require_agreement(enrolment, at, meeting, follow_up, answer, attempt)
    said_at = _said_at(at, timezone.now(), meeting)
    first_visit_on = enrolment.first_visit_on
    logged = _log(actor, enrolment, at, submission_id, seen_booking, meeting) if meeting is not None else None
    changed = _change(actor, seen_booking, change) if change is not None else None
    # Before the answer: the follow-up names the version that was in force when it was held.
    held = hold_follow_up(actor=actor, held_at=said_at, **follow_up.__dict__) if follow_up is not None else None
    given = _answer(actor, said_at, answer, within_a_meeting=meeting is not None) if answer is not None else None
    made = record_contact_attempt(actor=actor, attempted_at=said_at, **attempt.__dict__) if attempt else None
    is_first = first_visit_on is None and enrolment.first_visit_on is not None
    return Recorded(
        meeting=logged, changed=changed, follow_up=held, answer=given, attempt=made, is_first_visit=is_first
    )


def _said_at(at: datetime.datetime, now: datetime.datetime, meeting: HeldMeeting | None) -> datetime.datetime:
    """When it was said: at a meeting that has begun a little before its time, by now."""
    return now if meeting is not None and now < at <= now + EARLY else at


def _answer(actor: User, at: datetime.datetime, answer: GivenAnswer, *, within_a_meeting: bool) -> PlanApproval:
    return record_answer(actor=actor, answered_at=at, within_a_meeting=within_a_meeting, **answer.__dict__)


def _log(
    actor: User,
    enrolment: Enrolment,
    at: datetime.datetime,
    submission_id: uuid.UUID,
    seen_booking: Seen,
    meeting: HeldMeeting,
) -> Meeting:
    if meeting.booked is not None:
        booked = Meeting.objects.select_for_update().get(pk=meeting.booked.pk, enrolment=enrolment)
        require_seen(seen_booking, shown_meeting(booked))
    return store_meeting(
        actor=actor, enrolment=enrolment, starts_at=at, submission_id=submission_id, **meeting.__dict__
    )


def _change(actor: User, seen_booking: Seen, change: ChangedBooking) -> Meeting:
    said: dict[str, Any] = {"actor": actor, "booking": change.booking, "seen_booking": seen_booking}
    said |= {"wish": change.wish, "reason": change.reason, "note": change.note}
    try:
        if change.starts_at is None:
            return cancel_booking(**said)
        return move_booking(**said, starts_at=change.starts_at, accepted_warnings=change.accepted_warnings)
    except (WarningsFoundError, ChangedMeanwhileError):
        raise
    except OperationRefused as refusal:
        fields = {"note": "change_note", "starts_at": "next_meeting_at"}
        field = fields.get(refusal.field or "", refusal.field or "status")
        raise OperationRefused(refusal.message, field=field) from refusal


def _require_agreement(
    enrolment: Enrolment,
    at: datetime.datetime,
    meeting: HeldMeeting | None,
    follow_up: HeldFollowUp | None,
    answer: GivenAnswer | None,
    attempt: MadeAttempt | None,
) -> None:
    """Refuse what cannot have happened together: a follow-up with somebody who was not there, for instance."""
    if follow_up is not None and not _channels_met(enrolment, at, meeting):
        raise OperationRefused(
            "En uppföljning hålls med aspiranten. Välj Närvarade, eller logga mötet den dagen först.",
            field="follow_up_result",
        )
    by_word_of_mouth = answer is not None and answer.method == ApprovalMethod.ORAL_AT_MEETING
    if by_word_of_mouth and not _channels_met(enrolment, at, meeting) - {Channel.PHONE}:
        raise OperationRefused(
            "Det finns inget möte den dagen. Välj Närvarade, eller välj ett annat sätt som svaret gavs på.",
            field="method",
        )
    was_there = meeting is not None and meeting.status == MeetingStatus.PRESENT
    if attempt is not None and attempt.result == ContactResult.NOT_REACHED and was_there:
        raise OperationRefused("Aspiranten var med, så ni fick kontakt.", field="attempt_result")


def _channels_met(enrolment: Enrolment, at: datetime.datetime, meeting: HeldMeeting | None) -> set[str]:
    """How one has met the aspirant: at the meeting that is logged now or, without one, at those logged that day."""
    if meeting is not None:
        return {meeting.channel} if meeting.status == MeetingStatus.PRESENT else set()
    met = Meeting.objects.filter(enrolment=enrolment, status=MeetingStatus.PRESENT)
    return set(met.filter(starts_at__date=timezone.localdate(at)).values_list("channel", flat=True))
