"""Questions about clocks."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from aspirants.querysets import of_persons_open_to
from deadlines.choices import ClockKind, ClockStatus, PolicyUse
from organisation.models import User

UNSETTLED = [
    ClockStatus.WAITING,
    ClockStatus.RUNNING,
    ClockStatus.PAUSED,
    ClockStatus.BREACHED,
    ClockStatus.EXCUSED,
]
"""Statuses in which something may be left to do; what was broken or excused is still to be done."""


def in_error(path: str = "") -> Q:
    """Clocks of cases closed as registered in error: cancelled by a closing, and as if they had never had an object.

    `path` is the lookup that leads to the clock. Asked of the clock alone, which its jobbtorg sees also when the case
    has been closed by another one.
    """
    never = {"status": ClockStatus.CANCELLED, "ended_on__isnull": True, "ended_with__isnull": False}
    return Q(**{f"{path}{name}": value for name, value in never.items()})


class ClockQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser) -> ClockQuerySet:
        """Clocks of the user's jobbtorg; protected persons only for the specially appointed."""
        if isinstance(user, AnonymousUser) or not user.works_with_cases:
            return self.none()
        return self.filter(of_persons_open_to(user), jobbtorg_id=user.jobbtorg_id)

    def of_kind(self, kind: str) -> ClockQuerySet:
        return self.filter(policy__kind=kind)

    def of_kinds(self, kinds: Iterable[str]) -> ClockQuerySet:
        return self.filter(policy__kind__in=list(kinds))

    def with_history(self) -> ClockQuerySet:
        """All but those registered in error: those that run or ran here, and those an imported list tells of."""
        return self.filter(~in_error())

    def live(self) -> ClockQuerySet:
        """Those that run or ran here. What an imported list tells of clocks of long ago is nobody's work."""
        return self.with_history().filter(historical=False)

    def watched(self) -> ClockQuerySet:
        """Those the jobbtorg works by: not the indicators, which are only counted, and not history."""
        return self.live().filter(policy__use=PolicyUse.ACTIVE)

    def kept_in_cases(self) -> ClockQuerySet:
        """Those that a case's coach keeps: the watched ones, and sending the plan, which no manager follows day by day.

        That one is an indicator and counted in no figure of what is late, but it has a last day all the same.
        """
        sent = Q(policy__kind=ClockKind.PLAN_COMMUNICATION, policy__use=PolicyUse.INDICATOR)
        return self.live().filter(Q(policy__use=PolicyUse.ACTIVE) | sent)

    def started_of_kind(self, kind: str) -> ClockQuerySet:
        """Clocks of a kind that began and were not cancelled: what a rule is judged by."""
        return self.live().of_kind(kind).filter(started_on__isnull=False).exclude(status=ClockStatus.CANCELLED)

    def running(self) -> ClockQuerySet:
        return self.filter(status=ClockStatus.RUNNING)

    def unfulfilled(self) -> ClockQuerySet:
        """Clocks that are still to be fulfilled, late or not; not those of closed cases and withdrawn referrals, and
        not what an imported list left unfulfilled.
        """
        return self.filter(
            historical=False,
            status__in=UNSETTLED,
            fulfilled_at__isnull=True,
            ended_on__isnull=True,
            enrolment__closed_on__isnull=True,
        )

    def overdue(self, on: datetime.date) -> ClockQuerySet:
        """Running clocks whose last day has passed on a local date: late whether or not the sweep has stamped them."""
        return self.running().filter(due_on__lt=on, historical=False)

    def due_between(self, first: datetime.date, last: datetime.date) -> ClockQuerySet:
        """Running clocks due on a day from `first` to `last`, both included."""
        return self.running().filter(due_on__range=(first, last))


class BreachQuerySet(models.QuerySet[Any]):
    def counted(self) -> BreachQuerySet:
        """All but those of cases registered in error, which are counted nowhere."""
        return self.exclude(in_error("clock__"))

    def visible_to(self, user: User | AnonymousUser) -> BreachQuerySet:
        """Breaches of the clocks that the user sees: those of the own jobbtorg, and of the persons open to the user."""
        if isinstance(user, AnonymousUser) or not user.works_with_cases:
            return self.none()
        return self.filter(of_persons_open_to(user, "clock__person"), jobbtorg_id=user.jobbtorg_id)
