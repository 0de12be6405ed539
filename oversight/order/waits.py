"""Waiting time and broken promises, for those an agreement takes first and for the others (R-4-09).

One statement counts, grouped by days: its size depends on how many days there are, never on how many persons.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import BooleanField, Case, Count, Q, Value, When
from django.db.models.functions import TruncDate
from django.utils import timezone

from core.shares import Share
from core.workdays import working_days_between
from deadlines.models import DeadlineClock
from deadlines.querysets import ClockQuerySet
from deadlines.status import clock_conditions
from measures.promises import PROMISE, UNPROTECTED, decided
from organisation.models import User
from organisation.reference_tables.calendar import stored_holiday

PERIOD = datetime.timedelta(days=365)
FEWEST = 5
"""Below so many no share and no median is shown: they would say more of single persons than of the order."""
LONGEST = 10

PRIORITISED = Q(referral__priority__len__gt=0) | Q(enrolment__walk_in__priority__len__gt=0)
FROM_A_CONTACT = Q(referral__isnull=False) | Q(enrolment__walk_in__isnull=False)


@dataclass
class Waits:
    """What became of promises. `days` says of how many the person had a plan, work or insats after so many working days
    from day 0."""

    promises: int = 0
    days: Counter[int] = field(default_factory=Counter)
    decided: int = 0
    broken: int = 0
    waiting: int = 0

    @property
    def median(self) -> int | None:
        """Half of them waited so many working days at most; None for fewer than five."""
        total = self.days.total()
        if total < FEWEST:
            return None
        passed = 0
        for days, number in sorted(self.days.items()):
            passed += number
            if passed * 2 >= total:
                return days
        return None

    @property
    def share_broken(self) -> Share | None:
        """Broken of decided; None for fewer than five."""
        return Share(self.broken, self.decided) if self.decided >= FEWEST else None


def waits(user: User, today: datetime.date) -> Mapping[bool, Waits]:
    """The jobbtorg's promises of the last year, those that were taken first (True) and the others."""
    found = {True: Waits(), False: Waits()}
    is_decided, is_broken = decided((today - PERIOD, today), today), clock_conditions.broken(today)
    rows = (
        _promises(user)
        .filter(started_on__gte=today - PERIOD)
        .annotate(
            kept_on=TruncDate("fulfilled_at", tzinfo=timezone.get_current_timezone()),
            is_decided=_as_boolean(is_decided),
            is_broken=_as_boolean(is_decided & is_broken),
            is_waiting=_as_boolean(Q(fulfilled_at=None, ended_on=None)),
        )
        .values("prioritised", "started_on", "kept_on", "is_decided", "is_broken", "is_waiting")
        .annotate(number=Count("pk"))
        .order_by()
    )
    for row in rows:
        of, number = found[row["prioritised"]], row["number"]
        of.promises += number
        of.decided += number * row["is_decided"]
        of.broken += number * row["is_broken"]
        of.waiting += number * row["is_waiting"]
        if row["kept_on"] is not None:
            of.days[working_days_between(row["started_on"], row["kept_on"], stored_holiday)] += number
    return found


@dataclass(frozen=True)
class Waiting:
    """Somebody who waits for a plan, work or insats, since day 0, for so many working days."""

    clock: DeadlineClock
    days: int


def longest_waiting(user: User, today: datetime.date) -> list[Waiting]:
    """Those who have waited longest at the jobbtorg, whether or not an agreement takes them first."""
    clocks = (
        _promises(user)
        .filter(UNPROTECTED, fulfilled_at=None, ended_on=None, started_on__isnull=False)
        .select_related("person", "enrolment", "referral")
        .order_by("started_on", "pk")[:LONGEST]
    )
    return [Waiting(clock, working_days_between(clock.started_on, today, stored_holiday)) for clock in clocks]


def _promises(user: User) -> ClockQuerySet:
    clocks = DeadlineClock.objects.visible_to(user).live().filter(PROMISE, FROM_A_CONTACT)
    return clocks.annotate(prioritised=_as_boolean(PRIORITISED))


def _as_boolean(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())
