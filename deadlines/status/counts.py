"""The clocks somebody answers for, how many of them are late, and the meetings in which they can be met."""

from __future__ import annotations

from django.utils import timezone

from deadlines.models import DeadlineClock, PolicyUse
from deadlines.querysets import ClockQuerySet
from deadlines.status import clock_conditions
from organisation.access.permissions import Act, Reach, reach_of
from organisation.models import User


def watches_unit(user: User) -> bool:
    """Whether the user watches the clocks of the whole jobbtorg, not only those of the own cases."""
    return reach_of(user, Act.WATCH_DEADLINES) is Reach.UNIT


def clocks_and_history_of(user: User) -> ClockQuerySet:
    """The clocks a user answers for, and those that imported lists tell of: a manager's are the whole unit's, a
    coach's those of her own cases.
    """
    return clocks_by_any_rule_of(user).filter(policy__use=PolicyUse.ACTIVE)


def clocks_by_any_rule_of(user: User) -> ClockQuerySet:
    """The same clocks and, in the same cases, those of rules that are only counted or not in use (`policy__use`)."""
    visible: ClockQuerySet = DeadlineClock.objects.visible_to(user)
    clocks = visible.with_history()
    return clocks if watches_unit(user) else clocks.filter(enrolment__coach=user)


def clocks_of(user: User) -> ClockQuerySet:
    """The live clocks a user answers for: what may be work."""
    return clocks_and_history_of(user).live()


def overdue(user: User) -> ClockQuerySet:
    """The user's clocks that are late as of today, stamped or not, and still unfulfilled."""
    return clocks_of(user).filter(clock_conditions.late(timezone.localdate()), covered=True)


def overdue_for(user: User) -> int:
    """How many of them there are."""
    return overdue(user).count()
