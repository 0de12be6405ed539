"""What is registered of somebody's attendance in a month, as counts and days: all that a unit is told of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone

from aspirants.models import Enrolment
from core.swedish.dates import MONTHS, day_and_month, start_of_day
from meetings.choices import BookingStatus, MeetingStatus
from meetings.models import GroupInformationBooking, Meeting

MOST_MONTHS = 12
"""So many months back are offered."""

CAME = (MeetingStatus.PRESENT, BookingStatus.ATTENDED)
STAYED_AWAY = (MeetingStatus.ABSENT_INVALID, BookingStatus.NO_SHOW)
COUNTED = (
    ("Närvarade", CAME),
    ("Giltig frånvaro", (MeetingStatus.ABSENT_VALID,)),
    ("Uteblev", STAYED_AWAY),
    ("Inställt av jobbtorget", (MeetingStatus.CANCELLED_BY_UNIT, BookingStatus.CANCELLED_BY_UNIT)),
)
"""Without reasons: why somebody was ill is not the unit's. What the jobbtorg cancelled counts against nobody."""


def months_of(enrolment: Enrolment, today: datetime.date) -> list[datetime.date]:
    """The first days of the months that can be told of, the latest first: from the enrolment to this month."""
    first, month = enrolment.enrolled_on.replace(day=1), today.replace(day=1)
    found: list[datetime.date] = []
    while month >= first and len(found) < MOST_MONTHS:
        found.append(month)
        month = (month - datetime.timedelta(days=1)).replace(day=1)
    return found


def month_in_words(month: datetime.date) -> str:
    """ "oktober 2026" """
    return f"{MONTHS[month.month - 1]} {month.year}"


def attendance_rows(enrolment: Enrolment, month: datetime.date, today: datetime.date) -> list[tuple[str, str]]:
    """What is told of a month: how often she came, was away with and without reason, and on which days. Two statements.

    Of a month that is not over, until today; what has been and is not registered is said as such.
    """
    held = sorted(_held(enrolment, month))
    rows = [
        ("Månad", month_in_words(month) + (f", till och med {day_and_month(today)}" if _is_on(month, today) else ""))
    ]
    for label, statuses in COUNTED:
        days = [day for day, status in held if status in statuses]
        if days or label == "Närvarade":
            rows.append((label, _counted(days)))
    waiting = [day for day, status in held if status in (MeetingStatus.BOOKED, BookingStatus.INVITED) and day < today]
    if waiting:
        rows.append(("Inte registrerat ännu", _counted(waiting)))
    return rows


def _held(enrolment: Enrolment, month: datetime.date) -> Iterator[tuple[datetime.date, str]]:
    next_month = (month + datetime.timedelta(days=31)).replace(day=1)
    begins, ends = start_of_day(month), start_of_day(next_month)
    meetings = Meeting.objects.filter(enrolment=enrolment, starts_at__gte=begins, starts_at__lt=ends)
    for starts_at, status in meetings.order_by().values_list("starts_at", "status"):
        yield timezone.localdate(starts_at), status
    during = Q(session__starts_at__gte=begins, session__starts_at__lt=ends)
    places = GroupInformationBooking.objects.filter(during, enrolment=enrolment)
    for starts_at, status in places.order_by().values_list("session__starts_at", "status"):
        yield timezone.localdate(starts_at), status


def _is_on(month: datetime.date, today: datetime.date) -> bool:
    return month == today.replace(day=1)


def _counted(days: list[datetime.date]) -> str:
    """ "2 (2 oktober, 9 oktober)"; "0" for none."""
    return f"{len(days)} ({', '.join(day_and_month(day) for day in days)})" if days else "0"
