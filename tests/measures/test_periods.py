"""Reporting periods: their borders and how they read."""

import datetime
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measures.periods import Period, january_to_august, tertial, whole_year, year_so_far


@pytest.mark.parametrize(
    ("number", "first", "last"),
    [(1, "2026-01-01", "2026-04-30"), (2, "2026-05-01", "2026-08-31"), (3, "2026-09-01", "2026-12-31")],
)
def test_tertial_borders(number: int, first: str, last: str) -> None:
    period = tertial(2026, number)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)


@settings(deadline=None)
@given(st.integers(2008, 2099))
def test_tertials_fill_the_year_without_gap_or_overlap(year: int) -> None:
    parts = [tertial(year, number) for number in (1, 2, 3)]
    assert parts[0].first == whole_year(year).first
    assert parts[2].last == whole_year(year).last
    assert january_to_august(year).days == (parts[0].first, parts[1].last)
    for before, after in itertools.pairwise(parts):
        assert after.first - before.last == datetime.timedelta(days=1)


def test_a_year_has_no_fourth_tertial() -> None:
    with pytest.raises(ValueError, match="tre tertial"):
        tertial(2026, 4)


def test_a_period_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="första"):
        Period(datetime.date(2026, 2, 1), datetime.date(2026, 1, 31))


def test_a_period_reads_as_dates() -> None:
    assert str(tertial(2026, 1)) == "Tertial 1 2026 (1 januari–30 april 2026)"
    assert str(Period(datetime.date(2025, 12, 1), datetime.date(2026, 1, 31))) == "1 december 2025–31 januari 2026"
    assert str(year_so_far(2026, datetime.date(2026, 11, 23))) == "Hittills 2026 (1 januari–23 november 2026)"


def test_an_earlier_year_is_counted_to_the_same_day() -> None:
    today = datetime.date(2026, 11, 23)
    assert str(year_so_far(2024, today)) == "2024 till och med 23 november (1 januari–23 november 2024)"
    leap_day = datetime.date(2028, 2, 29)
    assert year_so_far(2028, leap_day).last == leap_day
    assert year_so_far(2027, leap_day).last == datetime.date(2027, 2, 28)
