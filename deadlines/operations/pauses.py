"""Pausing a clock: the person is objectively prevented, and the days do not count (P01–P06)."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from deadlines.calculation.deadline import Pause, PauseError, compute_deadline
from deadlines.calculation.limits import CONTACT_PAUSE_LIMIT, PAUSE_LIMIT, latest_return, paused_days
from deadlines.clocks.kinds import PausedBy, kinds_paused_by
from deadlines.clocks.lifecycle import lock_clock, require_live, store_due_date
from deadlines.clocks.pausing import decide_length
from deadlines.models import ClockPause, ClockStatus, DeadlineClock, PauseReason
from deadlines.shown import shown_clock
from deadlines.status.planned import planned_pause
from organisation.access.permissions import Act, may, require
from organisation.models import User
from organisation.reference_tables.calendar import stored_holiday


@transaction.atomic
def pause_clock(
    *,
    actor: User,
    clock: DeadlineClock,
    seen_clock: Seen,
    reason: PauseReason,
    paused_from: datetime.date,
    resumed_on: datetime.date | None = None,
    note: str = "",
) -> ClockPause:
    """Do not count the days from `paused_from` up to, not including, `resumed_on` (empty = until further notice).

    After the last day only a manager can, and that may heal a breach (docs/deadlines.md).
    """
    require(actor, Act.PAUSE_CLOCK, at=clock.jobbtorg_id)
    clock = lock_clock(clock)
    require_seen(seen_clock, shown_clock(clock))
    require_live(clock)
    if (not clock.is_open or clock.ended_on is not None) and not _may_be_healed(clock):
        raise OperationRefused("Fristen löper inte längre och kan inte pausas.")
    if clock.kind in kinds_paused_by(PausedBy.INTERRUPTIONS):
        raise OperationRefused("En uppföljning pausas inte för sig. Registrera ett uppehåll i ärendet.")
    if clock.started_on is None:
        raise OperationRefused("Fristen har inte börjat och kan inte pausas.")
    if paused_from < clock.started_on:
        raise OperationRefused("Pausen kan inte börja innan fristen började.", field="paused_from")
    if clock.due_on is not None and clock.due_on < timezone.localdate() and not may(actor, Act.PAUSE_AT_LENGTH):
        raise OperationRefused("Fristen har gått ut. En paus i efterhand registreras av enhetschefen.")
    if clock.due_on is not None and paused_from > clock.due_on:
        raise OperationRefused("Pausen kan inte börja efter fristens sista dag.", field="paused_from")
    if reason == PauseReason.P06 and resumed_on is None:
        # It is limited, whether or not anybody remembers to end it.
        resumed_on = latest_return(paused_from, CONTACT_PAUSE_LIMIT)
    if clock.fulfilled_at is not None and resumed_on is None:
        raise OperationRefused("Fristen är uppfylld. Ange när pausen slutade.", field="resumed_on")
    overlapping = clock.pauses.filter(resumed_on__isnull=True).exists()
    if overlapping:
        raise OperationRefused("Fristen är redan pausad. Avsluta den pausen först.", field="paused_from")
    _require_pause_within_limits(actor, clock, reason, paused_from, resumed_on)
    pause = ClockPause(
        clock=clock, reason=reason, paused_from=paused_from, resumed_on=resumed_on, note=note, registered_by=actor
    )
    _require_countable(clock, pause)
    decide_length(pause, actor)
    pause.save()
    store_due_date(clock, actor=actor)
    return pause


def _may_be_healed(clock: DeadlineClock) -> bool:
    """Whether a pause entered afterwards could show that the clock was not breached."""
    case_is_over = clock.enrolment is not None and not clock.enrolment.is_open
    still_to_keep = clock.ended_on is None and not case_is_over
    return clock.status == ClockStatus.BREACHED and (clock.fulfilled_at is not None or still_to_keep)


@transaction.atomic
def resume_clock(*, actor: User, clock: DeadlineClock, seen_clock: Seen, resumed_on: datetime.date) -> DeadlineClock:
    """End an open pause; `resumed_on` is the first day that counts again. One that began today can end today."""
    require(actor, Act.PAUSE_CLOCK, at=clock.jobbtorg_id)
    clock = lock_clock(clock)
    require_seen(seen_clock, shown_clock(clock))
    pause = clock.pauses.filter(resumed_on__isnull=True).first()
    is_over = clock.status in (ClockStatus.MET, ClockStatus.EXCUSED, ClockStatus.CANCELLED)
    if pause is None or is_over or clock.fulfilled_at is not None or clock.ended_on is not None:
        raise OperationRefused("Fristen är inte pausad.")
    if resumed_on == pause.paused_from == timezone.localdate():
        pause.delete()  # It began today and covered no day.
    elif resumed_on <= pause.paused_from:
        raise OperationRefused("Pausen måste sluta efter att den började.", field="resumed_on")
    else:
        reason = PauseReason(pause.reason)
        _require_pause_within_limits(actor, clock, reason, pause.paused_from, resumed_on, ending=pause)
        pause.resumed_on = resumed_on
        pause.save(update_fields=["resumed_on"])
    store_due_date(clock, actor=actor)
    return clock


@transaction.atomic
def change_pause(
    *,
    actor: User,
    clock: DeadlineClock,
    seen_clock: Seen,
    reason: PauseReason,
    paused_from: datetime.date,
    resumed_on: datetime.date | None = None,
    note: str = "",
) -> ClockPause:
    """Give the next planned pause of a clock other days or another reason, before it begins."""
    clock, pause = _locked_planned(actor, clock, seen_clock)
    assert clock.started_on is not None, "a clock that has not begun is not paused"
    if paused_from < clock.started_on:
        raise OperationRefused("Pausen kan inte börja innan fristen började.", field="paused_from")
    due_without = _due_without(clock, pause)
    if due_without is not None and paused_from > due_without:
        raise OperationRefused("Pausen kan inte börja efter fristens sista dag.", field="paused_from")
    if reason == PauseReason.P06 and resumed_on is None:
        resumed_on = latest_return(paused_from, CONTACT_PAUSE_LIMIT)
    _require_pause_within_limits(actor, clock, reason, paused_from, resumed_on, ending=pause)
    pause.reason, pause.paused_from, pause.resumed_on, pause.note = reason, paused_from, resumed_on, note
    _require_countable(clock, pause)
    pause.save(update_fields=["reason", "paused_from", "resumed_on", "note"])
    store_due_date(clock, actor=actor)
    return pause


@transaction.atomic
def withdraw_pause(*, actor: User, clock: DeadlineClock, seen_clock: Seen) -> DeadlineClock:
    """Take back the next planned pause of a clock, before it begins. History keeps that there was one."""
    clock, pause = _locked_planned(actor, clock, seen_clock)
    pause.delete()
    store_due_date(clock, actor=actor)
    return clock


def _locked_planned(actor: User, clock: DeadlineClock, seen: Seen) -> tuple[DeadlineClock, ClockPause]:
    require(actor, Act.PAUSE_CLOCK, at=clock.jobbtorg_id)
    clock = lock_clock(clock)
    require_seen(seen, shown_clock(clock))
    pause = planned_pause(clock)
    if pause is None:
        raise OperationRefused("Pausen har börjat. Avsluta den i stället.")
    if not clock.is_open:
        raise OperationRefused("Fristen löper inte längre. Pausen kan inte ändras.")
    return clock, pause


def _due_without(clock: DeadlineClock, pause: ClockPause) -> datetime.date | None:
    """The clock's last day without one of its pauses; None where another one is open."""
    assert clock.started_on is not None
    others = [Pause(one.paused_from, one.resumed_on) for one in clock.pauses.exclude(pk=pause.pk)]
    return compute_deadline(clock.policy.rule, clock.started_on, others, calendar=stored_holiday).due_on


def _require_countable(clock: DeadlineClock, pause: ClockPause) -> None:
    assert clock.started_on is not None
    pauses = [Pause(p.paused_from, p.resumed_on) for p in clock.pauses.exclude(pk=pause.pk)]
    try:
        compute_deadline(
            clock.policy.rule,
            clock.started_on,
            [*pauses, Pause(pause.paused_from, pause.resumed_on)],
            calendar=stored_holiday,
        )
    except PauseError as error:
        message = "Pausen måste sluta efter att den börjat och får inte överlappa en annan paus."
        raise OperationRefused(message, field="resumed_on") from error


def _require_pause_within_limits(
    actor: User,
    clock: DeadlineClock,
    reason: PauseReason,
    paused_from: datetime.date,
    resumed_on: datetime.date | None,
    ending: ClockPause | None = None,
) -> None:
    if resumed_on is None:
        return
    days = paused_days(paused_from, resumed_on)
    if reason == PauseReason.P06 and days > CONTACT_PAUSE_LIMIT:
        raise OperationRefused("En paus för säker kontaktväg får vara högst 5 arbetsdagar.", field="resumed_on")
    others = [p for p in clock.pauses.all() if p.resumed_on is not None and p != ending]
    total = days + sum(paused_days(p.paused_from, p.resumed_on) for p in others if p.resumed_on)
    if total > PAUSE_LIMIT and not may(actor, Act.PAUSE_AT_LENGTH):
        raise OperationRefused("Mer än 20 pausade arbetsdagar beslutas av enhetschefen.", field="resumed_on")
