"""The promises somebody answers for, how many of them are late, and the meetings in which they can be kept."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils import timezone

from aspirants.models import Meeting, MeetingStatus
from jobplans import states
from jobplans.models import DeadlineClock
from jobplans.querysets import ClockQuerySet
from organisation.models import User
from organisation.permissions import Act, Reach, reach_of


def watches_unit(user: User) -> bool:
    """Whether the user watches the promises of the whole jobbtorg, not only those of the own cases."""
    return reach_of(user, Act.WATCH_DEADLINES) is Reach.UNIT


def clocks_of(user: User) -> ClockQuerySet:
    """The live promises a user answers for: a manager the whole unit's, a coach those of her own cases."""
    clocks: ClockQuerySet = DeadlineClock.objects.visible_to(user).promises()
    return clocks if watches_unit(user) else clocks.filter(enrolment__coach=user)


def overdue_for(user: User) -> int:
    """How many of the user's promises are late as of today, stamped or not, and still unfulfilled."""
    return clocks_of(user).filter(states.late(timezone.localdate()), covered=True).count()


def meetings_per_day(
    user: User, days: Sequence[datetime.date], *, about: ClockQuerySet | None = None
) -> Counter[datetime.date]:
    """The booked meetings, of whatever kind, of each local date from the first to the last of `days`.

    Without `about` a manager's whole unit's or a coach's own; with it those of the cases these promises belong to.
    """
    meetings = Meeting.objects.visible_to(user).filter(
        status=MeetingStatus.BOOKED, starts_at__date__range=(days[0], days[-1])
    )
    if about is not None:
        meetings = meetings.filter(enrolment__in=about.order_by().values("enrolment"))
    elif not watches_unit(user):
        meetings = meetings.filter(coach=user)
    rows = meetings.order_by().values(day=TruncDate("starts_at")).annotate(meetings=Count("pk"))
    return Counter({row["day"]: row["meetings"] for row in rows})
