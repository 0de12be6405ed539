"""Every cell of the three sample lists that needs an eye, and what is read from it (7.3, 7.4, 7.5)."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from aspirants.people.masks import mask_digits
from imports.profiles.fields import Field, Profile
from imports.profiles.guessing import guess_profile
from imports.profiles.headings import guess_columns, is_header, is_second_header_row
from imports.values.dates import read_date
from imports.values.identities import read_identity
from imports.values.names import read_name
from imports.values.protection import is_protected
from imports.values.reasons import read_group, read_reason
from imports.values.words import Came, came, control_total, is_subtotal
from tests.imports.conftest import SAMPLE_A

SAMPLE_B = SAMPLE_A.with_name("Remisser HV 2008.xlsx")
SAMPLE_C = SAMPLE_A.with_name("Avslut T1 2009 Kista ungdom.csv")
AS_OF_A, AS_OF_B, AS_OF_C = date(2008, 6, 30), date(2008, 2, 22), date(2009, 4, 30)
Row = dict[Field, str]


def rows_of_text(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text("cp1252").splitlines(), delimiter=";"))


def rows_of_workbook(path: Path) -> list[list[str]]:
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    cells = [[str(int(cell)) if isinstance(cell, float) else str(cell) for cell in row] for row in sheet.to_python()]
    return cells


def persons(path: Path, rows: list[list[str]], profile: Profile) -> list[Row]:
    """The rows below the header as the file's own columns name them, without repeated headers and sums."""
    at = next(place for place, row in enumerate(rows) if is_header(row))
    upper = rows[at - 1] if at and any(rows[at - 1][1:]) else []
    headings, below = rows[at], at + 1
    if is_second_header_row(headings, rows[below]):
        upper, headings, below = headings, rows[below], below + 1
    assert guess_profile(headings, upper, [" ".join(row) for row in rows[:at]], path.name) == profile
    fields = guess_columns(profile, headings, upper, {})
    found = [row for row in rows[below:] if any(row) and not is_header(row) and not is_subtotal(row)]
    return [{field: cell for field, cell in zip(fields, row, strict=False) if field} for row in found]


@pytest.fixture(scope="module")
def a() -> list[Row]:
    return persons(SAMPLE_A, rows_of_text(SAMPLE_A), Profile.ASPIRANTS)


@pytest.fixture(scope="module")
def b() -> list[Row]:
    return persons(SAMPLE_B, rows_of_workbook(SAMPLE_B), Profile.REFERRALS)


@pytest.fixture(scope="module")
def c() -> list[Row]:
    return persons(SAMPLE_C, rows_of_text(SAMPLE_C), Profile.CLOSINGS)


def number(row: Row, as_of: date) -> tuple[str | None, set[str]]:
    cell = read_identity(row[Field.IDENTITY], as_of)
    return cell.value.number if cell.value else None, {finding.code for finding in cell.findings}


def day(row: Row, field: Field, as_of: date) -> tuple[str, str]:
    """The date as ISO and the code of the finding, "" for none."""
    cell = read_date(row[field], as_of)
    return cell.value.isoformat() if cell.value else "", cell.finding.code if cell.finding else ""


def name(row: Row) -> tuple[str, str, set[str]]:
    cells = read_name(row.get(Field.FULL_NAME, ""), row.get(Field.LAST_NAME, ""), row.get(Field.FIRST_NAME, ""))
    findings = {finding.code for finding in (*cells.about_first, *cells.about_last)}
    return cells.last_name, cells.first_name, findings


def test_sample_a_numbers(a: list[Row]) -> None:
    assert [number(row, AS_OF_A) for row in a] == [
        ("197904179814", set()),
        ("198509239805", set()),
        ("196611059822", set()),
        ("198802299837", set()),
        ("197904179814", set()),
        (None, {"I03"}),
        ("197010632391", {"I06"}),
        ("19800101T223", {"I07"}),
        (None, {"I04"}),
        ("196108159846", set()),
    ]


def test_sample_a_names(a: list[Row]) -> None:
    assert [name(row) for row in a] == [
        ("Lindström", "Björn", set()),
        ("Öberg", "Åsa", set()),
        ("Hassan", "Fatima", set()),
        ("Nuñez", "José", set()),
        ("Lindström", "Björn", set()),
        ("Ek", "Per", set()),
        ("Wi?niewski", "?ukasz", {"I22"}),
        ("Ali", "Mohammed", set()),
        ("Skyddad id", "", {"I04"}),
        ("Ström", "Eva / maken Olle", {"I15"}),
    ]


def test_sample_a_dates(a: list[Row]) -> None:
    assert [day(row, Field.RECEIVED, AS_OF_A) for row in a] == [
        ("2008-03-19", ""),
        ("2008-04-25", ""),
        ("2008-06-16", ""),
        ("2008-05-14", ""),
        ("2008-03-19", ""),
        ("2008-01-14", ""),
        ("2008-06-02", ""),
        ("2008-06-03", ""),
        ("2008-05-14", ""),
        ("", "I09"),
    ]
    assert day(a[2], Field.GROUP_INFORMATION, AS_OF_A) == ("2008-06-16", "I08")
    assert day(a[9], Field.GROUP_INFORMATION, AS_OF_A) == ("", "I08")


def test_sample_a_protects_one_row(a: list[Row]) -> None:
    assert [place for place, row in enumerate(a, start=1) if is_protected(row.values())] == [9]
    assert control_total(rows_of_text(SAMPLE_A)[-1]) == len(a) == 10


def test_sample_b_numbers(b: list[Row]) -> None:
    assert [number(row, AS_OF_B) for row in b] == [
        ("197712259840", set()),
        ("196905159833", set()),
        (None, {"I03", "I05"}),
        (None, {"I03"}),
        ("195308159853", set()),
        ("199005052395", set()),
        ("197109059886", set()),
        ("197109059886", set()),
        ("196406259868", set()),
        ("199203102380", set()),
    ]


def test_sample_b_names(b: list[Row]) -> None:
    assert [name(row) for row in b] == [
        ("Bergman", "Lena", set()),
        ("Yılmaz", "Emre", set()),
        ("Test", "Noll", set()),
        ("Holm", "Kerstin", set()),
        ("Sjögren", "Karl-Erik", set()),
        ("Ström", "Adam", set()),
        ("Novak", "Jana", set()),
        ("Novák", "Jana", set()),
        ("Persson", "Åsa", set()),
        ("Dahl", "Maja", set()),
    ]


def test_sample_b_dates_and_who_came(b: list[Row]) -> None:
    assert [day(row, Field.RECEIVED, AS_OF_B) for row in b] == [
        ("2008-01-14", ""),
        ("2008-01-14", ""),
        ("2008-01-21", ""),
        ("2008-01-21", ""),
        ("2008-01-28", ""),
        ("2008-02-04", ""),
        ("2008-02-04", ""),
        ("2008-02-11", ""),
        ("2004-01-13", "I08"),
        ("", "I08"),
    ]
    pasted = read_date(b[8][Field.RECEIVED], AS_OF_B).finding
    assert pasted is not None
    assert pasted.proposed == "2008-01-14"
    assert [came(row[Field.CAME]) for row in b] == [
        *(Came.CAME, Came.ABSENT, Came.CAME, Came.CAME, Came.CAME),
        *(Came.CAME, Came.CANCELLED, Came.CAME, Came.CAME, Came.UNKNOWN),
    ]


def test_sample_c_numbers_and_names(c: list[Row]) -> None:
    assert [number(row, AS_OF_C)[1] for row in c] == [set(), set(), {"I04"}, *[set()] * 7]
    assert read_identity(c[2][Field.IDENTITY], AS_OF_C).birth_date == date(1966, 11, 5)
    assert [name(row) for row in c] == [
        ("Öberg", "Åsa", set()),
        ("Nuñez", "José", set()),
        ("Hassan", "Fatima", set()),
        ("Lindström", "Björn", set()),
        ("Ström", "Eva", set()),
        ("Ek", "Per", set()),
        ("Dahl", "Maja", set()),
        ("Sjögren", "Karl-Erik", set()),
        ("Värn", "Åke", {"I21"}),
        ("Ek", "Per", set()),
    ]


def test_sample_c_closings(c: list[Row]) -> None:
    assert [day(row, Field.CLOSED, AS_OF_C) for row in c] == [
        ("2009-01-05", ""),
        ("2009-02-28", ""),
        ("2009-02-01", "I08"),
        ("2008-12-30", ""),
        ("2009-03-02", ""),
        ("", "I09"),
        ("2009-01-12", ""),
        ("2009-03-16", ""),
        ("2009-02-16", ""),
        ("2009-04-30", ""),
    ]
    assert [read_reason(row[Field.REASON]).code for row in c] == [19, 20, 50, 98, 40, 19, 23, 60, 80, 30]
    assert [read_group(row[Field.REPORTED_GROUP]) for row in c] == [*"WS", None, *"WOWSOOW"]


def test_sample_c_counts_its_days_from_the_first(c: list[Row]) -> None:
    for row in c:
        received, closed = (read_date(row[field], AS_OF_C) for field in (Field.RECEIVED, Field.CLOSED))
        if row[Field.DAYS] and received.value and closed.value:
            assert (closed.value - received.value).days == int(row[Field.DAYS])


def test_sample_c_has_sums_and_a_repeated_header(c: list[Row]) -> None:
    rows = rows_of_text(SAMPLE_C)
    assert [is_header(row) for row in rows].count(True) == 2
    assert control_total(rows[-1]) == len(c) == 10


def test_no_number_of_the_samples_is_shown_whole(a: list[Row], b: list[Row], c: list[Row]) -> None:
    numbers = [
        (row[Field.IDENTITY], as_of) for rows, as_of in ((a, AS_OF_A), (b, AS_OF_B), (c, AS_OF_C)) for row in rows
    ]
    known = [(text, cell.value.number) for text, as_of in numbers if (cell := read_identity(text, as_of)).value]
    assert len(known) == 8 + 8 + 9
    assert all(number[-4:] not in mask_digits(f"se {text} ovan") for text, number in known)
