"""What a manager could make of a case's broken clocks, from what is on record now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aspirants.models import Enrolment
from deadlines.excuses.evidence import find_evidence_of
from deadlines.models import ClockStatus, DeadlineClock


@dataclass(frozen=True)
class Healable:
    """A clock that has been broken or excused, and what a manager's yes would make of it, in words."""

    clock: DeadlineClock
    outcome: str


def healable_clocks(enrolment: Enrolment) -> Sequence[Healable]:
    """The case's clocks that a manager could let be kept or excused, in the order they were made. Two statements."""
    settled = enrolment.clocks.filter(
        historical=False, status__in=[ClockStatus.BREACHED, ClockStatus.EXCUSED]
    ).select_related("policy", "enrolment", "person")
    clocks = list(settled.order_by("pk"))
    broken = [clock for clock in clocks if clock.status == ClockStatus.BREACHED and not clock.awaits_confirmation]
    evidence = find_evidence_of(broken, recorded_in_time=False)
    return [
        Healable(clock, "Hållen, efterregistrerad")
        if clock.awaits_confirmation
        else Healable(clock, f"Ursäktad: {evidence[clock.pk].reason.label.lower()}")
        for clock in clocks
        if clock.awaits_confirmation or clock.pk in evidence
    ]
