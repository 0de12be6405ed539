"""What became of a clock, in a sentence for the one who just recorded it."""

from __future__ import annotations

import datetime

from django.utils import timezone

from aspirants.models import Enrolment
from core.swedish.dates import short_day
from core.workdays import ONE_DAY
from deadlines.choices import not_kept
from deadlines.models import ClockKind, ClockStatus, DeadlineClock
from deadlines.querysets import ClockQuerySet

Guarantee = tuple[datetime.datetime | None, str] | None
"""When the jobbgaranti was kept and how it stands; None for a case that has none."""


def guarantee_of(enrolment: Enrolment) -> Guarantee:
    """How the jobbgaranti of the case stands, to be asked before something is recorded that may keep it."""
    clock = _guarantee(enrolment)
    return (clock.fulfilled_at, clock.status) if clock is not None else None


def guarantee_sentence(enrolment: Enrolment, before: Guarantee) -> str:
    """What became of the jobbgaranti of the case by what was just recorded; empty where nothing did."""
    clock = _guarantee(enrolment)
    if clock is None or clock.fulfilled_at is None or before == (clock.fulfilled_at, clock.status):
        return ""
    return clock_sentence(clock)


def _guarantee(enrolment: Enrolment) -> DeadlineClock | None:
    guarantees: ClockQuerySet = enrolment.clocks.live().of_kind(ClockKind.PLAN_GUARANTEE).select_related("policy")
    clock: DeadlineClock | None = guarantees.order_by("-pk").first()
    return clock


def clock_sentence(clock: DeadlineClock) -> str:
    """Whether a fulfilled clock was met, late, or kept but recorded late."""
    assert clock.fulfilled_at is not None
    assert clock.due_on is not None
    today = timezone.localdate()
    done, due = short_day(timezone.localdate(clock.fulfilled_at), today), short_day(clock.due_on, today)
    what = clock.policy.get_kind_display()
    if clock.awaits_confirmation:
        return f"Registrerad sent: {done}, sista dagen var {due}. Enhetschefen behöver bekräfta att fristen hölls."
    if clock.status == ClockStatus.EXCUSED:
        return f"{what} är ursäktad: {done}, sista dagen var {due}."
    if clock.status == ClockStatus.MET:
        return f"{what} är hållen: {done}, sista dagen är {due}."
    if "bröts" not in not_kept(clock.kind):
        return f"{not_kept(clock.kind)}: sista dagen var {due}, gjordes {done}."
    # It broke with the end of its last day, whenever it was done after that.
    broke = short_day(clock.due_on + ONE_DAY, today)
    return f"{what} bröts {broke}: sista dagen var {due}, gjordes {done}."
