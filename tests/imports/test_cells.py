"""Single cells and headings: every form the lists of 2008 used (7.2), and properties that hold for any text."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aspirants.identity import IdentityKind
from imports.matching import CoachNames, UnitNames
from imports.models import Severity
from imports.reading.columns import Field, is_header, read_header
from imports.reading.files import decode, read_table, repair_mojibake
from imports.reading.values import control_total, date_in_titles, mask_identity, read_date, read_identity, read_name
from organisation.models import Jobbtorg, Role, User
from tests.imports.conftest import SAMPLE_A

AS_OF = date(2008, 6, 30)

DATES = [
    ("2008-03-19", date(2008, 3, 19)),
    ("2008-03-19 00:00:00", date(2008, 3, 19)),
    ("2008-3-9", date(2008, 3, 9)),
    ("2008–03–19", date(2008, 3, 19)),
    ("20080616", date(2008, 6, 16)),
    ("080616", date(2008, 6, 16)),
    ("08-06-16", date(2008, 6, 16)),
    ("25/4-08", date(2008, 4, 25)),
    ("5/5-08", date(2008, 5, 5)),
    ("25/4 2008", date(2008, 4, 25)),
    ("25/4/2008", date(2008, 4, 25)),
    ("16/6-98", date(1998, 6, 16)),
]
WARNED_DATES = [
    ("v 25", date(2008, 6, 16)),
    ("V.25", date(2008, 6, 16)),
    ("vecka 1", date(2007, 12, 31)),
    ("v 52 -07", date(2007, 12, 24)),
    ("25/4", date(2008, 4, 25)),
    ("39461", date(2008, 1, 14)),
    ("2008-07-01", date(2008, 7, 1)),
    ("1996-12-31", date(1996, 12, 31)),
]


@pytest.mark.parametrize(("text", "value"), DATES)
def test_dates_are_read(text: str, value: date) -> None:
    cell = read_date(text, AS_OF)
    assert (cell.value, cell.finding) == (value, None)


@pytest.mark.parametrize(("text", "value"), WARNED_DATES)
def test_uncertain_dates_are_read_with_a_warning(text: str, value: date) -> None:
    cell = read_date(text, AS_OF)
    assert cell.value == value
    assert cell.finding is not None
    assert (cell.finding.code, cell.finding.severity) == ("I08", Severity.WARNING)


@pytest.mark.parametrize("text", ["", "-", "–", "?", " "])
def test_signs_for_nothing_are_no_dates_and_no_faults(text: str) -> None:
    cell = read_date(text, AS_OF)
    assert (cell.value, cell.finding) == (None, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2008-02-30", "I09"),
        ("31/4-09", "I09"),
        ("20081301", "I09"),
        ("v 54", "I09"),
        ("0000-00-00", "I09"),
        ("feb-09", "I08"),
        ("se ovan", "I08"),
        ("i går", "I08"),
        ("2008", "I08"),
        ("²⁵/4-08", "I08"),
    ],
)
def test_what_is_no_date_stays_empty_and_is_told(text: str, code: str) -> None:
    cell = read_date(text, AS_OF)
    assert cell.value is None
    assert cell.finding is not None
    assert cell.finding.code == code


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_nothing_or_a_told_fault(text: str) -> None:
    cell = read_date(text, AS_OF)
    assert cell.value is None or isinstance(cell.value, date)
    assert cell.finding is None or cell.finding.code in {"I08", "I09"}


@given(st.dates(min_value=date(1997, 1, 1), max_value=AS_OF))
def test_every_way_of_writing_a_date_gives_the_same_day(day: date) -> None:
    ways = [
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day:%y%m%d}",
        f"{day:%y-%m-%d}",
        f"{day.day}/{day.month}-{day:%y}",
        f"{day.day}/{day.month} {day.year}",
    ]
    assert {read_date(way, AS_OF).value for way in ways} == {day}


@given(st.dates(min_value=date(1998, 1, 1), max_value=AS_OF))
def test_a_week_gives_its_monday(day: date) -> None:
    year, week, _ = day.isocalendar()
    monday = read_date(f"v {week} {year}", AS_OF).value
    assert monday == day - timedelta(days=day.weekday())


@pytest.mark.parametrize(
    ("text", "number", "codes"),
    [
        ("790417-9814", "197904179814", set()),
        ("7904179814.0", "197904179814", set()),
        ("'790417-9814", "197904179814", set()),
        ("701063-2391", "197010632391", {"I06"}),
        ("800101-T223", "19800101T223", {"I07"}),
        ("740101-9852", None, {"I03"}),
        ("2292399", None, {"I05", "I03"}),
        ("7.71226E+09", None, {"I03"}),
        ("1,97904E+11", None, {"I03"}),
        ("19661105", None, {"I04"}),
        ("661105", None, {"I04"}),
        ("", None, {"I04"}),
    ],
)
def test_identity_numbers(text: str, number: str | None, codes: set[str]) -> None:
    cell = read_identity(text, AS_OF)
    assert (cell.value.number if cell.value else None) == number
    assert {finding.code for finding in cell.findings} == codes


def test_lost_zeros_are_put_back_with_a_warning() -> None:
    cell = read_identity("2292399", date(2026, 11, 23))
    assert cell.value is not None
    assert (cell.value.number, cell.value.kind) == ("200002292399", IdentityKind.PERSONNUMMER)
    assert [(finding.code, finding.severity) for finding in cell.findings] == [("I05", Severity.WARNING)]


@pytest.mark.parametrize(
    ("text", "shown"), [("790417-9814", "790417-••••"), ("740101", "••••"), ("4711", "••••"), ("", "")]
)
def test_numbers_are_masked_also_when_they_are_wrong(text: str, shown: str) -> None:
    assert mask_identity(text) == shown


@pytest.mark.parametrize(
    ("cells", "first", "last"),
    [
        (("", "Lindström", "Björn"), "Björn", "Lindström"),
        (("", "HASSAN", "FATIMA"), "Fatima", "Hassan"),
        (("", "VON ESSEN", "ANNA-MARIA"), "Anna-Maria", "von Essen"),
        (("Sjögren, Karl-Erik", "", ""), "Karl-Erik", "Sjögren"),
        (("NUÑEZ JOSÉ", "", ""), "José", "Nuñez"),
        (("VÃ¤rn, Ã…ke", "", ""), "Åke", "Värn"),
    ],
)
def test_names(cells: tuple[str, str, str], first: str, last: str) -> None:
    name = read_name(*cells)
    assert (name.first_name, name.last_name) == (first, last)


@pytest.mark.parametrize(
    ("first", "code"),
    [
        ("Eva / maken Olle", "I15"),
        ("Eva & Olle", "I15"),
        ("Eva o Olle", "I15"),
        ("Eva (sjuk)", "I15"),
        ("?ukasz", "I22"),
        ("\ufffdukasz", "I22"),
        ("", "I04"),
    ],
)
def test_names_that_need_an_eye(first: str, code: str) -> None:
    assert [finding.code for finding in read_name("", "Ström", first).about_first] == [code]


def test_the_day_of_the_list_is_read_from_its_title() -> None:
    today = date(2026, 11, 23)
    assert date_in_titles(["LISTA 2008", "Uppdaterad 2008-06-30 /AL"], today) == AS_OF
    assert date_in_titles(["Per 30/6-08"], today) == AS_OF
    assert date_in_titles(["JOBBTORG 2008", "tel 08-123 456 78"], today) is None


@pytest.mark.parametrize(
    ("cells", "total"),
    [(("Summa", "10"), 10), (("Totalt", "", "7"), 7), (("Delsumma A", "2"), None), (("Summa",), None), ((), None)],
)
def test_control_totals(cells: tuple[str, ...], total: int | None) -> None:
    assert control_total(cells) == total


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


@pytest.mark.parametrize(("text", "repaired"), [("VÃ¤rn", "Värn"), ("Värn", None), ("Ã", None)])
def test_mojibake_is_repaired_only_where_it_is_one(text: str, repaired: str | None) -> None:
    assert repair_mojibake(text) == repaired


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
