"""The strip above a case: referral, enrolment, plan, follow-up, end – each with its state in words."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from aspirants.models import Closure, Enrolment
from core.workdays import add_working_days, working_days_between
from deadlines.models import ClockKind, ClockStatus, DeadlineClock
from deadlines.status.planned import pause_ahead_text
from jobplans.models import FollowUp, FollowUpStatus, JobPlanVersion
from organisation.reference_tables.calendar import stored_holiday
from referrals.models import Referral
from workbench.my_day.caseload import FOLLOW_UP_NOTICE, short_day


@dataclass(frozen=True)
class Milestone:
    """One step; `state` is done, current, upcoming, paused or broken."""

    label: str
    state: str
    text: str


def milestones(
    *,
    enrolment: Enrolment,
    referral: Referral | None,
    clocks: Sequence[DeadlineClock],
    approved: JobPlanVersion | None,
    follow_ups: Sequence[FollowUp],
    closure: Closure | None,
    today: datetime.date,
) -> list[Milestone]:
    """The five steps of a case. Everything is handed in; nothing is asked of the database."""
    guarantee = next((clock for clock in clocks if clock.kind == ClockKind.PLAN_GUARANTEE), None)
    received = referral.received_on if referral else None
    return [
        Milestone("Remiss mottagen", "done", short_day(received, today)) if received else _without_referral(enrolment),
        Milestone("Inskriven", "done", short_day(enrolment.enrolled_on, today)),
        _plan(enrolment, guarantee, approved, today),
        _follow_up(enrolment, follow_ups, today),
        _end(closure, today),
    ]


def _without_referral(enrolment: Enrolment) -> Milestone:
    return Milestone("Remiss", "done", f"saknas, {enrolment.get_origin_display().lower()}")


def working_days(count: int) -> str:
    """ "1 arbetsdag", "3 arbetsdagar"."""
    return f"{count} arbetsdag{'' if count == 1 else 'ar'}"


def _late(due_on: datetime.date, on: datetime.date) -> str:
    return f"{working_days(max(1, working_days_between(due_on, on, stored_holiday)))} sen"


def current_pause_text(clock: DeadlineClock, today: datetime.date, *, with_reason: bool = True) -> str:
    """Why the clock is paused today, "pausad till tis 1 dec: sjukdom"; empty when it is not.

    The reason is for the case's jobbtorg only.
    """
    for pause in clock.pauses.all():
        resumed_on = pause.counted_to(today)
        if pause.paused_from <= today and (resumed_on is None or today < resumed_on):
            until = f" till {short_day(resumed_on, today)}" if resumed_on else ""
            return f"pausad{until}" + (f": {pause.get_reason_display().lower()}" if with_reason else "")
    return ""


def _plan(
    enrolment: Enrolment, clock: DeadlineClock | None, approved: JobPlanVersion | None, today: datetime.date
) -> Milestone:
    label = "Jobbplan"
    if clock is None:
        return Milestone(label, *_plan_without_deadline(enrolment, approved))
    if clock.historical:
        return Milestone(label, *_plan_of_list(clock, approved))
    if clock.status == ClockStatus.EXCUSED and enrolment.is_open:
        done = clock.fulfilled_at is not None
        return Milestone(label, "done" if done else "current", f"{'klar' if done else 'saknas'}, fristen ursäktad")
    if clock.fulfilled_at is not None and clock.due_on is not None:
        return Milestone(label, *_fulfilled(clock, clock.due_on, timezone.localdate(clock.fulfilled_at)))
    if clock.status == ClockStatus.EXCUSED:
        return Milestone(label, "done", "fristen ursäktad")
    if clock.status == ClockStatus.CANCELLED:
        return Milestone(label, "upcoming", "behövdes inte")
    if not enrolment.is_open:
        return Milestone(label, "broken", "fristen bröts")
    if clock.due_on is not None and clock.due_on < today:
        stamped = "bruten, " if clock.status == ClockStatus.BREACHED else ""
        return Milestone(label, "broken", f"{stamped}{_late(clock.due_on, today)}")
    if pause := current_pause_text(clock, today, with_reason=enrolment.read_through is None):
        return Milestone(label, "paused", pause)
    if ahead := pause_ahead_text(clock, today):
        return Milestone(label, "current", ahead)
    if clock.due_on is None:
        return Milestone(label, "paused", "pausad")
    return Milestone(label, "current", _expires(clock.due_on, today))


def _plan_of_list(clock: DeadlineClock, approved: JobPlanVersion | None) -> tuple[str, str]:
    """What an imported list says of the plan; how late it is by now says nothing."""
    if clock.fulfilled_at is not None and clock.due_on is not None:
        state, text = _fulfilled(clock, clock.due_on, timezone.localdate(clock.fulfilled_at))
    elif approved is not None:
        state, text = "done", "godkänd"
    elif clock.status == ClockStatus.CANCELLED:
        state, text = "upcoming", "okänd"
    else:
        state, text = "broken", "fristen bröts"
    return state, f"{text}, {clock.from_list.lower()}"


def _expires(due_on: datetime.date, today: datetime.date) -> str:
    return "förfaller i dag" if due_on == today else f"förfaller {short_day(due_on, today)}"


def _plan_without_deadline(enrolment: Enrolment, approved: JobPlanVersion | None) -> tuple[str, str]:
    if approved is not None:
        return "done", "godkänd"
    return ("current", "saknas") if enrolment.is_open else ("upcoming", "gjordes inte")


def _fulfilled(clock: DeadlineClock, due_on: datetime.date, fulfilled_on: datetime.date) -> tuple[str, str]:
    if fulfilled_on > due_on:
        return (
            "broken",
            f"bruten, klar {working_days(max(1, working_days_between(due_on, fulfilled_on, stored_holiday)))} sent",
        )
    if clock.status == ClockStatus.BREACHED:
        return "broken", "klar i tid men registrerad sent"
    days = working_days_between(fulfilled_on, due_on, stored_holiday)
    return "done", f"klar {working_days(days)} före fristen" if days else "klar på sista dagen"


UNKNOWN = "framgår inte av listan"


def is_unknown(clock: DeadlineClock) -> bool:
    """Whether nobody knows how it ended: an imported list does not tell, and the case went on after the last day."""
    if not clock.historical or clock.status != ClockStatus.CANCELLED:
        return False
    return clock.ended_on is None or (clock.due_on is not None and clock.due_on < clock.ended_on)


def _follow_up(enrolment: Enrolment, follow_ups: Sequence[FollowUp], today: datetime.date) -> Milestone:
    label = "Uppföljning"
    planned = next((f for f in follow_ups if f.status == FollowUpStatus.PLANNED), None)
    held = next((f for f in follow_ups if f.status == FollowUpStatus.HELD and f.held_at), None)
    if planned is not None and planned.clock.historical:
        text = UNKNOWN if is_unknown(planned.clock) else f"inte hållen, {planned.clock.from_list.lower()}"
        return Milestone(label, "current" if enrolment.is_open else "upcoming", text)
    if planned is not None and planned.clock.due_on is not None:
        due_on = planned.clock.due_on
        if due_on < today:
            return Milestone(label, "broken", _late(due_on, today))
        soon = due_on <= add_working_days(today, FOLLOW_UP_NOTICE, stored_holiday)
        return Milestone(label, "current" if soon else "upcoming", _expires(due_on, today))
    if held is None and any(f.status == FollowUpStatus.CANCELLED and is_unknown(f.clock) for f in follow_ups):
        return Milestone(label, "upcoming", UNKNOWN)
    if held is not None and held.held_at is not None:
        return Milestone(label, "done", f"hållen {short_day(timezone.localdate(held.held_at), today)}")
    return Milestone(label, "upcoming", "tre månader efter planen" if enrolment.is_open else "gjordes inte")


def _end(closure: Closure | None, today: datetime.date) -> Milestone:
    if closure is None:
        return Milestone("Avslut", "upcoming", "")
    return Milestone(
        "Avslut", "done", f"{short_day(closure.closed_on, today)}: {closure.reason.get_group_display().lower()}"
    )
