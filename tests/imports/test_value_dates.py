"""Dates and times in cells: every form the lists used (7.2 rule 7, FC-65), and properties that hold for any text."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.values.dates import DateCell, date_in_titles, read_date
from imports.values.findings import Severity
from imports.values.times import read_time

AS_OF = date(2008, 6, 30)
MONTHS = ("jan", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "sept", "oktober", "nov.", "december")

DATES = [
    ("2008-03-19", date(2008, 3, 19)),
    ("2008-03-19 00:00:00", date(2008, 3, 19)),
    ("2008-03-19T13:30:00", date(2008, 3, 19)),
    ("2008-03-19 13.30", date(2008, 3, 19)),
    ("2008-3-9", date(2008, 3, 9)),
    ("2008–03–19", date(2008, 3, 19)),
    ("2008/03/19", date(2008, 3, 19)),
    ("2008 03 19", date(2008, 3, 19)),
    ("2008-03-19.", date(2008, 3, 19)),
    ("20080616", date(2008, 6, 16)),
    ("20080616.0", date(2008, 6, 16)),
    ("２００８０６１６", date(2008, 6, 16)),
    ("080616", date(2008, 6, 16)),
    ("08-06-16", date(2008, 6, 16)),
    ("25/4-08", date(2008, 4, 25)),
    ("5/5-08", date(2008, 5, 5)),
    ("25/4 2008", date(2008, 4, 25)),
    ("25/4/2008", date(2008, 4, 25)),
    ("25/4-'08", date(2008, 4, 25)),
    ("19/3 2008", date(2008, 3, 19)),
    ("19.3.2008", date(2008, 3, 19)),
    ("19.03.08", date(2008, 3, 19)),
    ("19-3-2008", date(2008, 3, 19)),
    ("16/6-98", date(1998, 6, 16)),
    ("19 mars 2008", date(2008, 3, 19)),
    ("19 Mars -08", date(2008, 3, 19)),
    ("19:e mars 2008", date(2008, 3, 19)),
    ("19-mar-08", date(2008, 3, 19)),
    ("den 19 mars 2008.", date(2008, 3, 19)),
    ("ons 19 mars 2008", date(2008, 3, 19)),
    ("7 May 2008", date(2008, 5, 7)),
    ("March 19, 2008", date(2008, 3, 19)),
    ("7 okt 2007", date(2007, 10, 7)),
]

WARNED = [
    ("v 25", date(2008, 6, 16), "vecka"),
    ("V.25", date(2008, 6, 16), "vecka"),
    ("v.25 -08", date(2008, 6, 16), "vecka"),
    ("2008 v 25", date(2008, 6, 16), "vecka"),
    ("vecka 1", date(2007, 12, 31), "vecka"),
    ("v 52 -07", date(2007, 12, 24), "vecka"),
    ("25/4", date(2008, 4, 25), "Årtal saknas"),
    ("19 mars", date(2008, 3, 19), "Årtal saknas"),
    ("8-mar", date(2008, 3, 8), "Årtal saknas"),
    ("39461", date(2008, 1, 14), "Excels datum"),
    ("39461.5", date(2008, 1, 14), "Excels datum"),
    ("80616", date(2008, 6, 16), "nolla"),
    ("2008-07-01", date(2008, 7, 1), "planerat"),
    ("09-03-02", date(2009, 3, 2), "planerat"),
]

DOUBTFUL = [
    ("mars 2008", date(2008, 3, 1), "Bara månad angiven", ""),
    ("mar-08", date(2008, 3, 1), "Bara månad angiven", ""),
    ("feb-09", date(2009, 2, 1), "Bara månad angiven", ""),
    ("Feb 2008", date(2008, 2, 1), "Bara månad angiven", ""),
    ("maj", date(2008, 5, 1), "Bara månad angiven", ""),
    ("2007-10", date(2007, 10, 1), "Bara månad angiven", ""),
    ("1996-12-31", date(1996, 12, 31), "före 1997", ""),
    ("2038-01-01", date(2038, 1, 1), "planerat", ""),
    ("37999", date(2004, 1, 13), "Datumsystem 1904?", "2008-01-14"),
    ("2004-01-13", date(2004, 1, 13), "Datumsystem 1904?", "2008-01-14"),
    ("2012-01-15", date(2012, 1, 15), "Datumsystem 1904?", "2008-01-14"),
    ("25-04-08", date(2025, 4, 8), "med året först", "2008-04-25"),
]


@pytest.mark.parametrize(("text", "value"), DATES)
def test_dates_are_read(text: str, value: date) -> None:
    assert read_date(text, AS_OF) == DateCell(value)


@pytest.mark.parametrize(("text", "value", "words"), WARNED)
def test_uncertain_dates_are_read_with_a_warning(text: str, value: date, words: str) -> None:
    cell = read_date(text, AS_OF)
    assert (cell.value, cell.is_doubtful) == (value, False)
    assert cell.finding is not None
    assert (cell.finding.code, cell.finding.severity) == ("I08", Severity.WARNING)
    assert words in cell.finding.message


@pytest.mark.parametrize(("text", "value", "words", "proposed"), DOUBTFUL)
def test_dates_that_decide_nothing_alone_are_marked(text: str, value: date, words: str, proposed: str) -> None:
    cell = read_date(text, AS_OF)
    assert (cell.value, cell.is_doubtful) == (value, True)
    assert cell.finding is not None
    assert (cell.finding.code, cell.finding.proposed) == ("I08", proposed)
    assert words in cell.finding.message


@pytest.mark.parametrize("text", ["", "-", "–", "?", " ", "#SAKNAS!"])
def test_signs_for_nothing_are_no_dates_and_no_faults(text: str) -> None:
    assert read_date(text, AS_OF) == DateCell()


@pytest.mark.parametrize(
    ("text", "code", "proposed"),
    [
        ("2008-02-30", "I09", ""),
        ("2009-04-31", "I09", ""),
        ("31/4-09", "I09", ""),
        ("30 februari 2008", "I09", ""),
        ("20081301", "I09", ""),
        ("3/19/2008", "I09", "2008-03-19"),
        ("v 54", "I09", ""),
        ("0000-00-00", "I09", ""),
        ("se ovan", "I08", ""),
        ("i går", "I08", ""),
        ("2008", "I08", ""),
        ("v 12-13", "I08", ""),
        ("19/3-21/3", "I08", ""),
        ("19 krans 2008", "I08", ""),
        ("²⁵/4-08", "I08", ""),
    ],
)
def test_what_is_no_date_stays_empty_and_is_told(text: str, code: str, proposed: str) -> None:
    cell = read_date(text, AS_OF)
    assert (cell.value, cell.is_doubtful) == (None, True)
    assert cell.finding is not None
    assert (cell.finding.code, cell.finding.proposed) == (code, proposed)


def test_a_workbook_says_from_when_it_counts() -> None:
    assert read_date("37999", AS_OF, epoch_1904=True).value == date(2008, 1, 14)
    assert read_date("39461", AS_OF, epoch_1904=False).value == date(2008, 1, 14)
    pasted = read_date("39461", AS_OF, epoch_1904=True)
    assert pasted.value == date(2012, 1, 15)
    assert pasted.finding is not None
    assert pasted.finding.proposed == "2008-01-14"


@pytest.mark.parametrize(
    ("text", "as_of"),
    [
        ("2008-08-01", date(2012, 6, 30)),  # a long case of the service's own time
        ("2001-03-01", AS_OF),  # neither reading lies near the list
        ("2007-01-10", AS_OF),  # near enough as it stands
    ],
)
def test_an_old_day_alone_is_no_sign_of_another_date_system(text: str, as_of: date) -> None:
    assert read_date(text, as_of) == DateCell(date.fromisoformat(text))


def test_a_missing_year_is_the_lists_or_the_one_before() -> None:
    assert read_date("14/1", date(2008, 12, 31)).value == date(2008, 1, 14)
    assert read_date("19/12", date(2008, 2, 20)).value == date(2007, 12, 19)
    assert read_date("v 50", date(2008, 2, 20)).value == date(2007, 12, 10)


@given(st.text(max_size=30), st.booleans())
def test_any_text_is_a_date_or_nothing_or_a_told_fault(text: str, epoch_1904: bool) -> None:
    cell = read_date(text, AS_OF, epoch_1904=epoch_1904)
    assert cell.value is None or isinstance(cell.value, date)
    assert cell.finding is None or cell.finding.code in {"I08", "I09"}


@given(st.from_regex(r"[0-9]{1,4}[-./ ]{1,2}[0-9a-zå]{1,5}[-./ v]{0,2}[0-9]{0,5}", fullmatch=True))
def test_what_looks_like_a_date_never_raises(text: str) -> None:
    cell = read_date(text, AS_OF)
    assert cell.value is not None or cell.finding is not None


@given(st.dates(min_value=date(1997, 1, 1), max_value=AS_OF))
def test_every_way_of_writing_a_date_gives_the_same_day(day: date) -> None:
    month = MONTHS[day.month - 1]
    ways = [
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day:%y%m%d}",
        f"{day:%y-%m-%d}",
        f"{day.day}/{day.month}-{day:%y}",
        f"{day.day}/{day.month} {day.year}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day.day} {month} {day.year}",
        f"{day.day}-{month[:3]}-{day:%y}",
        str((day - date(1899, 12, 30)).days),
    ]
    assert {read_date(way, AS_OF).value for way in ways} == {day}
    assert read_date(str((day - date(1904, 1, 1)).days), AS_OF, epoch_1904=True).value == day


@given(st.dates(min_value=date(1998, 1, 1), max_value=AS_OF))
def test_a_week_gives_its_monday(day: date) -> None:
    year, week, _ = day.isocalendar()
    assert read_date(f"v {week} {year}", AS_OF).value == day - timedelta(days=day.weekday())


def test_the_day_of_the_list_is_read_from_its_title() -> None:
    today = date(2026, 11, 23)
    assert date_in_titles(["LISTA 2008", "Uppdaterad 2008-06-30 /AL"], today) == AS_OF
    assert date_in_titles(["Per 30/6-08"], today) == AS_OF
    assert date_in_titles(["uppdaterad 30 juni 2008 av AL"], today) == AS_OF
    assert date_in_titles(["JOBBTORG 2008", "tel 08-123 456 78", "uppdaterad v 8 / KB"], today) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("13:30", time(13, 30)),
        ("13.30", time(13, 30)),
        ("13:30:00", time(13, 30)),
        ("1899-12-30 13:30:00", time(13, 30)),
        ("1330", time(13, 30)),
        ("930", time(9, 30)),
        ("kl 13", time(13, 0)),
        ("kl. 9.30", time(9, 30)),
        ("13.30–14.30", time(13, 30)),
        ("9-10", time(9, 0)),
        ("0.5625", time(13, 30)),
        ("0,5625", time(13, 30)),
        ("0.3", None),
        ("25:00", None),
        ("12:75", None),
        ("fm", None),
        ("", None),
    ],
)
def test_times(text: str, value: time | None) -> None:
    assert read_time(text) == value


@given(st.text(max_size=20))
def test_any_text_is_a_time_or_none(text: str) -> None:
    assert read_time(text) is None or isinstance(read_time(text), time)
