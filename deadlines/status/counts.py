"""The clocks somebody answers for, how many of them are late, and the meetings in which they can be met."""

from __future__ import annotations

from django.utils import timezone

from aspirants.querysets import of_persons_open_to
from deadlines.models import DeadlineClock
from deadlines.querysets import ClockQuerySet
from deadlines.status import clock_conditions
from organisation.access.permissions import Act, Reach, reach_of
from organisation.models import User


def watches_unit(user: User) -> bool:
    """Whether the user watches the clocks of the whole jobbtorg, not only those of the own cases."""
    return reach_of(user, Act.WATCH_DEADLINES) is Reach.UNIT


def clocks_of(user: User) -> ClockQuerySet:
    """The live clocks a user answers for: a manager the whole unit's, a coach those of her own cases."""
    clocks: ClockQuerySet = DeadlineClock.objects.visible_to(user).watched()
    return clocks if watches_unit(user) else clocks.filter(enrolment__coach=user)


def decided_before_moving(user: User) -> ClockQuerySet:
    """What was decided at the user's jobbtorg in cases that have moved on: part of its history, nobody's to open there.

    To be asked as the role of reports, which sees no name. None for a coach, who watches her own cases alone.
    """
    clocks: ClockQuerySet = DeadlineClock.objects.watched()
    if not watches_unit(user):
        return clocks.none()
    return clocks.filter(of_persons_open_to(user), counted_at=user.jobbtorg_id)


def overdue(user: User) -> ClockQuerySet:
    """The user's clocks that are late as of today, stamped or not, and still unfulfilled."""
    return clocks_of(user).filter(clock_conditions.late(timezone.localdate()), covered=True)


def overdue_for(user: User) -> int:
    """How many of them there are."""
    return overdue(user).count()
