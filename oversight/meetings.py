"""The meetings in which clocks can be met, per day."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence

from django.db.models import Count
from django.db.models.functions import TruncDate

from core.swedish.dates import start_of_day
from core.workdays import ONE_DAY
from deadlines.querysets import ClockQuerySet
from deadlines.status.counts import watches_unit
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from organisation.models import User


def meetings_per_day(
    user: User, days: Sequence[datetime.date], *, about: ClockQuerySet | None = None
) -> Counter[datetime.date]:
    """The booked meetings, of whatever kind, of each local date from the first to the last of `days`.

    Without `about` a manager's whole unit's or a coach's own; with it those of the cases these clocks belong to.
    """
    meetings = Meeting.objects.visible_to(user).filter(
        status=MeetingStatus.BOOKED,
        starts_at__gte=start_of_day(days[0]),
        starts_at__lt=start_of_day(days[-1] + ONE_DAY),
    )
    if about is not None:
        meetings = meetings.filter(enrolment__in=about.order_by().values("enrolment"))
    elif not watches_unit(user):
        meetings = meetings.filter(coach=user)
    rows = meetings.order_by().values(day=TruncDate("starts_at")).annotate(meetings=Count("pk"))
    return Counter({row["day"]: row["meetings"] for row in rows})
