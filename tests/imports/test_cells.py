"""Files, headings and the names of coaches and stadsdelar in lists."""

from __future__ import annotations

from datetime import date

import pytest

from imports.matching import CoachNames, UnitNames
from imports.reading.columns import Field, is_header, read_header
from imports.reading.files import decode, read_table
from organisation.models import Jobbtorg, Role, User
from tests.imports.conftest import SAMPLE_A

# --- Files and headings --------------------------------------------------------------------------------------------


def test_sample_a_has_its_header_in_two_rows() -> None:
    table = read_table(SAMPLE_A.read_bytes())
    fields = {column.title: column.field for column in table.columns}
    assert table.header_line == 4
    assert fields["Inkom"] == Field.RECEIVED
    assert fields["JP godkänd"] == Field.PLAN_APPROVED
    assert fields["3 mån"] == Field.FOLLOW_UP
    assert len([field for field in fields.values() if field]) == 12


def test_two_headings_together_say_what_one_does_not() -> None:
    columns = read_header(("", "Remiss", "", "Jobbplan", ""), ("Pnr", "inkom", "SDF", "godkänd", "kommunicerad"))
    assert [column.field for column in columns] == [
        Field.IDENTITY, Field.RECEIVED, Field.DISTRICT, Field.PLAN_APPROVED, None,
    ]  # fmt: skip


def test_a_header_that_goes_on_in_the_next_row_is_joined() -> None:
    content = "Pnr;Efternamn;Förnamn;Coach;Remiss;Jobbplan\n;;;;Inkom;godkänd\n790417-9814;Ek;Per;AL;2008-03-19;"
    table = read_table(content.encode())
    assert [column.field for column in table.columns[-2:]] == [Field.RECEIVED, Field.PLAN_APPROVED]
    assert table.columns[-1].title == "Jobbplan / godkänd"
    assert [line.number for line in table.lines] == [3]


@pytest.mark.parametrize("delimiter", [";", "\t", ","])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_delimiters_and_encodings_of_spreadsheet_programs(delimiter: str, encoding: str) -> None:
    rows = [["Personnr.", "Efternamn", "Förnamn", "INKOM"], ["790417-9814", "Öberg", "Åsa", "2008-03-19"]]
    table = read_table("\r\n".join(map(delimiter.join, rows)).encode(encoding))
    assert table.lines[0].cells == ("790417-9814", "Öberg", "Åsa", "2008-03-19")


def test_a_row_keeps_its_line_number_after_a_cell_of_two_lines() -> None:
    content = 'Pnr;Namn;Inkom;Anm\n790417-9814;Ek;2008-03-19;"ringt\ntvå gånger"\n850923-9805;Öberg;2008-04-25;\n'
    assert [line.number for line in read_table(content.encode()).lines] == [2, 4]


def test_a_repeated_header_is_known_again() -> None:
    assert is_header(["Nr", "Namn", "Född", "Kön", "Inskr", "Avsl.datum", "Orsak"])
    assert not is_header(["1", "Öberg Åsa", "850923-9805", "K", "2008-04-25", "2009-01-05", "Fått jobb ICA, heltid"])


def test_decoding_never_fails() -> None:
    assert decode(b"\x81\x8d") == ("\ufffd\ufffd", "Windows-1252")


# --- Coaches and units ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("alias", ["AL", "al", "A.L.", "A Lund", "A. Lund", "Lund Anna", "Lund, Anna", "anna lund"])
def test_a_coach_is_found_by_every_old_name(coaches: dict[str, User], rosenlund: Jobbtorg, alias: str) -> None:
    assert CoachNames(rosenlund).find(alias) == coaches["AL"]


@pytest.mark.parametrize("alias", ["A", "Lund", "TS", "Anna Lundin"])
def test_a_coach_is_never_guessed(coaches: dict[str, User], rosenlund: Jobbtorg, alias: str) -> None:
    assert CoachNames(rosenlund).find(alias) is None


def test_two_who_answer_to_a_name_are_none(coaches: dict[str, User], rosenlund: Jobbtorg) -> None:
    User.objects.create_user(
        "x@example.se", first_name="Agnes", last_name="Lund", role=Role.COACH, jobbtorg=rosenlund, signature="AGL"
    )
    found = CoachNames(rosenlund)
    assert found.find("A Lund") is None
    assert found.find("AL") == coaches["AL"], "a signature belongs to one"


@pytest.mark.parametrize(
    ("district", "day", "code"),
    [
        ("Östermalm", date(2008, 3, 19), "fs-ostermalm"),
        ("ÖSTERMALM", date(2008, 3, 19), "fs-ostermalm"),
        ("Östermalm", date(2026, 1, 1), None),
        ("Ingenstans", date(2008, 3, 19), None),
    ],
)
def test_a_stadsdel_means_its_unit_of_that_time(
    reference_data: None, district: str, day: date, code: str | None
) -> None:
    unit = UnitNames().find(district, day)
    assert (unit.code if unit else None) == code
