"""What became of a clock, in a sentence for the one who just recorded it."""

from __future__ import annotations

from django.utils import timezone

from aspirants.models import Enrolment
from core.swedish.dates import short_weekday_date
from deadlines.models import ClockKind, ClockStatus, DeadlineClock


def guarantee_sentence(enrolment: Enrolment) -> str:
    """How the jobbgaranti of the case stands after an approval."""
    clock = enrolment.clocks.of_kind(ClockKind.PLAN_GUARANTEE).exclude(fulfilled_at=None).first()
    return f"Godkännandet är registrerat. {clock_sentence(clock)}" if clock else "Godkännandet är registrerat."


def clock_sentence(clock: DeadlineClock) -> str:
    """Whether a fulfilled clock was met, late, or kept but recorded late."""
    assert clock.fulfilled_at is not None
    assert clock.due_on is not None
    done, due = short_weekday_date(timezone.localdate(clock.fulfilled_at)), short_weekday_date(clock.due_on)
    what = clock.policy.get_kind_display()
    if clock.awaits_confirmation:
        return f"Registrerad sent: {done}, sista dagen var {due}. Enhetschefen behöver bekräfta att fristen hölls."
    if clock.status == ClockStatus.EXCUSED:
        return f"{what} är ursäktad: {done}, sista dagen var {due}."
    if clock.status == ClockStatus.MET:
        return f"{what} är hållen: {done}, sista dagen är {due}."
    return f"{what} bröts: {done}, sista dagen var {due}."
