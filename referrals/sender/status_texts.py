"""What became of a referral, in words: for the jobbtorg, and for the stadsdel that may know less."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils import timezone

from aspirants.models import OutcomeGroup
from core.swedish.dates import long_date, weekday_date
from deadlines.calculation.coverage import Coverage
from deadlines.calculation.deadline import compute_deadline
from deadlines.calculation.explanation import Explanation, explain
from deadlines.clocks.lifecycle import explain_clock
from deadlines.models import ClockStatus, DeadlineClock
from organisation.reference_tables.calendar import stored_holiday
from referrals.models import Referral, ReferralEvent, ReferralStatus

CLOSED_WITH = {
    OutcomeGroup.WORK: "arbete",
    OutcomeGroup.STUDIES: "studier",
    OutcomeGroup.OTHER: "annan orsak",
}


@dataclass(frozen=True)
class StatusText:
    """Where a clock stands: words, or a date to be counted down to while it is still open."""

    text: str = ""
    due_on: datetime.date | None = None


@dataclass(frozen=True)
class ShownStatus:
    """A referral's status as its sender's pages show it."""

    status: str
    label: str

    def get_status_display(self) -> str:
        """The words, by the name under which every row with a status has them."""
        return self.label


PLAN_TOLD = ShownStatus("PLAN_TOLD", "Plan skickad")
CLOSED = ShownStatus("CLOSED", "Avslutad")


def status_for_sender(referral: Any) -> ShownStatus:
    """The status that is stored, and of an enrolled person's what the unit has been told since.

    Needs the annotations of `with_disclosures`.
    """
    if referral.status == ReferralStatus.ENROLLED and referral.case_closed_on is not None:
        return CLOSED
    if referral.status == ReferralStatus.ENROLLED and referral.plan_sent_at is not None:
        return PLAN_TOLD
    return ShownStatus(referral.status, referral.get_status_display())


def clock_status_text(clock: DeadlineClock) -> StatusText:
    """Where the jobbgaranti stands. Why a clock is paused is not said: the stadsdel may not read it."""
    if clock.status == ClockStatus.CANCELLED:
        return StatusText("Fristen gäller inte längre")
    if clock.status == ClockStatus.EXCUSED:
        return StatusText("Fristen är ursäktad")
    if clock.fulfilled_at is not None:
        day = weekday_date(timezone.localdate(clock.fulfilled_at))
        return StatusText(f"Klart {day}" if clock.status == ClockStatus.MET else f"Klart efter fristen, {day}")
    return _last_day(clock, covered=clock.covered)


def promise_to_sender(clock: DeadlineClock, *, covered: bool) -> StatusText:
    """Where the jobbgaranti stands before a plan was communicated. One that is approved looks like one that is not:
    the unit was promised a day, and reads from the plan itself that there is one.

    `covered` is what the unit may know of that (`promises_for_sender`).
    """
    is_settled = clock.status in (ClockStatus.CANCELLED, ClockStatus.EXCUSED) and clock.fulfilled_at is None
    return clock_status_text(clock) if is_settled else _last_day(clock, covered=covered)


def _last_day(clock: DeadlineClock, *, covered: bool) -> StatusText:
    if clock.status == ClockStatus.WAITING:
        return StatusText(f"Fristen räknas från {clock.policy.awaited_event}")
    if clock.due_on is None:
        return StatusText("Fristen är pausad")
    if not covered:
        return StatusText(f"Planeras till {weekday_date(clock.due_on)}")
    return StatusText(due_on=clock.due_on)


def status_text_for_sender(referral: Referral, promise: Coverage | None) -> StatusText:
    """What the stadsdel may know: status, plan communicated, how the case ended if that was disclosed; no more.

    `promise`: whether the guarantee covers the person, as the unit may know it (`promises_for_sender`); None where it
    follows the referral no longer. Needs the annotations of `with_disclosures`.
    """
    if referral.status == ReferralStatus.DECLINED:
        return StatusText(f"Avböjd: {referral.get_decline_reason_display().lower()}")
    if referral.status == ReferralStatus.WITHDRAWN:
        return StatusText("Ni återkallade remissen")
    if ended := closing_in_words(referral):
        return StatusText(ended)
    sent_at: datetime.datetime | None = referral.plan_sent_at  # type: ignore[attr-defined]
    if referral.status == ReferralStatus.INCOMPLETE:
        return StatusText("Ska kompletteras: jobbtorget väntar på ert svar")
    if referral.status == ReferralStatus.LAPSED:
        return StatusText("Förfallen: jobbtorget fick inte kontakt med personen")
    if promise is None:
        return StatusText(no_longer_followed(referral))
    if sent_at is not None:
        return StatusText(f"Jobbplan kommunicerad {weekday_date(timezone.localdate(sent_at))}")
    return promise_to_sender(referral.clock, covered=promise.covered)


def no_longer_followed(referral: Referral) -> str:
    """That the case belongs to another unit by now, and since when; to which one is not for this one to know."""
    assert referral.followed_until is not None
    return f"Ärendet följs inte av er enhet sedan {weekday_date(timezone.localdate(referral.followed_until))}"


def open_question(referral: Referral) -> ReferralEvent | None:
    """What the jobbtorg has asked and waits for the answer to; None unless the referral is to be completed."""
    if referral.status != ReferralStatus.INCOMPLETE:
        return None
    # All of them: where they are at hand already, nothing is asked.
    events = sorted(referral.events.all(), key=lambda event: (event.at, event.pk))
    return [event for earlier, event in pairwise([None, *events]) if event and _is_question(event, earlier)][-1]


def _is_question(event: ReferralEvent, earlier: ReferralEvent | None) -> bool:
    """Whether an event is the step by which the jobbtorg asked: neither a decline that was taken back, nor something
    that was put right while it waited for the answer."""
    asks = event.status == ReferralStatus.INCOMPLETE and not event.takes_back
    return asks and (earlier is None or earlier.status != ReferralStatus.INCOMPLETE)


def awaits_completion(referral: Referral) -> bool:
    """Whether an incomplete referral's clock counts from the day it is complete; else from when it first came."""
    return referral.status == ReferralStatus.INCOMPLETE and referral.clock.status == ClockStatus.WAITING


def waits_for(referral: Referral) -> str:
    """Who has to do something before the jobbtorg can, in a list; empty where it is the jobbtorg itself."""
    return f"Väntar på {referral.unit}" if referral.status == ReferralStatus.INCOMPLETE else ""


def closing_in_words(referral: Referral) -> str:
    """How and when the case ended, or nothing unless it was disclosed to the sending unit."""
    closed_on: datetime.date | None = referral.case_closed_on  # type: ignore[attr-defined]
    if closed_on is None:
        return ""
    words = CLOSED_WITH.get(referral.closing_group)  # type: ignore[attr-defined]
    return f"Avslutat {weekday_date(closed_on)}" + (f": {words}" if words else "")


def original_explanation(clock: DeadlineClock) -> Explanation:
    """Why the clock that the referral started has its date. Pauses, and so their reasons, are left out."""
    if clock.started_on is None:
        return explain_clock(clock)
    return explain(
        clock.policy.rule,
        clock.started_on,
        compute_deadline(clock.policy.rule, clock.started_on, calendar=stored_holiday),
        what=clock.policy.get_kind_display(),
        start_text=clock.policy.get_start_event_display(),
        calendar=stored_holiday,
    )


def original_last_day(clock: DeadlineClock, promise: Coverage) -> str:
    """The original last day in one sentence: "Jobbplan senast måndag 30 november 2026".

    `promise` is what the unit may know of whether the guarantee covers the person (`promises_for_sender`).
    """
    if clock.original_due_on is None:
        return f"Jobbplanens sista dag räknas från {clock.policy.awaited_event}"
    day = long_date(clock.original_due_on)
    if promise.covered:
        return f"Jobbplan senast {day}"
    if promise.awaited:
        return f"Jobbtorget planerar en jobbplan till {day}. Om jobbgarantin gäller är inte klart än"
    return f"Jobbtorget planerar en jobbplan till {day}, men jobbgarantin gäller inte"
