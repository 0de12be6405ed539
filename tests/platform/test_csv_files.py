"""Every CSV file the product serves: no text in it is a formula, numbers are numbers, a Swedish Excel opens it."""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import models
from django.test import Client
from django.urls import reverse

from audit.models import AccessKind
from core.spreadsheets import as_it_was, csv_rows, csv_text, harmless
from demo.factories import (
    BreachFactory,
    CoachGroupFactory,
    DeadlineClockFactory,
    JobbtorgFactory,
    OpeningHoursFactory,
    UserFactory,
)
from jobbtorg.management.commands.load_reference_data import TABLES
from organisation.reference_tables.tables import ReferenceResource
from tests.audit.events import write
from tests.platform.conftest import PROJECT
from tests.rollback import undone_afterwards
from tests.visits import signed_in
from tests.workbooks import sheet_rows, workbook_of

STARTS = ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\ufe66", "\u2212"]
BLANKS = ["", " ", "   ", "\u00a0", "\u2003", "\u3000", "\u200b", "\ufeff"]
PAYLOADS = [
    "=1+1",
    '=HYPERLINK("https://example.se/?"&A1;"Klicka")',
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+46701740605",
    "-2+3+cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\tkod",
    "'=1+1",
    "''=1+1",
    "-",
    "=1;=2",
    '"=1+1"',
    *(f"{blank}{start}1" for start in STARTS[:8] for blank in BLANKS),
    *(f"{start}1" for start in STARTS[8:]),
]
HARMLESS = ["", "Kista", "–", "5-6 timmar", "a=b", "'citat'", "66,7", "färre än 5", "Åsa @ Järva", " Kista", "(-1)"]
# Said another way than the product says it: what a spreadsheet would begin to compute.
RAW = re.compile(r"^[\t\r\n]|^[\s\u00a0\u2003\u3000\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20\ufe66\u2212]")


def cells(body: bytes) -> list[str]:
    """The cells as a spreadsheet finds them: byte order mark off, semicolons between."""
    assert body.startswith(b"\xef\xbb\xbf")
    assert body.count(b"\xef\xbb\xbf", 0, 6) == 1
    return [cell for row in csv.reader(io.StringIO(body[3:].decode(), newline=""), delimiter=";") for cell in row]


def test_there_are_enough_payloads():
    assert len(PAYLOADS) == len(set(PAYLOADS)) >= 40


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe_and_loses_it_again(payload):
    assert not RAW.match(harmless(payload))
    assert as_it_was(harmless(payload)) == payload
    assert csv_rows(csv_text([["rubrik", "nästa"], [payload, 1]]))[1] == [payload, "1"]


@pytest.mark.parametrize("text", HARMLESS)
def test_other_texts_stay_as_they_are(text):
    assert harmless(text) == as_it_was(text) == text


def test_numbers_and_days_are_written_as_such():
    written = csv_text([[-1, 2.5, Decimal("-0.10"), datetime.date(2026, 11, 23), None, 7]])
    assert written == "\N{ZERO WIDTH NO-BREAK SPACE}-1;2,5;-0,10;2026-11-23;;7\r\n"


def test_files_with_commas_are_read_too():
    assert csv_rows("code,name\na,Skuld; lån\n") == [["code", "name"], ["a", "Skuld; lån"]]


def _text_field(model: type[models.Model]) -> str:
    """A column that holds free text, and has room for what is planted."""
    return next(name for name in ("name", "label") if _has_room(model, name))


def _has_room(model: type[models.Model], name: str) -> bool:
    longest = max(map(len, PAYLOADS))
    return any(field.name == name and (field.max_length or longest) >= longest for field in model._meta.fields)


@pytest.fixture
def administrator(db: None) -> Client:
    call_command("load_reference_data", verbosity=0)
    # The tables that ship empty.
    OpeningHoursFactory(jobbtorg=CoachGroupFactory().jobbtorg)
    return signed_in(UserFactory(admin=True))


WITH_TEXT = [table for table in TABLES if any(_has_room(table._meta.model, name) for name in ("name", "label"))]


@pytest.mark.ignore_template_errors
def test_the_tables_of_the_administration(administrator: Client, subtests: pytest.Subtests) -> None:
    for resource in TABLES:
        with subtests.test(resource.file_name), undone_afterwards():
            look_into(administrator, resource)


def look_into(administrator: Client, resource: type[ReferenceResource]) -> None:
    """Plant each of the payloads in a table, and read what is exported."""
    model = resource._meta.model
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_export")
    rows = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
    planted = PAYLOADS if resource in WITH_TEXT else [""]
    for chunk in [planted[start : start + len(rows)] for start in range(0, len(planted), len(rows))]:
        if resource in WITH_TEXT:
            for pk, payload in zip(rows, chunk, strict=False):
                model._default_manager.filter(pk=pk).update(**{_text_field(model): payload})
        response = administrator.post(address, {"format": "0", "resource": "0"})
        assert response["Content-Type"] == "text/csv"
        found = cells(response.content)
        assert len(found) > len(rows)
        assert [cell for cell in found if RAW.match(cell)] == []
        assert set(chunk) <= {as_it_was(cell) for cell in found} | {""}


def test_the_statistics(db: None) -> None:
    reader = UserFactory(central_coordinator=True, first_name="=1+1", last_name="Lund")
    for payload in PAYLOADS:
        JobbtorgFactory(name=payload)
    response = signed_in(reader).get(reverse("statistics_csv"))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    found = cells(response.content)
    assert [cell for cell in found if RAW.match(cell)] == []
    assert {*PAYLOADS, "=1+1 Lund"} <= {as_it_was(cell) for cell in found}


def test_the_access_log(db: None) -> None:
    coach = UserFactory(coach=True)
    for payload in PAYLOADS:
        write(coach, AccessKind.BREAK_GLASS, reason=payload)
    response = signed_in(UserFactory(log_reviewer=True)).get(
        reverse("access_log_csv"), {"fran": "2020-01-01", "till": "2099-12-31"}
    )
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    found = cells(response.content)
    assert [cell for cell in found if RAW.match(cell)] == []
    assert set(PAYLOADS) <= {as_it_was(cell) for cell in found}


def test_the_deadlines(db: None) -> None:
    manager = UserFactory(manager=True)
    for payload in PAYLOADS:
        clock = DeadlineClockFactory(enrolment=None, jobbtorg=manager.jobbtorg, breached=True, breach=False)
        clock.person.last_name = payload
        clock.person.save()
        BreachFactory(clock=clock, comment=payload)
    for name, planted in (("deadlines_file", 0), ("breaches_file", len(set(PAYLOADS)))):
        response = signed_in(manager).get(reverse(name), {"format": "csv"})
        found = cells(response.content)
        assert [cell for cell in found if RAW.match(cell)] == [], name
        assert len(set(PAYLOADS) & {as_it_was(cell) for cell in found}) == planted
        sheet = _sheet(signed_in(manager).get(reverse(name), {"format": "xlsx"}).content)
        assert [cell for cell in sheet if RAW.match(cell)] == [], name


def _sheet(content: bytes) -> list[str]:
    return [cell for row in sheet_rows(content) for cell in row]


@pytest.mark.parametrize("payload", [*PAYLOADS, "<b>&amp;</b>", "a\x00b\x0bc", "]]>"])
def test_a_workbook_holds_the_text_as_text(payload: str) -> None:
    content = workbook_of([[payload]])
    [cell] = _sheet(content)
    assert not RAW.match(cell)
    # XML knows no control characters, and workbooks write a carriage return in a way of their own.
    as_xml_reads_it = re.sub("[\x00\x0b]", "", harmless(payload)).replace("\r", "_x000D_")
    assert cell == as_xml_reads_it


def test_a_workbook_holds_numbers_and_days_as_such() -> None:
    content = workbook_of([[-1, Decimal("2.5"), datetime.date(2026, 11, 23), None, "=1"]])
    assert _sheet(content) == ["-1", "2.5", "46349", "'=1"]
    with zipfile.ZipFile(io.BytesIO(content)) as workbook:
        assert 'formatCode="yyyy-mm-dd"' in workbook.read("xl/styles.xml").decode(), "a day is a number shown as a day"


def test_csv_is_written_in_one_place() -> None:
    """A file written elsewhere would be harmless only by luck. `text/csv` may stand where such a text is served."""
    writes = re.compile(r"csv\.(writer|DictWriter)|\.export\(|text/csv")
    packages = {place.parent for place in PROJECT.glob("*/__init__.py")} - {PROJECT / "tests"}
    files = [file for package in packages for file in package.rglob("*.py")]
    found = {str(file.relative_to(PROJECT)) for file in files if writes.search(file.read_text())}
    assert found == {
        "core/spreadsheets/writing.py",
        "organisation/reference_tables/files.py",
        "reports/views.py",
        "audit/files.py",
        "workbench/access_log/views.py",
    }
