"""The promises somebody answers for, and how many of them are late."""

from __future__ import annotations

from django.utils import timezone

from jobplans import states
from jobplans.models import DeadlineClock
from jobplans.querysets import ClockQuerySet
from organisation.models import Role, User


def clocks_of(user: User) -> ClockQuerySet:
    """The live promises a user answers for: a manager the whole unit's, a coach those of her own cases."""
    clocks: ClockQuerySet = DeadlineClock.objects.visible_to(user).promises()
    return clocks if user.role == Role.MANAGER else clocks.filter(enrolment__coach=user)


def overdue_for(user: User) -> int:
    """How many of the user's promises are late as of today, stamped or not, and still unfulfilled."""
    return clocks_of(user).filter(states.late(timezone.localdate()), covered=True).count()
