"""The coach's day: meetings of today, what is still to be logged, and how the week looks."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from core.swedish.dates import short_weekday_date, start_of_day
from core.workdays import ONE_DAY
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from organisation.models import User
from organisation.reference_tables.calendar import stored_holiday
from workbench.my_day.caseload import short_moment

OLD_MEETINGS = 20
"""At most so many meetings of earlier days are shown as not logged, the latest ones."""

NOT_HELD = (MeetingStatus.RESCHEDULED, MeetingStatus.CANCELLED_BY_ASPIRANT, MeetingStatus.CANCELLED_BY_UNIT)
"""What was booked and is no meeting of the day any longer; the day's list shows it with what became of it."""

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


def meetings_of(coach: User, *, now: datetime.datetime, stood_in_for: Sequence[User] = ()) -> list[Meeting]:
    """The coach's meetings of the week that is shown and of today, and earlier ones that nobody has logged; by time.

    With those of colleagues whom she stands in for.
    """
    today = timezone.localdate(now)
    days = _days_of_week(today)
    begin = start_of_day(min(days[0], today))
    end = start_of_day(max(days[-1], today) + ONE_DAY)
    return list(
        Meeting.objects.visible_to(coach)
        .filter(
            Q(starts_at__gte=begin, starts_at__lt=end) | Q(starts_at__lt=begin, status=MeetingStatus.BOOKED),
            coach__in=[coach, *stood_in_for],
        )
        .select_related("enrolment__person", "coach")
        .order_by("starts_at", "pk")
    )


def meetings_to_handle(meetings: Iterable[Meeting], *, now: datetime.datetime) -> list[DayMeeting]:
    """Meetings of earlier days that nobody has logged, then all of today, in cases that are open."""
    start = start_of_day(timezone.localdate(now))
    end = start_of_day(timezone.localdate(now) + ONE_DAY)
    found = [
        _day_meeting(meeting, now, start)
        for meeting in meetings
        if meeting.enrolment.is_open
        and meeting.starts_at < end
        and (meeting.starts_at >= start or meeting.status == MeetingStatus.BOOKED)
    ]
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


def _days_of_week(today: datetime.date) -> list[datetime.date]:
    """Monday to Friday; on a weekend those to come."""
    monday = today - datetime.timedelta(days=today.weekday())
    if today.weekday() >= SATURDAY:
        monday += datetime.timedelta(weeks=1)
    return [monday + datetime.timedelta(days=n) for n in range(WORKING_WEEK)]


def week_of(meetings: Iterable[Meeting], *, today: datetime.date) -> list[WeekDay]:
    """Monday to Friday with the meetings per day, of closed cases too; on a weekend the week to come."""
    per_day = Counter(timezone.localdate(meeting.starts_at) for meeting in meetings if meeting.status not in NOT_HELD)
    return [
        WeekDay(day, short_weekday_date(day), per_day[day], stored_holiday(day) or "", day == today)
        for day in _days_of_week(today)
    ]
