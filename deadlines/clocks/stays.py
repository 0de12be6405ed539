"""In whose figures a clock is when its case has been at several jobbtorg: where the case was on its last day (G-54)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db.models import F, Q
from django.utils import timezone

from aspirants.models import Enrolment, UnitStay
from deadlines.choices import ClockStatus
from deadlines.models import DeadlineClock
from organisation.models import Jobbtorg

Stays = Sequence[tuple[int, datetime.date]]
"""Jobbtorg and first day of each stay, the earliest first."""


def counted_elsewhere(clock: DeadlineClock) -> int | None:
    """The key of the jobbtorg in whose figures the clock is, where that is another than has it now; else None.

    `clock` is locked and has its new dates.
    """
    if clock.enrolment is None:
        return _counted_at(clock, [])
    return _counted_at(clock, _stays_of(clock.enrolment.pk), clock.enrolment)


def move_clocks(*, enrolment: Enrolment, to: Jobbtorg) -> None:
    """Let a jobbtorg answer for the clocks of a case that has come to it. None begins anew, and no last day moves.

    What was decided before stays in the figures of the jobbtorg where it was. The case is locked and has its new stay.

    Part of: `accept_transfer`.
    """
    stays = _stays_of(enrolment.pk)
    clocks = enrolment.clocks.select_for_update(of=("self",)).select_related("policy").prefetch_related("breaches")
    for clock in clocks:
        clock.jobbtorg = to
        clock.counted_at_id = _counted_at(clock, stays, enrolment)
        clock.save(update_fields=["jobbtorg", "counted_at"])


def _stays_of(enrolment: int) -> Stays:
    lasted = Q(ended_on__isnull=True) | Q(ended_on__gt=F("started_on"))
    stays = UnitStay.objects.filter(lasted, enrolment=enrolment).order_by("started_on")
    return list(stays.values_list("jobbtorg_id", "started_on"))


def _counted_at(clock: DeadlineClock, stays: Stays, enrolment: Enrolment | None = None) -> int | None:
    day = _decided_on(clock)
    if day is None:
        return None
    where = _settled_at(clock, day, enrolment)
    if where is None:
        here = [jobbtorg for jobbtorg, began in stays if began <= day]
        where = here[-1] if here else _before_any(clock, stays)
    return where if where != clock.jobbtorg_id else None


def _settled_at(clock: DeadlineClock, day: datetime.date, enrolment: Enrolment | None) -> int | None:
    """Where it has been settled already that the clock is counted, whatever the stays of its case say; else None.

    A breach stays where it was on its last day. What was decided before the case was registered is where the referral
    was then: an enrolment that is dated back does not bring the case to its jobbtorg any earlier.
    """
    if day == clock.due_on and clock.status == ClockStatus.BREACHED:
        standing = [one for one in clock.breaches.all() if one.revoked_at is None and one.due_on == day]
        if standing:
            return standing[0].jobbtorg_id
    if enrolment is not None and day < timezone.localdate(enrolment.created_at):
        return clock.counted_at_id
    return None


def _before_any(clock: DeadlineClock, stays: Stays) -> int:
    """Where the clock was when it was decided before anybody was enrolled: where its referral was then."""
    return clock.counted_at_id or (stays[0][0] if stays else clock.jobbtorg_id)


def _decided_on(clock: DeadlineClock) -> datetime.date | None:
    """The day on which it was kept, or else its last day if that has passed; None while it is undecided."""
    if clock.due_on is None or clock.status == ClockStatus.CANCELLED:
        return None
    if clock.fulfilled_at is not None:
        return min(clock.due_on, timezone.localdate(clock.fulfilled_at))
    return clock.due_on if clock.due_on < timezone.localdate() else None
