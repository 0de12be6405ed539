"""The strip above a case: referral, enrolment, plan, follow-up, end – each with its state in words."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from aspirants.choices import Origin
from aspirants.models import Closure, Enrolment, EnrolmentStatus
from core.swedish.dates import short_day
from core.workdays import add_working_days
from deadlines.models import ClockKind, ClockStatus, DeadlineClock, Fulfilment
from deadlines.status.lateness import AWAY, NOT_COVERED, late_in_words, working_days, working_days_late
from deadlines.status.planned import current_pause_text, pause_ahead_text
from jobplans.models import FollowUp, FollowUpStatus, JobPlanVersion
from organisation.reference_tables.calendar import stored_holiday, stored_working_days_between
from referrals.models import Referral
from workbench.my_day.caseload import FOLLOW_UP_NOTICE


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
    return [
        _beginning(enrolment, referral, today),
        Milestone("Inskriven", "done", short_day(enrolment.enrolled_on, today)),
        _plan(enrolment, guarantee, approved, today),
        _follow_up(enrolment, follow_ups, today),
        _end(closure, today),
    ]


def _beginning(enrolment: Enrolment, referral: Referral | None, today: datetime.date) -> Milestone:
    if referral is not None and referral.received_on:
        return Milestone("Remiss mottagen", "done", short_day(referral.received_on, today))
    if enrolment.origin == Origin.WALK_IN:
        return Milestone("Första besöket", "done", short_day(enrolment.first_visit_on or enrolment.enrolled_on, today))
    return Milestone("Remiss", "done", f"saknas, {enrolment.get_origin_display().lower()}")


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
        return _kept(label, clock, clock.due_on, timezone.localdate(clock.fulfilled_at))
    if clock.status == ClockStatus.EXCUSED:
        return Milestone(label, "done", "fristen ursäktad")
    if clock.status == ClockStatus.CANCELLED:
        return Milestone(label, "upcoming", "behövdes inte")
    if not clock.covered:
        state, text = _plan_without_deadline(enrolment, approved)
        return Milestone(label, state, f"{text}, {NOT_COVERED.lower()}")
    if not enrolment.is_open:
        return Milestone(label, "broken", "fristen bröts")
    return Milestone(label, *_plan_to_come(enrolment, clock, today))


def _kept(label: str, clock: DeadlineClock, due_on: datetime.date, fulfilled_on: datetime.date) -> Milestone:
    """What was done, and when; a plan is not what kept the guarantee where work or another insats did."""
    if not clock.covered:
        return Milestone(label, "done", f"klar, {NOT_COVERED.lower()}")
    if clock.status == ClockStatus.MET and clock.fulfilment in (Fulfilment.WORK, Fulfilment.OTHER_INSATS):
        return Milestone(
            clock.policy.get_kind_display(), "done", f"hållen genom {clock.get_fulfilment_display().lower()}"
        )
    return Milestone(label, *_fulfilled(clock, due_on, fulfilled_on))


def _plan_to_come(enrolment: Enrolment, clock: DeadlineClock, today: datetime.date) -> tuple[str, str]:
    """What is left until the last day, or how long ago it was; while the clock or the case is paused, only that."""
    if pause := current_pause_text(clock, today, with_reason=enrolment.read_through is None, with_who=True):
        return "paused", pause
    if clock.due_on is not None and clock.due_on < today:
        if enrolment.status == EnrolmentStatus.PAUSED:
            return "paused", AWAY.lower()
        stamped = "bruten, " if clock.status == ClockStatus.BREACHED else ""
        return "broken", f"{stamped}{late_in_words(clock.due_on, today)}"
    if ahead := pause_ahead_text(clock, today):
        return "current", ahead
    if clock.due_on is None:
        return "paused", "pausad"
    return "current", _expires(clock.due_on, today)


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
            f"bruten, klar {working_days(working_days_late(due_on, fulfilled_on))} sent",
        )
    if clock.status == ClockStatus.BREACHED:
        return "broken", "klar i tid men registrerad sent"
    days = stored_working_days_between(fulfilled_on, due_on)
    return "done", f"klar {working_days(days)} före fristen" if days else "klar på sista dagen"


UNKNOWN = "framgår inte av listan"


def _follow_up(enrolment: Enrolment, follow_ups: Sequence[FollowUp], today: datetime.date) -> Milestone:
    label = "Uppföljning"
    planned = next((f for f in follow_ups if f.status == FollowUpStatus.PLANNED), None)
    held = next((f for f in follow_ups if f.status == FollowUpStatus.HELD and f.held_at), None)
    if planned is not None and planned.clock.historical:
        text = UNKNOWN if planned.clock.is_unknown else f"inte hållen, {planned.clock.from_list.lower()}"
        return Milestone(label, "current" if enrolment.is_open else "upcoming", text)
    if planned is not None and planned.clock.due_on is not None:
        due_on = planned.clock.due_on
        if due_on < today:
            if enrolment.status == EnrolmentStatus.PAUSED:
                return Milestone(label, "paused", AWAY.lower())
            return Milestone(label, "broken", late_in_words(due_on, today))
        soon = due_on <= add_working_days(today, FOLLOW_UP_NOTICE, stored_holiday)
        return Milestone(label, "current" if soon else "upcoming", _expires(due_on, today))
    if held is None and any(f.status == FollowUpStatus.CANCELLED and f.clock.is_unknown for f in follow_ups):
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
