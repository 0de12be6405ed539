"""The calendar of lag 1930:173 and lag 1989:253."""

from datetime import date, timedelta
from inspect import Parameter, signature
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from core.workdays import (
    add_months,
    add_working_days,
    holiday_name,
    is_working_day,
    next_working_day,
    previous_working_day,
    warning_day,
    working_days_between,
)
from tests.deadlines.oracle import is_working_day as oracle_says_working

DAYS = st.dates(date(1997, 2, 1), date(2060, 11, 30))


def test_every_day_from_1997_to_2060_agrees_with_a_calendar_computed_apart() -> None:
    day, end = date(1997, 1, 1), date(2060, 12, 31)
    differing = []
    while day <= end:
        if is_working_day(day, holiday_name) != oracle_says_working(day):
            differing.append(day)
        day += timedelta(days=1)
    assert differing == []


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-01-01", "nyårsdagen"),
        ("2026-01-06", "trettondedag jul"),
        ("2026-04-03", "långfredagen"),
        ("2026-04-06", "annandag påsk"),
        ("2026-05-01", "första maj"),
        ("2008-05-01", "första maj och Kristi himmelsfärdsdag"),
        ("2026-05-14", "Kristi himmelsfärdsdag"),
        ("2004-05-31", "annandag pingst"),
        ("2005-06-06", "nationaldagen"),
        ("2026-06-19", "midsommarafton"),
        ("2026-10-31", "alla helgons dag"),
        ("2026-12-24", "julafton"),
        ("2026-12-31", "nyårsafton"),
    ],
)
def test_a_holiday_has_its_swedish_name_as_in_a_sentence(day: str, name: str) -> None:
    assert holiday_name(date.fromisoformat(day)) == name
    assert not is_working_day(date.fromisoformat(day), holiday_name)


@pytest.mark.parametrize(
    "day",
    [
        "2026-01-05",  # trettondagsafton
        "2026-04-02",  # skärtorsdag
        "2026-04-30",  # valborgsmässoafton
        "2026-05-15",  # klämdag
        "2005-05-16",  # annandag pingst, no holiday from 2005
        "2004-06-07",  # the Monday after 6 June, before it became a holiday
        "2020-10-30",  # allhelgonaafton
    ],
)
def test_days_that_only_feel_like_holidays_are_working_days(day: str) -> None:
    assert is_working_day(date.fromisoformat(day), holiday_name)
    assert holiday_name(date.fromisoformat(day)) is None


def test_an_ordinary_weekend_is_no_working_day_and_has_no_holiday_name() -> None:
    for day in (date(2026, 11, 21), date(2026, 11, 22)):
        assert not is_working_day(day, holiday_name)
        assert holiday_name(day) is None


def test_the_nearest_working_days_around_christmas() -> None:
    assert next_working_day(date(2026, 12, 24), holiday_name) == date(2026, 12, 28)
    assert previous_working_day(date(2026, 12, 27), holiday_name) == date(2026, 12, 23)
    assert (
        next_working_day(date(2026, 12, 23), holiday_name)
        == previous_working_day(date(2026, 12, 23), holiday_name)
        == date(2026, 12, 23)
    )


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        ("2026-12-23", 1, "2026-12-28"),
        ("2026-12-28", -1, "2026-12-23"),
        ("2026-11-22", 0, "2026-11-22"),
        ("2026-11-23", 5, "2026-11-30"),
        ("2026-11-22", -1, "2026-11-20"),
    ],
)
def test_adding_working_days_counts_from_the_day_after(start: str, count: int, expected: str) -> None:
    assert add_working_days(date.fromisoformat(start), count, holiday_name) == date.fromisoformat(expected)


@given(DAYS, st.integers(-60, 60))
def test_working_days_added_are_the_working_days_between(start: date, count: int) -> None:
    end = add_working_days(start, count, holiday_name)
    if is_working_day(start, holiday_name) or count >= 0:
        assert working_days_between(start, end, holiday_name) == count
    assert working_days_between(end, start, holiday_name) == -working_days_between(start, end, holiday_name)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-11-23", "2026-11-23", 0),
        ("2026-11-20", "2026-11-23", 1),
        ("2026-11-23", "2026-11-20", -1),
        ("2026-12-23", "2027-01-04", 4),
    ],
)
def test_working_days_between_two_dates(start: str, end: str, days: int) -> None:
    assert working_days_between(date.fromisoformat(start), date.fromisoformat(end), holiday_name) == days


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-11-30", 3, "2027-02-28"),
        ("2023-11-30", 3, "2024-02-29"),
        ("2026-01-31", 3, "2026-04-30"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-05-31", 12, "2027-05-31"),
    ],
)
def test_months_are_added_to_the_same_day_or_the_last_of_the_month(day: str, months: int, expected: str) -> None:
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(expected)


def test_g63_two_working_days_are_left_on_the_thursday_before_midsommarafton() -> None:
    assert warning_day(date(2026, 6, 23), 2, holiday_name) == date(2026, 6, 18)
    assert warning_day(date(2026, 6, 23), 0, holiday_name) == date(2026, 6, 23)


def test_another_calendar_can_be_counted_by() -> None:
    closed = {date(2026, 11, 24): "stängt"}.get
    assert add_working_days(date(2026, 11, 23), 1, closed) == date(2026, 11, 25)
    assert is_working_day(date(2026, 12, 24), closed)


def test_the_product_counts_by_the_stored_calendar() -> None:
    """Only where the rows are written, and asked for a day beyond them, is the library's calendar named."""
    for function in (
        is_working_day,
        next_working_day,
        previous_working_day,
        add_working_days,
        working_days_between,
        warning_day,
    ):
        assert signature(function).parameters["calendar"].default is Parameter.empty
    packages = [Path(config.path) for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR]
    packages += [settings.BASE_DIR / "core", settings.BASE_DIR / "measures"]  # without models they are no apps
    users = {
        file.relative_to(settings.BASE_DIR).as_posix()
        for package in packages
        for file in package.rglob("*.py")
        if "holiday_name" in file.read_text()
    }
    assert users == {"core/workdays.py", "organisation/reference_tables/calendar.py"}
