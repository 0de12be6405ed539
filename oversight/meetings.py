"""The meetings in which clocks can be met, per day."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef
from django.db.models.functions import TruncDate
from django.utils import timezone

from core.swedish.dates import start_of_day
from core.workdays import ONE_DAY
from deadlines.status.counts import watches_unit
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from organisation.models import User


def meetings_per_day(user: User, days: Sequence[datetime.date]) -> Counter[datetime.date]:
    """The booked meetings, of whatever kind, of each local date from the first to the last of `days`.

    A manager's are the whole unit's, a coach's her own.
    """
    meetings = Meeting.objects.visible_to(user).filter(
        status=MeetingStatus.BOOKED,
        starts_at__gte=start_of_day(days[0]),
        starts_at__lt=start_of_day(days[-1] + ONE_DAY),
    )
    if not watches_unit(user):
        meetings = meetings.filter(coach=user)
    rows = meetings.order_by().values(day=TruncDate("starts_at")).annotate(meetings=Count("pk"))
    return Counter({row["day"]: row["meetings"] for row in rows})


def booked_today_and_later(now: datetime.datetime) -> ArraySubquery:
    """Of a queryset of clocks: when the booked meetings of the clock's case begin, from the start of the local day."""
    booked = Meeting.objects.filter(
        enrolment=OuterRef("enrolment"),
        status=MeetingStatus.BOOKED,
        starts_at__gte=start_of_day(timezone.localdate(now)),
    )
    return ArraySubquery(booked.order_by("starts_at").values("starts_at"))


class BookedMeetings:
    """The booked meetings of some cases, from the beginning of a local day on."""

    def __init__(self, booked: Mapping[int, Iterable[datetime.datetime]], now: datetime.datetime) -> None:
        self._all = [(enrolment, starts_at) for enrolment, times in booked.items() for starts_at in times]
        self._to_come = {enrolment for enrolment, starts_at in self._all if starts_at >= now}

    def has(self, enrolment: int | None) -> bool:
        """Whether a meeting is booked in the case from the instant on."""
        return enrolment in self._to_come

    def per_day(self, enrolments: Collection[int | None]) -> Counter[datetime.date]:
        """How many meetings, of whatever kind, these cases have on each local date."""
        return Counter(timezone.localdate(starts_at) for enrolment, starts_at in self._all if enrolment in enrolments)
