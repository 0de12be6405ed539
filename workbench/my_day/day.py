"""The coach's day: meetings of today, what is still to be logged, and how the week looks."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from core.swedish.dates import short_weekday_date, start_of_day
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from organisation.models import User
from organisation.reference_tables.calendar import stored_holiday
from workbench.my_day.caseload import short_moment

OLD_MEETINGS = 20
"""At most so many meetings of earlier days are shown as not logged, the latest ones."""

WORKING_WEEK = 5
SATURDAY = 5


@dataclass(frozen=True)
class DayMeeting:
    """A meeting as Min dag lists it, with its state in words."""

    meeting: Meeting
    time: str
    state: str
    color: str
    is_today: bool

    @property
    def can_be_logged(self) -> bool:
        return self.meeting.status == MeetingStatus.BOOKED


def meetings_to_handle(coach: User, *, now: datetime.datetime) -> list[DayMeeting]:
    """Meetings of earlier days that nobody has logged, then all of today; by time."""
    today = timezone.localdate(now)
    start, end = start_of_day(today), start_of_day(today + datetime.timedelta(days=1))
    meetings = (
        Meeting.objects.visible_to(coach)
        .filter(
            Q(starts_at__gte=start, starts_at__lt=end) | Q(starts_at__lt=start, status=MeetingStatus.BOOKED),
            coach=coach,
            enrolment__closed_on__isnull=True,
        )
        .select_related("enrolment__person")
        .order_by("starts_at", "pk")
    )
    found = [_day_meeting(meeting, now, start) for meeting in meetings]
    earlier = [row for row in found if not row.is_today]
    return earlier[-OLD_MEETINGS:] + [row for row in found if row.is_today]


def _day_meeting(meeting: Meeting, now: datetime.datetime, start: datetime.datetime) -> DayMeeting:
    if meeting.status != MeetingStatus.BOOKED:
        state, color = meeting.get_status_display(), "success" if meeting.status == MeetingStatus.PRESENT else "neutral"
    elif meeting.starts_at + datetime.timedelta(minutes=meeting.minutes) <= now:
        state, color = "Ej loggat", "warning"
    else:
        state, color = meeting.get_status_display(), "info"
    is_today = meeting.starts_at >= start
    local = timezone.localtime(meeting.starts_at)
    time = f"{local:%H.%M}" if is_today else short_moment(local, timezone.localdate(now))
    return DayMeeting(meeting, time, state, color, is_today)


@dataclass(frozen=True)
class WeekDay:
    """One day of the week strip."""

    day: datetime.date
    label: str
    meetings: int
    holiday: str
    is_today: bool


def week_of(coach: User, *, today: datetime.date) -> list[WeekDay]:
    """Monday to Friday with the coach's meetings per day; on a weekend the week to come."""
    monday = today - datetime.timedelta(days=today.weekday())
    if today.weekday() >= SATURDAY:
        monday += datetime.timedelta(weeks=1)
    days = [monday + datetime.timedelta(days=n) for n in range(WORKING_WEEK)]
    not_held = [MeetingStatus.RESCHEDULED, MeetingStatus.CANCELLED_BY_UNIT]
    counted = (
        Meeting.objects.visible_to(coach)
        .filter(
            coach=coach,
            starts_at__gte=start_of_day(days[0]),
            starts_at__lt=start_of_day(days[-1] + datetime.timedelta(days=1)),
        )
        .exclude(status__in=not_held)
        .order_by()
        .values_list(TruncDate("starts_at"))
        .annotate(meetings=Count("pk"))
    )
    per_day: dict[datetime.date, int] = dict(counted)
    return [
        WeekDay(day, short_weekday_date(day), per_day.get(day, 0), stored_holiday(day) or "", day == today)
        for day in days
    ]
