"""Pauses without an end: a coach's own counts for 20 working days, then it is the manager's decision (FC-33)."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from deadlines.clocks.lifecycle import lock_clock, return_due_date, store_due_date
from deadlines.models import ClockPause, ClockStatus, DeadlineClock
from deadlines.querysets import ClockQuerySet
from deadlines.shown import shown_clock
from notices.choices import NoticeKind
from notices.operations import notify
from organisation.access.acting import System, acting_for
from organisation.access.permissions import Act, require
from organisation.models import Role, User

CLOCKS_PER_BATCH = 200
"""Clocks given their last day again in one transaction; some 50 milliseconds."""


@transaction.atomic
def approve_pause(*, actor: User, clock: DeadlineClock, seen_clock: Seen) -> DeadlineClock:
    """A manager lets a pause without end go on until it is ended. A breach that it heals is revoked.

    What was counted meanwhile does not count. Refused where the clock has been settled otherwise.
    """
    refusal = "Bara enhetschefen kan godkänna en paus som är längre än 20 arbetsdagar."
    require(actor, Act.PAUSE_AT_LENGTH, at=clock.jobbtorg_id, refusal=refusal)
    clock = lock_clock(clock)
    require_seen(seen_clock, shown_clock(clock))
    pause = clock.pauses.filter(resumed_on=None, counts_until__isnull=False).first()
    if pause is None:
        raise OperationRefused("Fristen har ingen paus att godkänna.")
    is_settled = clock.fulfilled_at is not None or clock.ended_on is not None or clock.status == ClockStatus.EXCUSED
    if is_settled or (clock.enrolment is not None and not clock.enrolment.is_open):
        raise OperationRefused("Fristen är avgjord. Pausen kan inte längre godkännas.")
    pause.counts_until, pause.approved_by, pause.approved_at = None, actor, timezone.now()
    pause.save(update_fields=["counts_until", "approved_by", "approved_at"])
    store_due_date(clock, actor=actor)
    return clock


def end_unapproved_pauses(*, on: datetime.date, dry_run: bool = False) -> int:
    """Give clocks their last day again whose open pause, not approved, has counted for 20 working days by a local date.

    The managers get a notice each. A few hundred at a time, each in a transaction of its own; a clock that somebody
    else is writing to is left to the next run. Safe to run twice and late. Returns how many.

    Run by: `sweep_deadlines`, before what is late is stamped.
    """
    with acting_for(System.SWEEP):
        if dry_run:
            return _paused_too_long(on).count()
    returned = 0
    while True:
        with acting_for(System.SWEEP):
            free = _paused_too_long(on).select_for_update(skip_locked=True, of=("self",)).order_by("pk")
            batch = list(free.select_related("policy", "person", "enrolment")[:CLOCKS_PER_BATCH])
            for clock in batch:
                return_due_date(clock)
                clock.save(update_fields=["due_on", "recommended_on", "status"])
                _ask_managers(clock)
        returned += len(batch)
        if len(batch) < CLOCKS_PER_BATCH:
            return returned


def _paused_too_long(on: datetime.date) -> ClockQuerySet:
    # The condition of the index pauses_to_decide, and the day.
    pauses = ClockPause.objects.filter(resumed_on__isnull=True, counts_until__isnull=False, counts_until__lte=on)
    clocks: ClockQuerySet = DeadlineClock.objects.filter(status=ClockStatus.PAUSED, pk__in=pauses.values("clock"))
    return clocks


def _ask_managers(clock: DeadlineClock) -> None:
    managers = User.objects.in_service().filter(role=Role.MANAGER, jobbtorg=clock.jobbtorg_id)
    if clock.person.is_protected:
        managers = managers.filter(protected_access=True)
    notify(
        managers,
        kind=NoticeKind.WARNING,
        event_key=f"pause-{clock.pk}-{clock.due_on}",
        text=f"Pausen i {clock.reference} har varat i 20 arbetsdagar och räknas inte längre. Den behöver ditt beslut.",
        path=reverse("clock_explain", args=[clock.pk]),
    )
