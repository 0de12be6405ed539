"""The stored calendar: a row once written decides, whatever the library or the law says later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, transaction

from core.workdays import holiday_name
from deadlines.calculation.deadline import Rule, Unit, compute_deadline
from organisation.models import CalendarDay
from organisation.reference_tables.calendar import (
    CALENDAR_FIRST_DAY,
    calendar_reaches,
    extend_calendar,
    forget_rows,
    stored_holiday,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _read_anew() -> Iterator[None]:
    """What a test's process remembers of the rows ends with the test."""
    forget_rows()
    yield
    forget_rows()


def test_the_rows_are_the_calendar_of_the_law():
    extend_calendar(until=date(2030, 12, 31))
    day = CALENDAR_FIRST_DAY
    while day.year < 2031:
        assert stored_holiday(day) == holiday_name(day)
        day += timedelta(days=1)


def test_adding_days_twice_adds_nothing():
    last = date(2049, 1, 31)  # farther than the rows that any run begins with
    assert extend_calendar(until=last) > 0
    assert extend_calendar(until=last) == 0
    assert extend_calendar(until=last + timedelta(days=2)) == 2
    assert CalendarDay.objects.count() == (last - CALENDAR_FIRST_DAY).days + 3


def test_a_row_is_never_changed():
    extend_calendar()
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        CalendarDay.objects.filter(day=date(2026, 12, 24)).update(holiday="")
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        CalendarDay.objects.filter(day=date(2026, 12, 24)).delete()


def test_a_day_that_is_stored_otherwise_than_the_library_has_it_counts_as_stored():
    """As if a later version of the library, or a new act, made an ordinary Wednesday a holiday, or the other way."""
    far = date(2049, 3, 1)
    CalendarDay.objects.bulk_create(
        [CalendarDay(day=far + timedelta(days=n), holiday="riksdag" if n == 2 else "") for n in range(10)]
    )
    assert stored_holiday(date(2049, 3, 3)) == "riksdag"
    rule = Rule(5, Unit.WORKING_DAYS)
    assert compute_deadline(rule, far, calendar=stored_holiday).due_on == date(2049, 3, 9)
    assert compute_deadline(rule, far, calendar=holiday_name).due_on == date(2049, 3, 8)


def test_whether_the_next_two_years_are_there():
    extend_calendar(until=date(2028, 11, 27))
    assert calendar_reaches(date(2026, 11, 27))
    assert not calendar_reaches(date(2047, 11, 28))
