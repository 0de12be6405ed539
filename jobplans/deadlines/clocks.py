"""The life of a clock: started, paused, met, breached, cancelled. Dates come from the pure functions beside this."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from aspirants.models import Enrolment, Person
from jobbtorg.workdays import working_days_between
from jobplans.deadlines.calculation import Deadline, Pause, PauseError, compute_deadline, kept
from jobplans.deadlines.explanation import Explanation, explain
from jobplans.models import (
    Breach,
    BreachCause,
    ClockKind,
    ClockPause,
    ClockStatus,
    DeadlineClock,
    DeadlinePolicy,
    Fulfilment,
    PauseReason,
)
from organisation.models import Jobbtorg, User
from organisation.operations import OperationRefused
from organisation.permissions import Act, may

PAUSE_LIMIT = 20
"""Working days in all that a coach may pause a clock; beyond that a manager decides."""

CONTACT_PAUSE_LIMIT = 5
"""Working days a pause to arrange a safe way of contact (P06) may last."""


def policy_on(kind: ClockKind, day: datetime.date) -> DeadlinePolicy:
    """The policy of a kind in force on a local date."""
    policy: DeadlinePolicy = DeadlinePolicy.objects.valid_on(day).get(kind=kind)
    return policy


def start_clock(
    *,
    kind: ClockKind,
    person: Person,
    jobbtorg: Jobbtorg,
    started_on: datetime.date,
    reference: str,
    enrolment: Enrolment | None = None,
    covered: bool = True,
    covered_reason: str = "",
) -> DeadlineClock:
    """Start a promise. `started_on` is day 0, a local date; the policy of that day applies for the clock's life."""
    policy = policy_on(kind, started_on)
    deadline = compute_deadline(policy.rule, started_on)
    assert deadline.due_on is not None, "a clock without pauses has a due date"
    return DeadlineClock.objects.create(
        policy=policy,
        person=person,
        enrolment=enrolment,
        jobbtorg=jobbtorg,
        reference=reference,
        covered=covered,
        covered_reason=covered_reason,
        started_on=started_on,
        original_due_on=deadline.due_on,
        due_on=deadline.due_on,
        recommended_on=deadline.recommended_on,
    )


def recomputed(clock: DeadlineClock) -> Deadline:
    """The deadline as its events give it: policy, day 0 and the pauses that began before the promise was fulfilled."""
    fulfilled_on = timezone.localdate(clock.fulfilled_at) if clock.fulfilled_at else datetime.date.max
    pauses = [
        Pause(pause.paused_from, pause.resumed_on, pause.get_reason_display().lower())
        for pause in clock.pauses.all()
        if pause.paused_from < fulfilled_on
    ]
    return compute_deadline(clock.policy.rule, clock.started_on, pauses)


def explain_clock(clock: DeadlineClock) -> Explanation:
    """Why the clock has its due date, in Swedish, day by day."""
    start_text = clock.policy.get_start_event_display()
    return explain(
        clock.policy.rule,
        clock.started_on,
        recomputed(clock),
        what=clock.policy.get_kind_display(),
        start_text=start_text,
    )


def _locked(clock: DeadlineClock) -> DeadlineClock:
    clocks = DeadlineClock.objects.select_for_update(of=("self",)).select_related("policy", "enrolment")
    locked: DeadlineClock = clocks.get(pk=clock.pk)
    return locked


def _store_due_date(clock: DeadlineClock, *, actor: User) -> None:
    """Compute the due date of a clock again from its events and keep it, with the status that follows.

    A promise that turns out not to be broken after all has its breach revoked by `actor`, never deleted.
    """
    deadline = recomputed(clock)
    clock.due_on, clock.recommended_on = deadline.due_on, deadline.recommended_on
    if clock.is_open or not _is_broken(clock):
        clock.status = _unbroken_status(clock)
        Breach.objects.filter(clock=clock, revoked_at__isnull=True).update(revoked_at=timezone.now(), revoked_by=actor)
    clock.save(update_fields=["due_on", "recommended_on", "status"])


def _is_broken(clock: DeadlineClock) -> bool:
    if clock.due_on is None:
        return False
    return not kept(clock.due_on, clock.fulfilled_at or timezone.now())


def _unbroken_status(clock: DeadlineClock) -> ClockStatus:
    if clock.fulfilled_at is not None:
        return ClockStatus.MET
    return ClockStatus.RUNNING if clock.due_on else ClockStatus.PAUSED


@transaction.atomic
def fulfil_clock(
    clock: DeadlineClock, *, at: datetime.datetime, recorded_at: datetime.datetime, fulfilment: Fulfilment
) -> DeadlineClock:
    """Record that the promise was kept at an instant.

    In time and recorded in time: MET. In time but recorded after the due date: BREACHED with cause B06 until a manager
    confirms it. Late: BREACHED, fulfilled late. The due date never moves.
    """
    clock = _locked(clock)
    if clock.fulfilled_at is not None or clock.status in (ClockStatus.CANCELLED, ClockStatus.EXCUSED):
        return clock
    # Whoever answers is available again: an open pause ends that day.
    answered_on = timezone.localdate(at)
    clock.pauses.filter(resumed_on__isnull=True, paused_from__lt=answered_on).update(resumed_on=answered_on)
    clock.fulfilled_at, clock.fulfilment = at, fulfilment
    clock.due_on = recomputed(clock).due_on
    assert clock.due_on is not None, "no pause is open once the promise is fulfilled"
    in_time = kept(clock.due_on, at)
    if in_time and kept(clock.due_on, recorded_at):
        clock.status = ClockStatus.MET
    else:
        clock.status = ClockStatus.BREACHED
        _stamp_breach(clock, stamped_at=recorded_at, cause=BreachCause.B06 if in_time else None)
    clock.save(update_fields=["fulfilled_at", "fulfilment", "status", "due_on"])
    return clock


def _stamp_breach(clock: DeadlineClock, *, stamped_at: datetime.datetime, cause: BreachCause | None) -> None:
    assert clock.due_on is not None, "only a promise with a last day can be broken"
    facts = {"jobbtorg_id": clock.jobbtorg_id, "due_on": clock.due_on, "stamped_at": stamped_at, "cause": cause or ""}
    breach, created = Breach.objects.get_or_create(clock=clock, revoked_at=None, defaults=facts)
    if not created and cause and not breach.cause:
        breach.cause = cause
        breach.save(update_fields=["cause"])


def cancel_clock(clock: DeadlineClock, *, today: datetime.date) -> None:
    """Stop a promise that lost its object (referral withdrawn, case closed). What was late by then is a breach."""
    clock = _locked(clock)
    if clock.fulfilled_at is not None or clock.ended_on is not None:
        return
    clock.ended_on = today
    if clock.is_open and clock.due_on is not None and clock.due_on < today:
        clock.status = ClockStatus.BREACHED
        _stamp_breach(clock, stamped_at=timezone.now(), cause=None)
    elif clock.is_open:
        clock.status = ClockStatus.CANCELLED
    clock.save(update_fields=["status", "ended_on"])


@transaction.atomic
def pause_clock(
    *,
    actor: User,
    clock: DeadlineClock,
    reason: PauseReason,
    paused_from: datetime.date,
    resumed_on: datetime.date | None = None,
    note: str = "",
) -> ClockPause:
    """Do not count the days from `paused_from` up to, not including, `resumed_on` (empty = until further notice).

    After the last day only a manager can, and that may heal a breach (docs/deadlines.md).
    """
    clock = _locked(clock)
    if not clock.is_open and not _may_be_healed(clock):
        raise OperationRefused("Fristen löper inte längre och kan inte pausas.")
    if clock.kind == ClockKind.FOLLOW_UP:
        raise OperationRefused("En uppföljning pausas inte. Håll den när aspiranten är tillbaka.")
    if paused_from < clock.started_on:
        raise OperationRefused("Pausen kan inte börja innan fristen började.", field="paused_from")
    if clock.due_on is not None and clock.due_on < timezone.localdate() and not may(actor, Act.PAUSE_AT_LENGTH):
        raise OperationRefused("Fristen har gått ut. En paus i efterhand registreras av enhetschefen.")
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
    pause.save()
    _store_due_date(clock, actor=actor)
    return pause


def _may_be_healed(clock: DeadlineClock) -> bool:
    """Whether a pause entered afterwards could show that the promise was not broken."""
    case_is_over = clock.enrolment is not None and not clock.enrolment.is_open
    still_to_keep = clock.ended_on is None and not case_is_over
    return clock.status == ClockStatus.BREACHED and (clock.fulfilled_at is not None or still_to_keep)


@transaction.atomic
def resume_clock(*, actor: User, clock: DeadlineClock, resumed_on: datetime.date) -> DeadlineClock:
    """End an open pause; `resumed_on` is the first day that counts again."""
    clock = _locked(clock)
    pause = clock.pauses.filter(resumed_on__isnull=True).first()
    if pause is None or not clock.is_open:
        raise OperationRefused("Fristen är inte pausad.")
    if resumed_on <= pause.paused_from:
        raise OperationRefused("Pausen måste sluta efter att den började.", field="resumed_on")
    _require_pause_within_limits(actor, clock, PauseReason(pause.reason), pause.paused_from, resumed_on, ending=pause)
    pause.resumed_on = resumed_on
    pause.save(update_fields=["resumed_on"])
    _store_due_date(clock, actor=actor)
    return clock


def _require_countable(clock: DeadlineClock, pause: ClockPause) -> None:
    pauses = [Pause(p.paused_from, p.resumed_on) for p in clock.pauses.all()]
    try:
        compute_deadline(clock.policy.rule, clock.started_on, [*pauses, Pause(pause.paused_from, pause.resumed_on)])
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
    days = _paused_days(paused_from, resumed_on)
    if reason == PauseReason.P06 and days > CONTACT_PAUSE_LIMIT:
        raise OperationRefused("En paus för säker kontaktväg får vara högst 5 arbetsdagar.", field="resumed_on")
    others = [p for p in clock.pauses.all() if p.resumed_on is not None and p != ending]
    total = days + sum(_paused_days(p.paused_from, p.resumed_on) for p in others if p.resumed_on)
    if total > PAUSE_LIMIT and not may(actor, Act.PAUSE_AT_LENGTH):
        raise OperationRefused("Mer än 20 pausade arbetsdagar beslutas av enhetschefen.", field="resumed_on")


def _paused_days(paused_from: datetime.date, resumed_on: datetime.date) -> int:
    """Working days from the first uncounted day up to, not including, the first counted one."""
    one_day = datetime.timedelta(days=1)
    return working_days_between(paused_from - one_day, resumed_on - one_day)


@transaction.atomic
def confirm_late_registration(*, actor: User, clock: DeadlineClock) -> DeadlineClock:
    """A manager confirms that what was recorded late happened in time: the clock is MET, marked as registered late."""
    clock = _locked(clock)
    breach = Breach.objects.filter(clock=clock, revoked_at__isnull=True).first()
    if not may(actor, Act.CONFIRM_LATE):
        raise OperationRefused("Bara enhetschefen kan bekräfta en sen registrering.")
    if breach is None or not clock.awaits_confirmation:
        raise OperationRefused("Fristen uppfylldes inte i tid och kan inte bekräftas som hållen.")
    breach.revoked_at, breach.revoked_by = timezone.now(), actor
    breach.save(update_fields=["revoked_at", "revoked_by"])
    clock.status, clock.late_registered = ClockStatus.MET, True
    clock.save(update_fields=["status", "late_registered"])
    return clock


@transaction.atomic
def explain_breach(*, actor: User, breach: Breach, cause: BreachCause, comment: str = "") -> Breach:
    """Give a breach its cause, which is about the jobbtorg and never about the person."""
    breach.cause, breach.comment, breach.explained_by = cause, comment, actor
    breach.save(update_fields=["cause", "comment", "explained_by"])
    return breach
