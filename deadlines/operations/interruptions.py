"""Interrupting a case (uppehåll), and what that does to its follow-up (F-25, F-26)."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from aspirants.models import Enrolment, EnrolmentStatus, Interruption, InterruptionReason
from aspirants.shown import shown_interruptions
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from deadlines.clocks.kinds import PausedBy, kinds_paused_by
from deadlines.clocks.lifecycle import lock_clock, recomputed, store_due_date
from deadlines.models import ClockStatus
from organisation.access.acting import System, acting_for
from organisation.access.permissions import Act, may, require
from organisation.models import User

CASES_PER_BATCH = 200
"""Cases made active again in one transaction; some 50 milliseconds."""


@transaction.atomic
def interrupt_case(
    *,
    actor: User,
    enrolment: Enrolment,
    seen_interruptions: Seen,
    reason: InterruptionReason,
    started_on: datetime.date,
    returned_on: datetime.date | None = None,
) -> Interruption:
    """Interrupt a case from `started_on` up to, not including, `returned_on` (local dates; empty while she is away).

    A follow-up whose last day falls in between is due on the 5th working day after the return.
    """
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    enrolment, today = Enrolment.objects.locked_open(enrolment), timezone.localdate()
    require_seen(seen_interruptions, shown_interruptions(enrolment))
    if started_on > today:
        raise OperationRefused("Uppehållet kan inte börja i framtiden.", field="started_on")
    if started_on < enrolment.enrolled_on:
        raise OperationRefused("Uppehållet kan inte börja före inskrivningen.", field="started_on")
    if returned_on is not None and returned_on <= started_on:
        raise OperationRefused("Uppehållet måste sluta efter att det börjat.", field="returned_on")
    for earlier in enrolment.interruptions.all():
        if (earlier.returned_on is None or started_on < earlier.returned_on) and (
            returned_on is None or earlier.started_on < returned_on
        ):
            raise OperationRefused("Ärendet har redan ett uppehåll de dagarna.", field="started_on")
    interruption = Interruption.objects.create(
        enrolment=enrolment, reason=reason, started_on=started_on, returned_on=returned_on, registered_by=actor
    )
    _settle(enrolment, actor, today)
    return interruption


@transaction.atomic
def end_interruption(
    *, actor: User, enrolment: Enrolment, seen_interruptions: Seen, returned_on: datetime.date
) -> Enrolment:
    """The person is back; `returned_on` is the first day, not later than today."""
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    enrolment, today = Enrolment.objects.locked_open(enrolment), timezone.localdate()
    require_seen(seen_interruptions, shown_interruptions(enrolment))
    going_on = enrolment.interruptions.filter(started_on__lte=today).order_by("-started_on").first()
    if going_on is None or (going_on.returned_on is not None and going_on.returned_on <= today):
        raise OperationRefused("Ärendet har inget uppehåll.")
    if returned_on > today:
        raise OperationRefused("Återkomsten kan inte ligga i framtiden.", field="returned_on")
    if returned_on <= going_on.started_on:
        raise OperationRefused("Uppehållet måste sluta efter att det börjat.", field="returned_on")
    going_on.returned_on = returned_on
    going_on.save(update_fields=["returned_on"])
    _settle(enrolment, actor, today)
    return enrolment


def _settle(enrolment: Enrolment, actor: User, today: datetime.date) -> None:
    away = any(
        one.started_on <= today and (one.returned_on is None or today < one.returned_on)
        for one in enrolment.interruptions.all()
    )
    enrolment.status = EnrolmentStatus.PAUSED if away else EnrolmentStatus.ACTIVE
    enrolment.save(update_fields=["status"])
    paused = enrolment.clocks.of_kinds(kinds_paused_by(PausedBy.INTERRUPTIONS))
    for planned in paused.unfulfilled().exclude(status=ClockStatus.EXCUSED):
        clock = lock_clock(planned)
        has_passed = clock.due_on is not None and clock.due_on < today
        if has_passed and recomputed(clock).due_on != clock.due_on and not may(actor, Act.PAUSE_AT_LENGTH):
            raise OperationRefused(
                "Uppföljningens sista dag har passerat. Ett uppehåll i efterhand registreras av enhetschefen."
            )
        store_due_date(clock, actor=actor)


def return_by(*, enrolment: Enrolment, day: datetime.date) -> None:
    """End an interruption that still goes on, because the person was met on a local date. The case is locked.

    Part of: `hold_follow_up`.
    """
    going_on = enrolment.interruptions.filter(returned_on=None, started_on__lt=day)
    if going_on.update(returned_on=day):
        enrolment.status = EnrolmentStatus.ACTIVE
        enrolment.save(update_fields=["status"])


def note_returns(*, on: datetime.date) -> int:
    """Make cases active again whose interruption has ended by a local date; returns how many.

    A few hundred at a time, each in a transaction of its own, so that nobody waits long for a case; one that somebody
    else is writing to is left to the next run.

    Run by: `sweep_deadlines`.
    """
    interruptions = Interruption.objects.filter(enrolment=OuterRef("pk"))
    going_on = interruptions.filter(Q(returned_on=None) | Q(returned_on__gt=on), started_on__lte=on)
    over = Enrolment.objects.filter(Exists(interruptions), ~Exists(going_on), status=EnrolmentStatus.PAUSED)
    noted = 0
    while True:
        with acting_for(System.SWEEP):
            free = over.select_for_update(skip_locked=True, no_key=True, of=("self",)).order_by("pk")
            batch = list(free.values_list("pk", flat=True)[:CASES_PER_BATCH])
            noted += Enrolment.objects.filter(pk__in=batch).update(status=EnrolmentStatus.ACTIVE)
        if len(batch) < CASES_PER_BATCH:
            return noted
