"""Which promises are counted, and in whose figures: the one definition that every page asks (docs/statistics.md).

A promise is a clock of jobbgarantin of somebody it covers. It is counted once it is decided, by its last day, where
the case was when it was decided. Where it comes from does not matter: one that an imported list tells of is counted as
one that ran here. It is never work, though: what is to be done is `ClockQuerySet.live`.
"""

from __future__ import annotations

import datetime

from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce

from aspirants.models import Protection
from deadlines.models import ClockKind, ClockStatus, DeadlineClock, PolicyUse
from deadlines.querysets import ClockQuerySet
from deadlines.status import clock_conditions
from deadlines.status.clock_conditions import Days
from deadlines.status.counts import clocks_and_history_of, watches_unit
from measures.units import Units
from organisation.models import User

PROMISE = Q(policy__kind=ClockKind.PLAN_GUARANTEE, policy__use=PolicyUse.ACTIVE, covered=True)
"""A clock of jobbgarantin of those it covers, live or from an imported list."""

UNPROTECTED = Q(person__protection=Protection.NONE)
"""Persons with protected identity are counted in the city's total only, whoever may open them."""

COUNTED_AT = Coalesce("counted_at_id", "jobbtorg_id")
"""The jobbtorg in whose figures a promise is (DeadlineClock.booked_at_id)."""


def counted_at(units: Units) -> Q:
    """In the figures of one of the jobbtorg: what was decided before a case moved stays where it was then (G-54)."""
    return Q(counted_at_id__in=units) | Q(counted_at__isnull=True, jobbtorg_id__in=units)


def decided(days: Days, today: datetime.date) -> Q:
    """Kept, excused or broken, with its last day among the days (both included).

    One whose last day is before `today` is broken whether or not the sweep has stamped it.
    """
    settled = Q(status__in=[ClockStatus.MET, ClockStatus.EXCUSED])
    return (settled | clock_conditions.broken(today)) & Q(due_on__range=days)


def outcome(today: datetime.date) -> Case:
    """What became of a decided promise: MET, EXCUSED or BREACHED."""
    return Case(When(clock_conditions.broken(today), then=Value(ClockStatus.BREACHED)), default=F("status"))


def promises_of(user: User) -> ClockQuerySet:
    """The promises in the figures of whom a user answers for, of cases that are there still."""
    return clocks_and_history_of(user).filter(PROMISE, UNPROTECTED, counted_at=None)


def promises_left_by(user: User) -> ClockQuerySet:
    """The promises in the figures of a manager's jobbtorg of cases that have moved on: nobody's to open there.

    To be asked as the role of reports, which sees no name. None for a coach, who watches her own cases alone.
    """
    clocks: ClockQuerySet = DeadlineClock.objects.with_history()
    if not watches_unit(user):
        return clocks.none()
    return clocks.filter(PROMISE, UNPROTECTED, counted_at=user.jobbtorg_id)
