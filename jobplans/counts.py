"""Counts for the navigation and for the manager's figures."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from aspirants.models import Enrolment
from jobbtorg.workdays import add_working_days, next_working_day, previous_working_day
from jobplans.models import ClockKind, ClockStatus, DeadlineClock, JobPlanVersion
from jobplans.protected import ProtectedPromise
from jobplans.querysets import ClockQuerySet
from organisation.models import Role, User
from organisation.shares import Share

NEAR = 5
"""Working days ahead that count as near."""


def clocks_of(user: User) -> ClockQuerySet:
    """The live clocks a user answers for: a manager the whole unit's, a coach those of her own cases."""
    clocks: ClockQuerySet = DeadlineClock.objects.visible_to(user).live()
    return clocks if user.role == Role.MANAGER else clocks.filter(enrolment__coach=user)


def overdue_for(user: User) -> int:
    """How many of the user's promises are late as of today, stamped or not, and still unfulfilled."""
    return clocks_of(user).unfulfilled().filter(late(timezone.localdate()), covered=True).count()


def late(today: datetime.date) -> Q:
    """Unfulfilled promises whose last day has passed, stamped or not."""
    return Q(status=ClockStatus.RUNNING, due_on__lt=today) | Q(status=ClockStatus.BREACHED)


def near(today: datetime.date, working_days: int) -> Q:
    """Running promises due today or within so many working days."""
    return Q(status=ClockStatus.RUNNING, due_on__range=(today, add_working_days(today, working_days)))


@dataclass(frozen=True)
class DeadlineFigures:
    """What a manager sees first; `kept` is the jobbgaranti's share of what was due in the last thirty days."""

    plans_near: int
    broken_today: int
    follow_ups_near: int
    without_coach: int
    not_communicated: int
    kept: Share


def deadline_figures(user: User, today: datetime.date) -> DeadlineFigures:
    """The figures at the head of the deadlines page, in three statements."""
    month_ago = today - datetime.timedelta(days=30)
    plan, follow_up = Q(policy__kind=ClockKind.PLAN_GUARANTEE), Q(policy__kind=ClockKind.FOLLOW_UP)
    soon = near(today, NEAR)
    settled = plan & Q(covered=True, due_on__range=(month_ago, today))
    counts: dict[str, Any] = clocks_of(user).aggregate(
        plans_near=Count("pk", filter=plan & soon & Q(covered=True)),
        follow_ups_near=Count("pk", filter=follow_up & soon),
        broken_today=Count("pk", filter=Q(covered=True) & _became_late(today)),
        met=Count("pk", filter=settled & Q(status=ClockStatus.MET)),
        answered=Count(
            "pk", filter=settled & Q(status__in=[ClockStatus.MET, ClockStatus.BREACHED, ClockStatus.EXCUSED])
        ),
    )
    met, answered = counts.pop("met"), counts.pop("answered")
    cases = Enrolment.objects.visible_to(user).open()
    plans = JobPlanVersion.objects.visible_to(user).not_communicated().filter(plan__enrolment__closed_on=None)
    if user.role != Role.MANAGER:
        plans = plans.filter(plan__enrolment__coach=user)
    return DeadlineFigures(
        **counts,
        without_coach=cases.filter(coach=None).count(),
        not_communicated=plans.count(),
        kept=Share(met, answered),
    )


def _became_late(today: datetime.date) -> Q:
    """Promises whose last day has passed since the working day before: on a Monday, those of Friday."""
    yesterday = today - datetime.timedelta(days=1)
    passed = Q(due_on__range=(previous_working_day(yesterday), yesterday))
    return passed & Q(status__in=[ClockStatus.RUNNING, ClockStatus.BREACHED])


@dataclass(frozen=True)
class DueDay:
    """One bar of the burn-down: promises due that day, with and without a booked meeting. `day` None = overdue."""

    day: datetime.date | None
    booked: int
    not_booked: int

    @property
    def total(self) -> int:
        return self.booked + self.not_booked


def burn_down(user: User, now: datetime.datetime, masked: Iterable[ProtectedPromise] = ()) -> list[DueDay]:
    """What is late, and what falls due today and on each of the next five working days, in one statement.

    `masked`: promises to protected persons whom the user may not open; they are counted as without a booked meeting.
    """
    today = timezone.localdate(now)
    first = next_working_day(today)
    days = [first, *(add_working_days(first, ahead) for ahead in range(1, NEAR + 1))]
    clocks = clocks_of(user).running().filter(covered=True, due_on__lte=days[-1]).with_booked_meeting(now)
    found = Counter({(row["due_on"], row["has_booked_meeting"]): row["n"] for row in _per_day(clocks)})
    for promise in masked:
        # Whether a meeting is booked is not theirs to know who may not open the person.
        if promise.covered and promise.status == ClockStatus.RUNNING and promise.due_on is not None:
            found[promise.due_on, False] += 1
    late = [
        sum(n for (due_on, is_booked), n in found.items() if due_on < today and is_booked == booked)
        for booked in (True, False)
    ]
    return [
        DueDay(None, *late),
        *(DueDay(day, found[day, True], found[day, False]) for day in days),
    ]


def _per_day(clocks: ClockQuerySet) -> Any:
    return clocks.order_by().values("due_on", "has_booked_meeting").annotate(n=Count("pk"))
