"""Starting, fulfilling, breaching and cancelling a clock. Dates come from the pure functions of `calculation`."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from aspirants.models import Enrolment, Origin, Person
from core.refusals import OperationRefused
from deadlines.calculation.coverage import COVERED, Coverage
from deadlines.calculation.deadline import Deadline, Pause, compute_deadline, kept
from deadlines.calculation.explanation import Explanation, explain
from deadlines.choices import StartEvent, not_kept
from deadlines.clocks.kinds import PausedBy, kinds_paused_by
from deadlines.clocks.stays import counted_elsewhere
from deadlines.excuses.evidence import find_evidence, grant_excuse
from deadlines.models import (
    Breach,
    BreachCause,
    ClockKind,
    ClockStatus,
    DeadlineClock,
    DeadlinePolicy,
    Fulfilment,
    PolicyUse,
)
from notices.choices import NoticeKind
from notices.operations import notify
from organisation.models import Deputy, Jobbtorg, Role, User
from organisation.reference_tables.calendar import stored_holiday


def policy_on(kind: ClockKind, day: datetime.date) -> DeadlinePolicy:
    """The policy of a kind in force on a local date."""
    policy: DeadlinePolicy = DeadlinePolicy.objects.valid_on(day).get(kind=kind)
    return policy


def start_clock(
    *,
    policy: DeadlinePolicy,
    started_on: datetime.date | None,
    person: Person,
    jobbtorg: Jobbtorg,
    reference: str,
    enrolment: Enrolment | None = None,
    coverage: Coverage = COVERED,
) -> DeadlineClock:
    """Start a clock under a policy, which applies for as long as the clock lives.

    `started_on` is day 0, a local date; None where the event that starts the clock is still to come (WAITING).
    """
    clock = DeadlineClock(
        policy=policy,
        person=person,
        enrolment=enrolment,
        jobbtorg=jobbtorg,
        reference=reference,
        **coverage.as_columns(),
        status=ClockStatus.WAITING,
    )
    if started_on is not None:
        _begin(clock, started_on)
    clock.save()
    return clock


def _begin(clock: DeadlineClock, started_on: datetime.date) -> None:
    deadline = compute_deadline(clock.policy.rule, started_on, calendar=stored_holiday)
    assert deadline.due_on is not None, "a clock without pauses has a due date"
    clock.started_on, clock.status = started_on, ClockStatus.RUNNING
    clock.original_due_on = clock.due_on = deadline.due_on
    clock.recommended_on = deadline.recommended_on
    if clock.kind in kinds_paused_by(PausedBy.INTERRUPTIONS):
        # Planned while the case is interrupted, or before an interruption that is known already (F-25).
        deadline = recomputed(clock)
        clock.due_on, clock.recommended_on = deadline.due_on, deadline.recommended_on
        clock.status = _unbroken_status(clock)


@transaction.atomic
def begin_clock(clock: DeadlineClock, *, started_on: datetime.date) -> DeadlineClock:
    """What starts a waiting clock has happened on a local date, its day 0. Any other clock is left as it is."""
    clock = lock_clock(clock)
    if clock.status == ClockStatus.WAITING:
        _begin(clock, started_on)
        # The sender's role, which completes a referral, changes no more of a clock (referrals/row_security/answers.py).
        clock.save(update_fields=["started_on", "status", "original_due_on", "due_on", "recommended_on"])
    return clock


@transaction.atomic
def make_wait(clock: DeadlineClock) -> DeadlineClock:
    """A running clock turns out not to have begun: the referral was incomplete (G-51). Pauses must not exist yet."""
    clock = lock_clock(clock)
    if clock.status == ClockStatus.RUNNING:
        clock.status = ClockStatus.WAITING
        clock.started_on = clock.original_due_on = clock.due_on = clock.recommended_on = None
        clock.save()
    return clock


def pauses_of(clock: DeadlineClock) -> list[Pause]:
    """The days that do not count: a follow-up's are those of the case's interruptions (F-25), any other's its own."""
    if clock.kind in kinds_paused_by(PausedBy.INTERRUPTIONS) and clock.enrolment is not None:
        return [
            Pause(one.started_on, one.returned_on, one.get_reason_display().lower())
            for one in clock.enrolment.interruptions.all()
        ]
    today = timezone.localdate()
    return [
        Pause(one.paused_from, one.counted_to(today), one.get_reason_display().lower()) for one in clock.pauses.all()
    ]


def recomputed(clock: DeadlineClock) -> Deadline:
    """The deadline as its events give it: policy, day 0 and the pauses that began before the clock was fulfilled."""
    if clock.started_on is None:
        return Deadline(None)
    fulfilled_on = timezone.localdate(clock.fulfilled_at) if clock.fulfilled_at else datetime.date.max
    pauses = [pause for pause in pauses_of(clock) if pause.start < fulfilled_on]
    return compute_deadline(clock.policy.rule, clock.started_on, pauses, calendar=stored_holiday)


def explain_clock(clock: DeadlineClock) -> Explanation:
    """Why the clock has its due date, in Swedish, day by day."""
    if clock.started_on is None:
        return Explanation(f"Fristen har inte börjat. Den räknas från {clock.policy.awaited_event}.", [])
    found = explain(
        clock.policy.rule,
        clock.started_on,
        recomputed(clock),
        what=clock.policy.get_kind_display(),
        start_text=_what_began_it(clock),
        calendar=stored_holiday,
    )
    if clock.historical:
        return found._replace(summary=f"{clock.from_list}: dagarna är de som står i listan. {found.summary}")
    return found


def _what_began_it(clock: DeadlineClock) -> str:
    """What happened on day 0, as a subject and a verb: nobody sent a referral for somebody who walked in."""
    event = StartEvent(clock.policy.start_event)
    came = clock.enrolment is not None and clock.enrolment.origin == Origin.WALK_IN
    if event == StartEvent.FIRST_VISIT or (event == StartEvent.REFERRAL_RECEIVED and came):
        return "Första besöket var"
    return "Ansökan om försörjningsstöd gjordes" if event == StartEvent.BENEFIT_APPLIED else str(event.label)


def require_live(clock: DeadlineClock) -> None:
    """Refuse to change what an imported list tells of: it is judged by the dates of the list alone."""
    if clock.historical:
        raise OperationRefused(f"{clock.from_list}: fristen räknas som listan säger och ändras inte.")


def lock_clock(clock: DeadlineClock) -> DeadlineClock:
    """The clock as it is now, kept from others until the transaction ends."""
    clocks = DeadlineClock.objects.select_for_update(of=("self",)).select_related("policy", "enrolment", "person")
    found: DeadlineClock = clocks.get(pk=clock.pk)
    return found


def store_due_date(clock: DeadlineClock, *, actor: User) -> None:
    """Compute the due date of a locked clock again from its events and keep it, with the status that follows.

    A clock that turns out not to be breached after all has its breach revoked by `actor`, never deleted. One that is
    excused stays so, with the last day it had.
    """
    if clock.status == ClockStatus.EXCUSED:
        return
    deadline = recomputed(clock)
    clock.due_on, clock.recommended_on = deadline.due_on, deadline.recommended_on
    if clock.is_open or not _is_broken(clock):
        clock.status = _unbroken_status(clock)
        Breach.objects.filter(clock=clock, revoked_at__isnull=True).update(revoked_at=timezone.now(), revoked_by=actor)
    clock.counted_at_id = counted_elsewhere(clock)
    clock.save(update_fields=["due_on", "recommended_on", "status", "counted_at"])


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
    """Record that the clock was fulfilled at an instant.

    In time and recorded in time: MET. In time but recorded after the due date: BREACHED with cause B06 until a manager
    confirms it. Late: BREACHED, fulfilled late, or EXCUSED where it had been offered in time. The due date never moves.
    """
    clock = lock_clock(clock)
    if clock.fulfilled_at is not None or clock.status == ClockStatus.CANCELLED:
        return clock
    # An answer shows that the person is available again, so an open pause ends that day. An answer before the first
    # visit is itself the first contact, so a clock that waits for the visit begins.
    answered_on = timezone.localdate(at)
    if clock.status == ClockStatus.WAITING:
        _begin(clock, answered_on)
    _end_pause(clock, answered_on)
    clock.fulfilled_at, clock.fulfilment = at, fulfilment
    if clock.status != ClockStatus.EXCUSED:
        clock.due_on = recomputed(clock).due_on
        assert clock.due_on is not None, "no pause is open once the clock is fulfilled"
        in_time = kept(clock.due_on, at)
        clock.counted_at_id = counted_elsewhere(clock)
        if in_time and kept(clock.due_on, recorded_at):
            clock.status = ClockStatus.MET
        else:
            _settle_late(clock, at=recorded_at, cause=BreachCause.B06 if in_time else None)
    clock.save()
    return clock


def _end_pause(clock: DeadlineClock, answered_on: datetime.date) -> None:
    """End the open pause of a locked clock on a local date, or earlier where nobody decided that it may be so long."""
    pause = clock.pauses.filter(resumed_on=None, paused_from__lt=answered_on).first()
    if pause is None:
        return
    pause.resumed_on = min(answered_on, pause.counts_until or answered_on)
    pause.save(update_fields=["resumed_on"])


@transaction.atomic
def withdraw_fulfilment(clock: DeadlineClock) -> DeadlineClock:
    """What fulfilled the clock has been taken back by the jobbtorg itself, in time: the clock runs again."""
    clock = lock_clock(clock)
    if clock.status == ClockStatus.MET:
        clock.fulfilled_at, clock.fulfilment, clock.status = None, "", ClockStatus.RUNNING
        clock.save(update_fields=["fulfilled_at", "fulfilment", "status"])
    return clock


def _settle_late(clock: DeadlineClock, *, at: datetime.datetime, cause: BreachCause | None) -> None:
    """A locked clock was not kept in time, or not visibly so: excused on evidence, else a breach."""
    evidence = find_evidence(clock) if clock.status != ClockStatus.BREACHED and cause is None else None
    if evidence is not None:
        grant_excuse(clock, evidence)
        return
    clock.status = ClockStatus.BREACHED
    assert clock.due_on is not None, "only a clock with a last day can be breached"
    facts = {"jobbtorg_id": clock.booked_at_id, "due_on": clock.due_on, "stamped_at": at, "cause": cause or ""}
    breach, created = Breach.objects.get_or_create(clock=clock, revoked_at=None, defaults=facts)
    if created:
        notify_of_breach(clock)
    elif cause and not breach.cause:
        breach.cause = cause
        breach.save(update_fields=["cause"])


def notify_of_breach(clock: DeadlineClock) -> None:
    """Send the notice of a breach that a page has found, with the text and the key of the sweep's own notice."""
    if not clock.covered or clock.policy.use != PolicyUse.ACTIVE:
        return
    concerned = Q(role=Role.MANAGER)
    if clock.enrolment is not None and clock.enrolment.coach_id is not None:
        coach = clock.enrolment.coach_id
        standing_in = Deputy.objects.in_force_on(timezone.localdate()).filter(coach=coach, jobbtorg=clock.jobbtorg_id)
        concerned |= Q(role=Role.COACH, pk=coach) | Q(pk__in=standing_in.values("deputy"))
    # A coach who has moved to another unit answers for nothing here any more.
    listeners = User.objects.in_service().filter(concerned, jobbtorg=clock.jobbtorg_id)
    if clock.person.is_protected:
        listeners = listeners.filter(protected_access=True)
    notify(
        listeners,
        kind=NoticeKind.BREACH,
        event_key=f"breach-{clock.pk}-{clock.due_on}",
        text=f"{not_kept(clock.kind, clock.reference)}: sista dagen var {clock.due_on}",
        path=reverse("case", args=[clock.enrolment_id])
        if clock.enrolment_id
        else reverse("clock_explain", args=[clock.pk]),
    )


def cancel_clock(clock: DeadlineClock, *, today: datetime.date) -> None:
    """Cancel a clock that lost its object (referral withdrawn, case closed). What was late by then is a breach.

    So is what would have been late without the days of an open pause that nobody has approved (FC-33).
    """
    clock = lock_clock(clock)
    if clock.fulfilled_at is not None or clock.ended_on is not None:
        return
    if clock.status == ClockStatus.PAUSED:
        return_due_date(clock)
    clock.ended_on = today
    is_late = clock.due_on is not None and clock.due_on < today
    # What is late is left to the next sweep, within a minute: the actor may not read the evidence that would excuse it.
    if clock.is_open and not is_late:
        clock.status = ClockStatus.CANCELLED
    clock.save(update_fields=["status", "due_on", "recommended_on", "ended_on"])


def uncancel_clock(clock: DeadlineClock) -> None:
    """Let a clock go on that was cancelled by mistake: its last day is the one its events give it, cancelled or not."""
    clock = lock_clock(clock)
    clock.ended_on = None
    if clock.status == ClockStatus.CANCELLED:
        deadline = recomputed(clock)
        clock.due_on, clock.recommended_on = deadline.due_on, deadline.recommended_on
        clock.status = ClockStatus.WAITING if clock.started_on is None else _unbroken_status(clock)
    clock.save(update_fields=["status", "due_on", "recommended_on", "ended_on"])


def withdraw_clock(clock: DeadlineClock, *, actor: User) -> None:
    """Cancel a clock that should never have begun: what it counted from was a mistake. It was not late either.

    Part of: `remove_answer`, `undo_answer`.
    """
    clock, now = lock_clock(clock), timezone.now()
    clock.status, clock.ended_on = ClockStatus.CANCELLED, timezone.localdate(now)
    clock.save(update_fields=["status", "ended_on"])
    Breach.objects.filter(clock=clock, revoked_at__isnull=True).update(revoked_at=now, revoked_by=actor)


def return_due_date(clock: DeadlineClock) -> None:
    """Give a locked, paused clock its last day again, where its pause does not count any longer; the caller saves."""
    deadline = recomputed(clock)
    if deadline.due_on is not None:
        clock.due_on, clock.recommended_on = deadline.due_on, deadline.recommended_on
        clock.status = ClockStatus.RUNNING
