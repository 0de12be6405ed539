"""Dates as they are written and typed in Swedish."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.swedish.dates import WhichYear, long_date, parse_swedish_date, short_weekday_date, weekday_date

TODAY = date(2026, 11, 23)
NO_LEAP_DAY = r"^(Det finns ingen 29 februari (2027|2029)|Ange datum som 2026-11-23)\.$"


def test_the_three_ways_to_write_a_date() -> None:
    assert weekday_date(TODAY) == "mån 23 nov 2026"
    assert long_date(TODAY) == "måndag 23 november 2026"
    assert short_weekday_date(TODAY) == "mån 23 nov"


def test_short_months_are_not_cut_to_other_words() -> None:
    written = [short_weekday_date(date(2026, month, 1)).split()[-1] for month in range(1, 13)]
    assert written == ["jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2026-11-23", "2026-11-23"),
        ("20261123", "2026-11-23"),
        (" 2026–11–23 ", "2026-11-23"),
        ("23/11 2026", "2026-11-23"),
        ("23/11-26", "2026-11-23"),
        ("23/11–26", "2026-11-23"),
        ("23/11/2026", "2026-11-23"),
        ("23 / 11", "2026-11-23"),
        ("1/3 -08", "2008-03-01"),
        ("17/4-79", "1979-04-17"),
        ("29/2 2024", "2024-02-29"),
        ("3/2", "2027-02-03"),
        ("23/5", "2027-05-23"),
        ("25/5", "2026-05-25"),
        ("31/12", "2026-12-31"),
        ("igår", "2026-11-22"),
        ("I  går", "2026-11-22"),
        ("i\u00a0dag", "2026-11-23"),
        ("idag", "2026-11-23"),
        ("I morgon", "2026-11-24"),
        ("imorgon", "2026-11-24"),
    ],
)
def test_a_date_is_read_as_people_type_it(typed: str, expected: str) -> None:
    assert parse_swedish_date(typed, TODAY) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "snart", "i övermorgon", "23.11.2026", "2026-1123", "2026-11-23 14:00", "٢٣/١١"),
        *("2026-13-01", "13/13", "0/1"),
        *("0026-11-23", "1899-12-31", "2100-01-01", "23/11 926", "23/11 20266"),
    ],
)
def test_anything_else_says_how_to_write_a_date(typed: str) -> None:
    with pytest.raises(ValueError) as refused:
        parse_swedish_date(typed, TODAY)
    assert str(refused.value) == "Ange datum som 2026-11-23."


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        *[(typed, "Det finns ingen 31 november.") for typed in ("31/11", "31/11 2026", "2026-11-31", "20261131")],
        ("2026-02-30", "Det finns ingen 30 februari."),
        ("29/2", "Det finns ingen 29 februari 2026."),
        ("29/2-25", "Det finns ingen 29 februari 2025."),
    ],
)
def test_a_day_that_does_not_exist_is_said(typed: str, sentence: str) -> None:
    with pytest.raises(ValueError) as refused:
        parse_swedish_date(typed, TODAY)
    assert str(refused.value) == sentence


@given(st.dates(date(1950, 1, 1), date(2046, 12, 31)), st.sampled_from(["{:%Y-%m-%d}", "{:%Y%m%d}", "{:%d/%m %Y}"]))
def test_a_full_date_reads_back(day: date, layout: str) -> None:
    assert parse_swedish_date(layout.format(day), TODAY) == day


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(-180, 180))
def test_a_date_without_year_is_the_nearest(today: date, away: int) -> None:
    day = today + timedelta(days=away)
    assert parse_swedish_date(f"{day.day}/{day.month}", today) == day


@pytest.mark.parametrize(
    ("today", "typed", "past", "nearest", "coming"),
    [
        ("2026-11-23", "1/1", "2026-01-01", "2027-01-01", "2027-01-01"),
        ("2026-11-23", "23/11", "2026-11-23", "2026-11-23", "2026-11-23"),
        ("2026-11-23", "24/11", "2025-11-24", "2026-11-24", "2026-11-24"),
        ("2026-11-23", "22/11", "2026-11-22", "2026-11-22", "2027-11-22"),
        ("2027-01-04", "31/12", "2026-12-31", "2026-12-31", "2027-12-31"),
        ("2027-06-30", "31/12", "2026-12-31", "2026-12-31", "2027-12-31"),
        ("2027-03-01", "29/2", None, None, "2028-02-29"),
        ("2028-02-28", "29/2", None, "2028-02-29", "2028-02-29"),
        ("2028-02-29", "29/2", "2028-02-29", "2028-02-29", "2028-02-29"),
        ("2029-01-10", "29/2", "2028-02-29", None, None),
    ],
)
def test_a_date_without_year_is_what_its_field_is_for(
    today: str, typed: str, past: str | None, nearest: str | None, coming: str | None
) -> None:
    for which_year, expected in zip(WhichYear, (past, coming, nearest), strict=True):
        if expected is None:
            with pytest.raises(ValueError, match=NO_LEAP_DAY):
                parse_swedish_date(typed, date.fromisoformat(today), which_year)
        else:
            assert parse_swedish_date(typed, date.fromisoformat(today), which_year).isoformat() == expected, which_year


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 364))
def test_what_has_been_lies_behind_and_what_comes_ahead(today: date, away: int) -> None:
    before, after = today - timedelta(days=away), today + timedelta(days=away)
    assert parse_swedish_date(f"{before.day}/{before.month}", today, WhichYear.PAST) == before
    assert parse_swedish_date(f"{after.day}/{after.month}", today, WhichYear.COMING) == after
