"""What a manager could make of a case's broken clocks, from what is on record now."""

from __future__ import annotations

from aspirants.models import Enrolment
from deadlines.clocks.judging import is_healable
from deadlines.excuses.evidence import find_evidence
from deadlines.models import ClockStatus, DeadlineClock


def healable_clocks(enrolment: Enrolment) -> list[DeadlineClock]:
    """The case's clocks that have been broken or excused and could be kept or excused, in the order they were made."""
    settled = enrolment.clocks.filter(
        historical=False, status__in=[ClockStatus.BREACHED, ClockStatus.EXCUSED]
    ).select_related("policy", "enrolment", "person")
    return [clock for clock in settled.order_by("pk") if is_healable(clock)]


def healed_as(clock: DeadlineClock) -> str:
    """What a clock would become: "Hållen, efterregistrerad", or "Ursäktad: uteblev från erbjudet möte"."""
    if clock.awaits_confirmation:
        return "Hållen, efterregistrerad"
    evidence = find_evidence(clock, recorded_in_time=False)
    return f"Ursäktad: {evidence.reason.label.lower()}" if evidence else "Bruten"
