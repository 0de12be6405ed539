"""What a clock can be on a day, as conditions that the figures, the filters and the navigation share.

All are asked of the dates, so that they say the same before and after the sweep has stamped what is late.
"""

from __future__ import annotations

import datetime

from django.db.models import Q

from core.workdays import ONE_DAY, add_working_days, previous_working_day
from deadlines.choices import ClockStatus
from organisation.reference_tables.calendar import stored_holiday

NEAR = 5
"""Working days ahead that count as near."""

DECIDED_DAYS = 30
"""Days, ending yesterday, whose decided clocks are the share that was kept."""

Days = tuple[datetime.date, datetime.date]
"""The first and the last of some days."""

LIVE = Q(historical=False)
"""Runs or ran here. One that an imported list tells of is never to be kept and never news, only counted."""

STILL_TO_KEEP = LIVE & Q(fulfilled_at__isnull=True, ended_on__isnull=True, enrolment__closed_on__isnull=True)


def near(today: datetime.date, working_days: int = NEAR) -> Q:
    """Due today or on one of so many working days after it."""
    days = (today, add_working_days(today, working_days, stored_holiday))
    return LIVE & Q(status=ClockStatus.RUNNING, due_on__range=days)


def broken(today: datetime.date) -> Q:
    """Not kept by the end of the last day, also if that happened later."""
    return Q(status=ClockStatus.BREACHED) | Q(status=ClockStatus.RUNNING, due_on__lt=today)


def late(today: datetime.date) -> Q:
    """Broken, and still to be kept."""
    return broken(today) & STILL_TO_KEEP


def days_of_news(today: datetime.date) -> Days:
    """The last days whose end made a clock breached since the working day before: on a Monday, Friday to Sunday."""
    yesterday = today - ONE_DAY
    return previous_working_day(yesterday, stored_holiday), yesterday


def newly_broken(today: datetime.date) -> Q:
    """Broken since the working day before today."""
    return LIVE & broken(today) & Q(due_on__range=days_of_news(today))


def week_of(day: datetime.date) -> Days:
    """Monday and Sunday of the week."""
    monday = day - datetime.timedelta(days=day.weekday())
    return monday, monday + datetime.timedelta(days=6)


def this_week(today: datetime.date) -> Q:
    """Due from Monday to Sunday and still to be kept, late or not."""
    unkept = Q(status__in=[ClockStatus.RUNNING, ClockStatus.BREACHED])
    return unkept & STILL_TO_KEEP & Q(due_on__range=week_of(today))


def last_thirty_days(today: datetime.date) -> Days:
    """The thirty days before today."""
    return today - datetime.timedelta(days=DECIDED_DAYS), today - ONE_DAY


def to_be_kept_at(moment: datetime.datetime, on: datetime.date) -> Q:
    """Begun, and neither fulfilled nor without object, as it was at a past instant; `on` is its local date."""
    begun = LIVE & Q(started_on__lte=on)
    unfulfilled = Q(fulfilled_at__isnull=True) | Q(fulfilled_at__gte=moment)
    with_object = Q(ended_on__gt=on) | (Q(ended_on__isnull=True) & ~Q(status=ClockStatus.CANCELLED))
    excused_by_then = Q(status=ClockStatus.EXCUSED, due_on__lt=on)
    return begun & unfulfilled & with_object & ~excused_by_then


def near_then(began: datetime.datetime, on: datetime.date) -> Q:
    """Near as it was when the local day `on` began, an instant that has passed."""
    last = add_working_days(on, NEAR, stored_holiday)
    return to_be_kept_at(began, on - ONE_DAY) & Q(due_on__range=(on, last)) & ~Q(status=ClockStatus.WAITING)


def late_then(began: datetime.datetime, on: datetime.date) -> Q:
    """Late as it was when the local day `on` began, an instant that has passed."""
    still_open = Q(enrolment__closed_on__isnull=True) | Q(enrolment__closed_on__gte=on)
    unkept = Q(status__in=[ClockStatus.RUNNING, ClockStatus.BREACHED], due_on__lt=on)
    return unkept & still_open & to_be_kept_at(began, on - ONE_DAY)
