"""The stored calendar: which days are off, as kept in rows since clocks began to be counted over them."""

from __future__ import annotations

import datetime
from functools import cache, lru_cache
from typing import Any

from django.utils import timezone

from core.workdays import add_months, holiday_name, working_days_between
from organisation.models import CalendarDay

CALENDAR_FIRST_DAY = datetime.date(2007, 1, 1)
"""The year before the first jobbtorg: imported lists tell of clocks from then on."""

CALENDAR_MONTHS_AHEAD = 24
"""How far ahead the rows must always reach; far longer than any clock runs."""

CALENDAR_MONTHS_ADDED = 36
"""How far ahead rows are added, so that a year of missed additions does no harm."""


def stored_holiday(day: datetime.date) -> str | None:
    """Why the day is off by name, from the rows; a day beyond them is as the calendar library has it today.

    The calendar (`core.workdays.Calendar`) of everything that is stored as a last day.
    """
    days = _rows()
    return (days[day] or None) if day in days else holiday_name(day)


@cache
def _rows() -> dict[datetime.date, str]:
    """All rows. Read once in a process: rows are never changed, and a day added later was the library's until then."""
    return dict(CalendarDay.objects.values_list("day", "holiday"))


@lru_cache(maxsize=8192)
def stored_working_days_between(start: datetime.date, end: datetime.date) -> int:
    """`core.workdays.working_days_between` by the stored calendar; each pair is counted once in a process.

    A list of late clocks asks for the same few pairs in every row, and a distance of some months takes 0.1 ms.
    """
    return working_days_between(start, end, stored_holiday)


def forget_rows() -> None:
    """Read the rows again at the next question."""
    _rows.cache_clear()
    stored_working_days_between.cache_clear()


def extend_calendar(*, until: datetime.date | None = None) -> int:
    """Add the days that have no row yet, up to a date (36 months ahead); returns how many. Never changes a row."""
    last = until or add_months(timezone.localdate(), CALENDAR_MONTHS_ADDED)
    after = CalendarDay.objects.order_by("-day").values_list("day", flat=True).first()
    first = after + datetime.timedelta(days=1) if after else CALENDAR_FIRST_DAY
    days = [first + datetime.timedelta(days=n) for n in range((last - first).days + 1)]
    CalendarDay.objects.bulk_create(
        [CalendarDay(day=day, holiday=holiday_name(day) or "") for day in days], ignore_conflicts=True
    )
    forget_rows()
    return len(days)


def calendar_reaches(today: datetime.date) -> bool:
    """Whether every day of the next 24 months has a row."""
    return CalendarDay.objects.filter(day=add_months(today, CALENDAR_MONTHS_AHEAD)).exists()


def calendar_is_long_enough() -> tuple[bool, dict[str, Any]]:
    """For the deep health check: whether the calendar reaches as far ahead as it must."""
    return calendar_reaches(timezone.localdate()), {}
