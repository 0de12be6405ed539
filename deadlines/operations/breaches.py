"""Answering for a breach: its cause, what heals it, and what excuses it. Nothing is ever deleted."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from deadlines.clocks.lifecycle import lock_clock, require_live
from deadlines.excuses.evidence import find_evidence, grant_excuse
from deadlines.models import Breach, BreachCause, ClockStatus, DeadlineClock, Excuse
from deadlines.shown import shown_clock
from organisation.access.permissions import Act, require
from organisation.models import User


def _current_breach(clock: DeadlineClock) -> Breach | None:
    breach: Breach | None = Breach.objects.filter(clock=clock, revoked_at__isnull=True).first()
    return breach


def _revoke(breach: Breach, actor: User) -> None:
    breach.revoked_at, breach.revoked_by = timezone.now(), actor
    breach.save(update_fields=["revoked_at", "revoked_by"])


@transaction.atomic
def confirm_late_registration(*, actor: User, clock: DeadlineClock, seen_clock: Seen) -> DeadlineClock:
    """A manager confirms that what was recorded late happened in time: the clock is MET, marked as registered late.

    What it was taken for meanwhile stays on record, revoked: the breach or the excuse.
    """
    refusal = "Bara enhetschefen kan bekräfta en sen registrering."
    require(actor, Act.CONFIRM_LATE, at=clock.jobbtorg_id, refusal=refusal)
    clock = lock_clock(clock)
    require_seen(seen_clock, shown_clock(clock))
    require_live(clock)
    breach = _current_breach(clock)
    if not clock.awaits_confirmation:
        raise OperationRefused("Fristen uppfylldes inte i tid och kan inte bekräftas som hållen.")
    if breach is not None:
        _revoke(breach, actor)
    Excuse.objects.filter(clock=clock).update(revoked_at=timezone.now(), revoked_by=actor)
    clock.status, clock.late_registered = ClockStatus.MET, True
    clock.save(update_fields=["status", "late_registered"])
    return clock


@transaction.atomic
def excuse_breach(*, actor: User, clock: DeadlineClock, seen_clock: Seen) -> Excuse:
    """A manager excuses a breach whose evidence (E01–E04) lay within the time but was recorded afterwards.

    The system looks for the evidence; without any there is nothing to approve.
    """
    refusal = "Bara enhetschefen kan godkänna en ursäkt i efterhand."
    require(actor, Act.CONFIRM_LATE, at=clock.jobbtorg_id, refusal=refusal)
    clock = lock_clock(clock)
    require_seen(seen_clock, shown_clock(clock))
    require_live(clock)
    breach = _current_breach(clock)
    if breach is None:
        raise OperationRefused("Fristen är inte bruten och behöver ingen ursäkt.")
    evidence = find_evidence(clock, recorded_in_time=False)
    if evidence is None:
        raise OperationRefused(
            "Det finns inget underlag för en ursäkt. Det krävs ett missat möte, ett nej till planen eller till en "
            "erbjuden tid, eller två kontaktförsök på olika sätt olika dagar, före sista dagen."
        )
    _revoke(breach, actor)
    excuse = grant_excuse(clock, evidence, granted_by=actor)
    clock.save(update_fields=["status"])
    return excuse


@transaction.atomic
def explain_breach(*, actor: User, breach: Breach, seen_clock: Seen, cause: BreachCause, comment: str = "") -> Breach:
    """Give a breach its cause, which is about the jobbtorg and never about the person.

    Where the case has moved since, those who work in it now give the cause: nobody else may read it.
    """
    require(actor, Act.WORK_IN_CASE, at=breach.clock.jobbtorg_id)
    require_seen(seen_clock, shown_clock(lock_clock(breach.clock)))
    require_live(breach.clock)
    if breach.revoked_at is not None:
        raise OperationRefused("Fristen är inte längre registrerad som bruten.")
    breach.cause, breach.comment, breach.explained_by = cause, comment, actor
    breach.save(update_fields=["cause", "comment", "explained_by"])
    return breach
