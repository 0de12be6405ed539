"""The register of breaches: which are in it, and for how long a cause has been missing."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from core.swedish.dates import start_of_day
from core.workdays import ONE_DAY, add_working_days, working_days_between
from deadlines.models import Breach, PolicyUse
from deadlines.status.counts import watches_unit
from organisation.models import User
from organisation.reference_tables.calendar import stored_holiday

DAYS_TO_EXPLAIN = 5
"""Working days after the stamp within which a breach gets its cause."""

UNEXPLAINED = Q(cause="", revoked_at__isnull=True, clock__historical=False)
"""Waits for its cause. Nobody is asked why a promise of an imported list was broken."""


def register_of(user: User) -> QuerySet[Breach]:
    """The breaches of the clocks a user answers for, those of imported lists among them; those outside the guarantee
    are no breaches of it.

    A breach is stamped with the jobbtorg of its clock, which never changes: that of the breach leads to its index.
    """
    register = (
        Breach.objects.visible_to(user).counted().filter(clock__policy__use=PolicyUse.ACTIVE, clock__covered=True)
    )
    return register if watches_unit(user) else register.filter(clock__enrolment__coach=user)


def unexplained_too_long(user: User, today: datetime.date) -> QuerySet[Any]:
    """Breaches of the user's that have lacked a cause for more than five working days."""
    return register_of(user).filter(overdue_explanation(today))


def overdue_explanation(today: datetime.date) -> Q:
    """Stamped more than five working days ago, still without a cause."""
    # The sixth working day back, today included: whatever was stamped before it has had five whole ones.
    sixth = add_working_days(today + ONE_DAY, -(DAYS_TO_EXPLAIN + 1), stored_holiday)
    return UNEXPLAINED & Q(stamped_at__lt=start_of_day(sixth))


def days_unexplained(breach: Breach, today: datetime.date) -> int:
    """Working days since the stamp of a breach that waits for its cause; 0 for any other."""
    if breach.cause or breach.revoked_at is not None or breach.clock.historical:
        return 0
    return working_days_between(timezone.localdate(breach.stamped_at), today, stored_holiday)
