"""Interrupting a case (uppehåll), and what that does to its follow-up (F-25, F-26)."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from aspirants.models import Enrolment, EnrolmentStatus, Interruption, InterruptionReason
from aspirants.shown import shown_interruptions
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from deadlines.clocks.kinds import PausedBy, kinds_paused_by
from deadlines.clocks.lifecycle import lock_clock, recomputed, store_due_date
from deadlines.models import ClockStatus
from deadlines.status.planned import planned_interruption
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

    The first day may lie ahead: the case goes on until then, and the last day is counted with it at once. A follow-up
    whose last day falls in between is due on the 5th working day after the return.
    """
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    enrolment, today = Enrolment.objects.locked_open(enrolment), timezone.localdate()
    require_seen(seen_interruptions, shown_interruptions(enrolment))
    _require_possible(enrolment, started_on, returned_on)
    interruption = Interruption.objects.create(
        enrolment=enrolment, reason=reason, started_on=started_on, returned_on=returned_on, registered_by=actor
    )
    _settle(enrolment, actor, today)
    return interruption


@transaction.atomic
def end_interruption(
    *, actor: User, enrolment: Enrolment, seen_interruptions: Seen, returned_on: datetime.date
) -> Enrolment:
    """The person is back; `returned_on` is the first day, not later than today. One that began today can end today."""
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    enrolment, today = Enrolment.objects.locked_open(enrolment), timezone.localdate()
    require_seen(seen_interruptions, shown_interruptions(enrolment))
    going_on = enrolment.interruptions.filter(started_on__lte=today).order_by("-started_on").first()
    if going_on is None or (going_on.returned_on is not None and going_on.returned_on <= today):
        raise OperationRefused("Ärendet har inget uppehåll.")
    if returned_on > today:
        raise OperationRefused("Återkomsten kan inte ligga i framtiden.", field="returned_on")
    if returned_on == going_on.started_on == today:
        going_on.delete()  # It began today and covered no day.
    elif returned_on <= going_on.started_on:
        raise OperationRefused("Uppehållet måste sluta efter att det börjat.", field="returned_on")
    else:
        going_on.returned_on = returned_on
        going_on.save(update_fields=["returned_on"])
    _settle(enrolment, actor, today)
    return enrolment


@transaction.atomic
def change_interruption(
    *,
    actor: User,
    enrolment: Enrolment,
    seen_interruptions: Seen,
    reason: InterruptionReason,
    started_on: datetime.date,
    returned_on: datetime.date | None = None,
) -> Interruption:
    """Give the next planned interruption of a case other days or another reason, before it begins."""
    enrolment, planned = _locked_planned(actor, enrolment, seen_interruptions)
    _require_possible(enrolment, started_on, returned_on, but=planned)
    planned.reason, planned.started_on, planned.returned_on = reason, started_on, returned_on
    planned.save(update_fields=["reason", "started_on", "returned_on"])
    _settle(enrolment, actor, timezone.localdate())
    return planned


@transaction.atomic
def withdraw_interruption(*, actor: User, enrolment: Enrolment, seen_interruptions: Seen) -> Enrolment:
    """Take back the next planned interruption of a case, before it begins. History keeps that there was one."""
    enrolment, planned = _locked_planned(actor, enrolment, seen_interruptions)
    planned.delete()
    _settle(enrolment, actor, timezone.localdate())
    return enrolment


def _locked_planned(actor: User, enrolment: Enrolment, seen: Seen) -> tuple[Enrolment, Interruption]:
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    case: Enrolment = Enrolment.objects.locked_open(enrolment)
    require_seen(seen, shown_interruptions(case))
    planned = planned_interruption(case)
    if planned is None:
        raise OperationRefused("Uppehållet har börjat. Avsluta det i stället.")
    return case, planned


def _require_possible(
    enrolment: Enrolment,
    started_on: datetime.date,
    returned_on: datetime.date | None,
    but: Interruption | None = None,
) -> None:
    """Raise OperationRefused for days before the case, in the wrong order, or that another interruption has."""
    if started_on < enrolment.enrolled_on:
        raise OperationRefused("Uppehållet kan inte börja före inskrivningen.", field="started_on")
    if returned_on is not None and returned_on <= started_on:
        raise OperationRefused("Uppehållet måste sluta efter att det börjat.", field="returned_on")
    for other in enrolment.interruptions.all():
        if other == but:
            continue
        if (other.returned_on is None or started_on < other.returned_on) and (
            returned_on is None or other.started_on < returned_on
        ):
            raise OperationRefused("Ärendet har redan ett uppehåll de dagarna.", field="started_on")


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

    Run by: `sweep_deadlines`.
    """
    over = Enrolment.objects.filter(Exists(_of_case()), ~Exists(_going_on(on)), status=EnrolmentStatus.PAUSED)
    return _note(over, EnrolmentStatus.ACTIVE)


def note_departures(*, on: datetime.date) -> int:
    """Interrupt cases whose planned interruption has begun by a local date; returns how many.

    Run by: `sweep_deadlines`.
    """
    begun = Enrolment.objects.filter(Exists(_going_on(on)), status=EnrolmentStatus.ACTIVE, closed_on=None)
    return _note(begun, EnrolmentStatus.PAUSED)


def _of_case() -> QuerySet[Interruption]:
    return Interruption.objects.filter(enrolment=OuterRef("pk"))


def _going_on(on: datetime.date) -> QuerySet[Interruption]:
    return _of_case().filter(Q(returned_on=None) | Q(returned_on__gt=on), started_on__lte=on)


def _note(cases: QuerySet[Enrolment], status: EnrolmentStatus) -> int:
    """Give the cases a status; returns how many.

    A few hundred at a time, each in a transaction of its own, so that nobody waits long for a case; one that somebody
    else is writing to is left to the next run.
    """
    noted = 0
    while True:
        with acting_for(System.SWEEP):
            free = cases.select_for_update(skip_locked=True, no_key=True, of=("self",)).order_by("pk")
            batch = list(free.values_list("pk", flat=True)[:CASES_PER_BATCH])
            noted += Enrolment.objects.filter(pk__in=batch).update(status=status)
        if len(batch) < CASES_PER_BATCH:
            return noted
