"""Every workbook that the product gives: it opens on a table one can work in, and says what it is (FC-77)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from audit.files import WITH_PERSONS
from core.spreadsheets import NO_PERSONS, XLSX_TYPE, About, Table, csv_text, lines_of, xlsx_bytes
from core.spreadsheets.excel import COVER, DAY, INSTANT, NARROWEST, TIME, WIDEST, sheet_name
from core.spreadsheets.reading import table_rows
from deadlines.models import DeadlineClock
from demo.factories import CoachGroupFactory, MeetingFactory, OpeningHoursFactory, UserFactory
from jobbtorg.management.commands.load_reference_data import TABLES
from measures.definition_version import DEFINITION_VERSION
from organisation.models import Role
from tests.aspirants.staff import at
from tests.house import House, add_more, build_house
from tests.pages import PAGES, Object, Sort
from tests.platform.conftest import PROJECT
from tests.reference_data.administration import export, page
from tests.rollback import undone_afterwards
from tests.visits import signed_in
from tests.workbooks import ReadCell, ReadSheet, columns_of, sheets_of

NOT_WORKBOOKS = {
    "statistics_csv": "several tables below each other, CSV alone",
    "access_log_csv": "CSV alone, for other systems that read logs",
    "referral_attachment": "a document that somebody attached",
    "mfa_download_recovery_codes": "a text to print",
}
FILES = sorted(name for name, page in PAGES.items() if page.sort is Sort.FILE and name not in NOT_WORKBOOKS)
COME_BACK = {"import_template", "import_rejected", "referral_list_template"}
"""Filled in and read again, as reference data are: they have no cover, which would be read as data."""
FIGURES = {"burn_down_file", "capacity_file", "deadlines_forecast_file", "standing_file"}
"""Their figures are counted by definitions that have a version."""

WITHOUT_NAMES = {"breaches_file"}
"""About persons, though it has their case numbers alone."""

EXCELS_FIRST_DAY = datetime.datetime(1899, 12, 30, tzinfo=datetime.UTC)
A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}( .*)?")
A_NUMBER = re.compile(r"-?\d+([.,]\d+)?")


@pytest.fixture(scope="module")
def furnished(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    with django_db_blocker.unblock(), undone_afterwards():
        house = build_house()
        add_more(house, 2)
        yield house


@pytest.fixture
def house(furnished: House) -> Iterator[House]:
    with undone_afterwards():
        yield furnished


def fetch(house: House, name: str, role: Role, **query: str) -> bytes:
    response = signed_in(house.staff[role]).get(house.address(name), {"format": "xlsx", **query})
    assert response.status_code == 200
    assert response["Content-Type"] == XLSX_TYPE
    assert response["Content-Disposition"].endswith('.xlsx"')
    return response.content


def assert_table(sheet: ReadSheet, *, comes_back: bool) -> None:
    """A sheet one can work in at once."""
    assert sheet.name not in ("", COVER, "Sheet1", "Tabell"), "the sheet says what it is"
    headings, *rows = sheet.rows
    assert headings
    assert all(cell.is_bold and cell.is_text for cell in headings)
    assert sheet.frozen == 1
    columns, last = columns_of(sheet.filtered)
    assert (columns, last) == (len(headings), max(len(rows), 1) + 1)
    for column, heading in enumerate(headings):
        assert sheet.widths[column] >= min(len(heading.text), WIDEST), heading.text
    for row in rows:
        for cell in row:
            assert_typed(cell, comes_back=comes_back)


def assert_typed(cell: ReadCell, *, comes_back: bool) -> None:
    """No text that is a day or a number, but where a person types it: numbers of persons and of cases are texts."""
    if cell.is_text and not comes_back:
        assert not A_DAY.fullmatch(cell.text), cell.text
        assert not A_NUMBER.fullmatch(cell.text), cell.text
    if not cell.is_text:
        Decimal(cell.text)
        assert not cell.is_bold
        assert cell.number_format in ("General", "#,##0", "#,##0.0", DAY, INSTANT, TIME)


def covers(sheet: ReadSheet) -> dict[str, str]:
    """What a cover says, by its labels."""
    assert sheet.name == COVER
    told: dict[str, str] = {}
    for row in sheet.rows[1:]:
        texts = [cell.text for cell in row]
        told.setdefault(texts[0] if len(texts) > 1 else "", texts[-1])
    return told


@pytest.mark.parametrize("name", FILES)
def test_every_file(house: House, name: str) -> None:
    page = PAGES[name]
    [role, *_] = [role for role in house.staff if page.lets_in(role)]
    sheets = sheets_of(fetch(house, name, role))
    tables = [sheet for sheet in sheets if sheet.name != COVER]
    assert len({table.name for table in tables}) == len(tables) >= 1
    user = house.staff[role]
    persons = page.shows or name in WITHOUT_NAMES
    for table in tables:
        assert_table(table, comes_back=name in COME_BACK)
        assert user.get_full_name() in table.footer
        assert (WITH_PERSONS if persons else NO_PERSONS) in table.header
    if name in COME_BACK:
        assert sheets == tables
        return
    cover = sheets[-1]
    said = covers(cover)
    assert cover.rows[0][0].text
    assert "Urval" in said or "Adress" in said
    assert said["Uttaget av"].startswith(f"{user.get_full_name()}, ")
    assert said["Sekretess"] == (WITH_PERSONS if persons else NO_PERSONS)
    assert (said.get("Definitioner, version") == DEFINITION_VERSION) is (name in FIGURES)
    [taken_out] = [row[1] for row in cover.rows[1:] if row and row[0].text == "Uttaget"]
    assert (taken_out.is_text, taken_out.number_format) == (False, INSTANT)
    instant = EXCELS_FIRST_DAY + datetime.timedelta(days=float(taken_out.text))
    assert abs(instant - timezone.localtime().replace(tzinfo=datetime.UTC)) < datetime.timedelta(minutes=10)


def test_the_walk_opens_rows_with_days_times_and_numbers(house: House) -> None:
    """A walk through empty tables would prove nothing."""
    clock = DeadlineClock.objects.get(pk=house.objects[Object.CLOCK, None])
    MeetingFactory(enrolment=clock.enrolment, starts_at=timezone.now() + datetime.timedelta(days=1))
    table, _ = sheets_of(fetch(house, "deadlines_file", Role.MANAGER))
    assert {DAY, INSTANT} <= {cell.number_format for row in table.rows for cell in row if not cell.is_text}
    figures, _ = sheets_of(fetch(house, "standing_file", Role.MANAGER))
    assert {"#,##0", "#,##0.0"} <= {cell.number_format for row in figures.rows for cell in row if not cell.is_text}


def test_the_cover_says_the_filters_in_words(house: House) -> None:
    def asked(name: str, **query: str) -> str:
        _, cover = sheets_of(fetch(house, name, Role.MANAGER, **query))
        return " | ".join(row[1].text for row in cover.rows[1:] if len(row) > 1)

    assert "Läge: Alla öppna" in asked("deadlines_file")
    said = asked("deadlines_file", state="late", kind="PLAN_GUARANTEE")
    assert "Läge: Alla öppna" not in said
    assert "Frist: Jobbgaranti" in said
    assert "Coach: Alla coacher" in said
    assert "Sista dag från: sön 1 nov" in asked("breaches_file", first="2026-11-01")
    assert "Inget urval" in asked("burn_down_file")
    for name in ("aspirant_list_file", "deadlines_file", "breaches_file"):
        assert "Samma kolumner som listan visade" in asked(name)
        assert "Alla kolumner" in asked(name, kolumner="alla")


@pytest.mark.ignore_template_errors
def test_reference_data_go_out_with_the_table_alone(db: None, subtests: pytest.Subtests) -> None:
    """What comes in again, and what is filled in."""
    call_command("load_reference_data", verbosity=0)
    OpeningHoursFactory(jobbtorg=CoachGroupFactory().jobbtorg)
    desk = signed_in(UserFactory(admin=True))
    for resource in TABLES:
        template = desk.get(reverse(page(resource._meta.model, "template"), args=["xlsx"]))
        for content in (export(desk, resource, "xlsx"), template.content):
            with subtests.test(resource.file_name):
                [table] = sheets_of(content)
                assert_table(table, comes_back=True)
                assert table_rows(content)[0] == [cell.text for cell in table.rows[0]]
                assert NO_PERSONS in table.header


def one(cell: Any, **about: Any) -> ReadCell:
    """A cell as a workbook has it."""
    return sheets_of(xlsx_bytes(Table(["Rubrik"], [[cell]]), About("Prov", **about)))[0].rows[1][0]


@pytest.mark.parametrize(
    ("cell", "stored", "shown_as"),
    [
        (datetime.date(2026, 11, 23), "46349", DAY),
        (at("2026-11-23", "18:00"), "46349.75", INSTANT),
        (datetime.time(6, 0), "0.25", TIME),
        (3635, "3635", "#,##0"),
        (-1, "-1", "#,##0"),
        (2.5, "2.5", "#,##0.0"),
        (Decimal("100.0"), "100.0", "#,##0.0"),
    ],
)
def test_a_cell_is_what_it_is(cell: Any, stored: str, shown_as: str) -> None:
    found = one(cell)
    assert (found.text, found.is_text, found.number_format) == (stored, False, shown_as)


def test_numbers_stand_as_they_are_typed_where_they_are_read_again() -> None:
    assert one(3635, comes_back=True).number_format == "General"


def test_columns_are_as_wide_as_what_they_hold() -> None:
    rows = [["Kista", "x" * 500, "en rad\noch en till", datetime.date(2026, 11, 23), 3635]]
    [sheet, _] = sheets_of(xlsx_bytes(Table(["Enhet", "Lång", "Rader", "Dag", "N"], rows), About("Prov")))
    enhet, long, lines, day, number = (sheet.widths[column] for column in range(5))
    assert len("Enhet") + 3 <= enhet <= len("Enhet") + 5
    assert WIDEST <= long < WIDEST + 2
    assert len("och en till") < lines < len("och en till") + 4
    assert len(DAY) < day < len(DAY) + 3
    assert NARROWEST <= number < NARROWEST + 2


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Frister per dag", "Frister per dag"),
        ("Felrader, import 12: lista [1]/a?*\\b", "Felrader, import 12  lista  1"),
        ("Brutna frister vid Jobbtorg Kista i november", "Brutna frister vid Jobbtorg Kis"),
        ("'Om filen'", "Tabell"),
        ("", "Tabell"),
    ],
)
def test_a_sheet_is_called_what_a_sheet_can_be_called(title: str, name: str) -> None:
    assert sheet_name(title) == name
    assert sheets_of(xlsx_bytes(Table(["a"], []), About(title)))[0].name == name


def test_an_ampersand_in_a_print_line_begins_no_command() -> None:
    [sheet, _] = sheets_of(xlsx_bytes(Table(["a"], []), About("Mat & dryck", author="&D & son")))
    assert sheet.header.startswith("&LMat && dryck&R")
    assert sheet.footer.startswith("&L&&D && son&C")


def test_what_a_csv_file_has_around_the_table_stands_on_the_cover() -> None:
    table = Table(
        ["Enhet"], [["Kista"]], above=[["Avgjorda", datetime.date(2026, 11, 1)]], below=[["Att tänka på", "=1"]]
    )
    sheet, cover = sheets_of(xlsx_bytes(table, About("Prov")))
    assert [[cell.text for cell in row] for row in sheet.rows] == [["Enhet"], ["Kista"]]
    assert covers(cover) == {"Avgjorda": "46327", "Att tänka på": "'=1"}
    assert csv_text(table.lines()).removeprefix("\ufeff").splitlines() == [
        *("Avgjorda;2026-11-01", "", "Enhet", "Kista", "", "Att tänka på;'=1")
    ]


def test_several_tables_are_a_sheet_each_and_one_csv_file() -> None:
    tables = [Table(["Coach"], [["Anna"]], name="Per coach"), Table(["Vecka"], [[47]], name="Per vecka")]
    assert [sheet.name for sheet in sheets_of(xlsx_bytes(tables, About("Kapacitet")))] == [
        "Per coach",
        "Per vecka",
        COVER,
    ]
    assert list(lines_of(tables)) == [["Coach"], ["Anna"], [], ["Vecka"], [47]]


def test_lines_become_a_table_and_the_same_lines_again() -> None:
    lines = [["Aspirant", "Dag"], ["Anna", datetime.date(2026, 11, 23)], [], ["1 frist är inte med."]]
    table = Table.of(lines)
    assert (table.headings, table.rows, table.below) == (lines[0], [lines[1]], [lines[3]])
    assert list(table.lines()) == lines
    assert list(Table.of([]).lines()) == [[]]


def test_workbooks_are_written_in_one_place() -> None:
    writes = re.compile(r"xlsxwriter|openpyxl|write_string|add_worksheet")
    packages = {place.parent for place in PROJECT.glob("*/__init__.py")} - {PROJECT / "tests"}
    files = [file for package in packages for file in package.rglob("*.py")]
    assert {str(file.relative_to(PROJECT)) for file in files if writes.search(file.read_text())} == {
        "core/spreadsheets/excel.py"
    }
