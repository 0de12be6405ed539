"""The answers of the form as what `record_what_happened` takes."""

from __future__ import annotations

from typing import Any

from casework.operations.happened import ChangedBooking, GivenAnswer, HeldFollowUp, HeldMeeting, MadeAttempt
from casework.what_happened.facts import BOOKING, FOLLOW_UP, PLAN
from casework.what_happened.forms import WhatHappenedForm
from casework.what_happened.questions import NOT_ONE
from casework.what_happened.shown import part
from core.refusals import OperationRefused
from core.seen import NOTHING
from core.swedish.dates import moment, start_of_day
from deadlines.models import ContactChannel, ContactResult
from jobplans.models import ApprovalMethod, Decision, FollowUpResult
from meetings.choices import ChangeReason, Channel, MeetingKind
from meetings.forms import MeetingOutcomeField

ASKED_AS = {
    "starts_at": "day",
    "held_at": "day",
    "answered_at": "day",
    "attempted_at": "day",
    "next_meeting_at": "next_day",
    "status": "outcome",
    "note": "decline_reason",
    "follow_up_result": "result",
    "offered_time": "offered_day",
}
"""Under which field the form asks for what an operation names."""


def as_operation(form: WhatHappenedForm) -> dict[str, Any]:
    """Everything that was answered, as keywords of `record_what_happened`."""
    booking = form.booking
    return {
        "at": form.happened_at(),
        "submission_id": form.cleaned_data["submission_id"],
        "seen_booking": part(form.seen, f"{BOOKING}-{booking.pk}") if booking is not None else NOTHING,
        "meeting": _meeting(form),
        "change": _change(form),
        "follow_up": _follow_up(form),
        "answer": _answer(form),
        "attempt": _attempt(form),
    }


def _meeting(form: WhatHappenedForm) -> HeldMeeting | None:
    answers = form.cleaned_data
    if form.is_without_meeting or form.wish is not None:
        return None
    return HeldMeeting(
        status=MeetingOutcomeField.MEANING[answers["outcome"]],
        kind=MeetingKind(form.held_kind),
        channel=Channel(form.held_channel),
        topics=answers["topics"],
        note=answers["note"],
        booked=form.booking,
        next_meeting_at=form.next_meeting_at(),
        accepted_warnings=form.accepted_warnings,
    )


def _change(form: WhatHappenedForm) -> ChangedBooking | None:
    answers, wish, booking = form.cleaned_data, form.wish, form.booking
    if wish is None or booking is None:
        return None
    return ChangedBooking(
        booking=booking,
        wish=wish,
        reason=ChangeReason(answers["reason"]),
        note=answers["change_note"],
        starts_at=form.next_meeting_at(),
        accepted_warnings=form.accepted_warnings,
    )


def _follow_up(form: WhatHappenedForm) -> HeldFollowUp | None:
    answers, follow_up = form.cleaned_data, form.facts.follow_up
    if answers.get("result", "") in ("", NOT_ONE):
        return None
    if follow_up is None:
        raise OperationRefused("Ärendet har ingen planerad uppföljning.", field="follow_up_result")
    return HeldFollowUp(
        follow_up=follow_up,
        seen_follow_up=part(form.seen, FOLLOW_UP),
        result=FollowUpResult(answers["result"]),
        unit_took_part=answers["unit_took_part"],
    )


def _answer(form: WhatHappenedForm) -> GivenAnswer | None:
    answers, version = form.cleaned_data, form.facts.version
    if not answers.get("decision"):
        return None
    if version is None:
        raise OperationRefused("Det finns ingen jobbplan att svara på.", field="decision")
    # Without a meeting what was written is about the answer, for there is nothing else.
    return GivenAnswer(
        version=version,
        seen_version=part(form.seen, PLAN),
        decision=Decision(answers["decision"]),
        method=ApprovalMethod(answers["method"]),
        note=answers["decline_reason"] or (answers["note"] if form.is_without_meeting else ""),
    )


def _attempt(form: WhatHappenedForm) -> MadeAttempt | None:
    answers = form.cleaned_data
    if not answers.get("attempt_result"):
        return None
    if not form.facts.clocks:
        raise OperationRefused("Det finns ingen frist att registrera kontaktförsöket på.", field="attempt_result")
    chosen = answers.get("attempt_clock")
    clock = next((one for one in form.facts.clocks if str(one.pk) == chosen), form.facts.clocks[0])
    day, time = answers["offered_day"], answers["offered_time"]
    offered = None
    if day is not None:
        offered = moment(day, time) if time is not None else start_of_day(day)
    return MadeAttempt(
        clock=clock,
        channel=ContactChannel(answers["attempt_channel"]),
        result=ContactResult(answers["attempt_result"]),
        offered_time=offered,
    )
