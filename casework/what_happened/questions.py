"""What belongs together in the form, and what its answers must say together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casework.what_happened.facts import ATTEMPT, CHANGE, FOLLOW_UP, PLAN
from core.swedish.dates import weekday_date
from core.swedish.plausible import fault_of_hour
from meetings.choices import REASONS_OF, MeetingKind, Wish
from meetings.forms import MeetingOutcomeField

if TYPE_CHECKING:
    from casework.what_happened.forms import WhatHappenedForm

NOT_ONE = "NO"
"""The answer that a meeting was not the three-month follow-up."""

LONGEST_ANSWER = 300
"""Characters of a comment on an answer to the plan."""

SECTIONS = {
    FOLLOW_UP: ("result", "unit_took_part"),
    PLAN: ("decision", "method", "decline_reason"),
    ATTEMPT: ("attempt_result", "attempt_channel", "attempt_clock", "offered_day", "offered_time"),
    CHANGE: ("reason", "change_note"),
}
"""What else it was, or why it was not; the first field of each says whether it was that."""

REQUIRED = {
    "result": "Välj vad uppföljningen ledde till.",
    "decision": "Välj aspirantens svar.",
    "method": "Välj hur svaret gavs.",
    "attempt_result": "Välj vad som hände.",
    "attempt_channel": "Välj hur du försökte nå aspiranten.",
}
"""What is said where one of these is not answered."""


DID_NOT_TAKE_PLACE = {
    MeetingOutcomeField.RESCHEDULED: Wish.ASPIRANT,
    MeetingOutcomeField.CANCELLED: Wish.UNIT,
}
"""The answers that move or cancel a booking, and on whose wish that is."""

REASONS = [
    ("", "Välj"),
    *((wish.label, [(one.value, one.label) for one in REASONS_OF[wish]]) for wish in DID_NOT_TAKE_PLACE.values()),
]


def judge_change(form: WhatHappenedForm, cleaned: dict[str, Any]) -> None:
    """Why a booked meeting did not take place is asked for then, and only then."""
    wish = form.wish
    if wish is None:
        if (
            "reason" in form.fields
            and "outcome" not in form.errors
            and (cleaned.get("reason") or cleaned.get("change_note"))
        ):
            form.add_error("reason", "Skälet hör till ett möte som inte blev av. Ta bort det, eller välj om överst.")
        return
    if form.booking is None:
        form.add_error("outcome", "Välj vilket bokat möte som inte blev av. Annars finns inget att ändra.")
    elif not cleaned.get("reason") and "reason" not in form.errors:
        form.add_error("reason", "Välj varför mötet inte blev av.")


def judge_next_step(form: WhatHappenedForm, cleaned: dict[str, Any]) -> None:
    """A day for the next meeting where one is to be chosen, and no night; no day that the choice would pass over."""
    step, day, time = cleaned.get("next_step"), cleaned.get("next_day"), cleaned.get("next_time")
    if "next_step" not in form.errors and ((step != "day" and day) or (not step and time)):
        typed = " ".join([*([weekday_date(day)] if day else []), *([f"{time:%H.%M}"] if time else [])])
        form.add_error("next_step", f"Du har skrivit {typed} för nästa möte. Välj ett eget datum, eller töm fältet.")
        return
    if cleaned.get("next_step") == "day" and not cleaned.get("next_day") and "next_day" not in form.errors:
        form.add_error("next_day", "Ange datum för nästa möte, eller välj ett annat alternativ.")
    if not cleaned.get("next_step") or cleaned.get("time") is None:
        return
    if form.is_without_meeting and "next_day" not in form.errors:
        form.add_error("next_step", "Nästa möte bokas här bara när ett möte loggas. Boka det för sig.")
    elif not cleaned.get("next_time") and "next_time" not in form.errors and fault_of_hour(cleaned["time"]):
        form.add_error("next_step", "Nästa möte bokas på samma klockslag, och det är på natten. Boka det för sig.")


def judge_follow_up(form: WhatHappenedForm, cleaned: dict[str, Any]) -> None:
    """A meeting of the kind Uppföljning says what it led to: else it would still be said to be missing (FC-40)."""
    if "result" not in form.fields or "result" in form.errors or cleaned.get("result"):
        return
    attended = cleaned.get("outcome") == MeetingOutcomeField.ATTENDED
    if (form.preset.about == FOLLOW_UP and (attended or form.is_without_meeting)) or cleaned.get("unit_took_part"):
        form.add_error("result", REQUIRED["result"])
    elif attended and form.held_kind == MeetingKind.FOLLOW_UP and form.facts.planned is not None:
        form.add_error("result", "Mötet är en uppföljning. Välj vad den ledde till.")


def judge_answer(form: WhatHappenedForm, cleaned: dict[str, Any]) -> None:
    """An answer to the plan is whole: yes or no, and how it was given."""
    if "decision" not in form.fields or "decision" in form.errors:
        return
    if not cleaned.get("decision"):
        if form.preset.about == PLAN or cleaned.get("method") or cleaned.get("decline_reason"):
            form.add_error("decision", REQUIRED["decision"])
    elif not cleaned.get("method") and "method" not in form.errors:
        form.add_error("method", REQUIRED["method"])
    if form.is_without_meeting and len(cleaned.get("note", "")) > LONGEST_ANSWER:
        form.add_error("note", f"En kommentar till ett svar får vara högst {LONGEST_ANSWER} tecken.")


def judge_attempt(form: WhatHappenedForm, cleaned: dict[str, Any]) -> None:
    """A contact attempt is whole: what happened, how, and which time was offered."""
    if "attempt_result" not in form.fields or "attempt_result" in form.errors:
        return
    if not cleaned.get("attempt_result"):
        # The clock that the page had for an attempt nobody made may have been met meanwhile.
        form.errors.pop("attempt_clock", None)
        offered = cleaned.get("offered_day") or cleaned.get("offered_time")
        is_faulty = "offered_day" in form.errors or "offered_time" in form.errors
        if form.preset.about == ATTEMPT or cleaned.get("attempt_channel") or (offered and not is_faulty):
            form.add_error("attempt_result", REQUIRED["attempt_result"])
        return
    if not cleaned.get("attempt_channel") and "attempt_channel" not in form.errors:
        form.add_error("attempt_channel", REQUIRED["attempt_channel"])
    if cleaned.get("offered_time") and not cleaned.get("offered_day") and "offered_day" not in form.errors:
        form.add_error("offered_day", "Ange den erbjudna dagen också.")


JUDGES = (judge_change, judge_next_step, judge_follow_up, judge_answer, judge_attempt)
