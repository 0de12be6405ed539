"""The coach's day: meetings of today, what is still to be logged, and how the week looks."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from core.swedish.dates import short_day, start_of_day
from core.swedish.plausible import IN_A_CASE, fault_of_day
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

NOT_LOGGED = "Ej loggat"
"""Of a meeting that is over and of which nobody has said how it went."""

SATURDAY = 5
A_WEEK = datetime.timedelta(weeks=1)


@dataclass(frozen=True)
class DayMeeting:
    """A meeting as Min dag lists it, with its state in words and what can be done about it."""

    meeting: Meeting
    time: str
    state: str
    color: str
    is_today: bool
    can_be_logged: bool
    can_be_missed: bool
    """Whether its time has come and nobody has said how it went."""
    can_be_moved: bool


def chosen_day(typed: str, today: datetime.date) -> datetime.date:
    """The local date that a link of the week asks for, "2026-11-24"; today where it says no day of the work."""
    try:
        day = datetime.date.fromisoformat(typed)
    except ValueError:
        return today
    return today if fault_of_day(day, IN_A_CASE, today=today) else day


def meetings_of(
    coach: User, *, now: datetime.datetime, day: datetime.date | None = None, stood_in_for: Sequence[User] = ()
) -> list[Meeting]:
    """The coach's meetings of the week of `day` (today), of today, and earlier ones that nobody has logged; by time.

    With those of colleagues whom she stands in for. One query.
    """
    today = timezone.localdate(now)
    begins, ends = _week_around(day or today, today)
    start, end = start_of_day(today), start_of_day(today + ONE_DAY)
    return list(
        Meeting.objects.visible_to(coach)
        .filter(
            Q(starts_at__gte=start_of_day(begins), starts_at__lt=start_of_day(ends + ONE_DAY))
            | Q(starts_at__gte=start, starts_at__lt=end)
            | Q(starts_at__lt=start, status=MeetingStatus.BOOKED),
            coach__in=[coach, *stood_in_for],
        )
        .select_related("enrolment__person", "coach")
        .order_by("starts_at", "pk")
    )


def meetings_to_handle(meetings: Iterable[Meeting], *, now: datetime.datetime) -> list[DayMeeting]:
    """Meetings of earlier days that nobody has logged, then all of today, in cases that are open."""
    today = timezone.localdate(now)
    start = start_of_day(today)
    earlier = [
        _day_meeting(meeting, now)
        for meeting in _in_open_cases(meetings)
        if meeting.starts_at < start and meeting.status == MeetingStatus.BOOKED
    ]
    return earlier[-OLD_MEETINGS:] + meetings_on(meetings, today, now=now)


def meetings_on(meetings: Iterable[Meeting], day: datetime.date, *, now: datetime.datetime) -> list[DayMeeting]:
    """The meetings of one local date in cases that are open, with what became of those that were not held."""
    return [
        _day_meeting(meeting, now)
        for meeting in _in_open_cases(meetings)
        if timezone.localdate(meeting.starts_at) == day
    ]


def _in_open_cases(meetings: Iterable[Meeting]) -> Iterator[Meeting]:
    return (meeting for meeting in meetings if meeting.enrolment.is_open)


def _day_meeting(meeting: Meeting, now: datetime.datetime) -> DayMeeting:
    is_booked = meeting.status == MeetingStatus.BOOKED
    if not is_booked:
        state, color = meeting.get_status_display(), "success" if meeting.status == MeetingStatus.PRESENT else "neutral"
    elif meeting.starts_at + datetime.timedelta(minutes=meeting.minutes) <= now:
        state, color = NOT_LOGGED, "warning"
    else:
        state, color = meeting.get_status_display(), "info"
    local, today = timezone.localtime(meeting.starts_at), timezone.localdate(now)
    return DayMeeting(
        meeting,
        time=short_moment(local, today) if is_booked and local.date() < today else f"{local:%H.%M}",
        state=state,
        color=color,
        is_today=local.date() == today,
        can_be_logged=is_booked and local.date() <= today,
        can_be_missed=is_booked and meeting.starts_at <= now,
        can_be_moved=is_booked,
    )


@dataclass(frozen=True)
class WeekDay:
    """One day of the week strip."""

    day: datetime.date
    label: str
    meetings: int
    holiday: str
    is_today: bool
    is_chosen: bool


@dataclass(frozen=True)
class Week:
    """The week strip: its days, its number, and a day of the weeks beside it."""

    number: int
    days: list[WeekDay]
    before: datetime.date
    after: datetime.date


def _week_around(day: datetime.date, today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """Monday and Sunday of the week that is shown: that of the day; where it is today, a weekend, the one to come."""
    monday = day - datetime.timedelta(days=day.weekday())
    if day == today and day.weekday() >= SATURDAY:
        monday += A_WEEK
    return monday, monday + A_WEEK - ONE_DAY


def week_of(meetings: Iterable[Meeting], *, today: datetime.date, day: datetime.date | None = None) -> Week:
    """The week of `day` (today) with the meetings per day, of closed cases too; on a weekend the week to come.

    Monday to Friday; Saturday and Sunday where there is a meeting or the day is the chosen one.
    """
    chosen = day or today
    per_day = Counter(timezone.localdate(meeting.starts_at) for meeting in meetings if meeting.status not in NOT_HELD)
    monday, _ = _week_around(chosen, today)
    days = [monday + datetime.timedelta(days=n) for n in range(7)]
    return Week(
        number=monday.isocalendar().week,
        days=[
            WeekDay(one, short_day(one, today), per_day[one], stored_holiday(one) or "", one == today, one == chosen)
            for one in days
            if one.weekday() < SATURDAY or per_day[one] or one == chosen
        ],
        before=monday - A_WEEK,
        after=monday + A_WEEK,
    )
