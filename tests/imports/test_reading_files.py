"""What the real files of tests/data give, each with its kind of dirt (tests/data/legacy/README.md)."""

from __future__ import annotations

import pytest

from tests.imports.reading import DATA, LEGACY, lists_in, only_list


def test_sample_b_with_its_header_in_two_merged_rows() -> None:
    head, lines = only_list((DATA / "Remisser HV 2008.xlsx").read_bytes())
    assert (head.sheet, head.encoding, head.epoch_1904, head.header_line) == ("Remisser", "xlsx", False, 3)
    assert head.titles == ("Remisser Hässelby-Vällingby / Bromma 2008", "uppdaterad v 8 / KB")
    assert head.headings == (
        "Stadsdel", "Personnr", "Namn", "Inkom", "Handl. SDF", "Arb.lös sedan", "Orsak", "Bokad gr.info", "Kom?",
        "Coach",
    )  # fmt: skip
    assert [line.number for line in lines] == list(range(5, 15))
    assert lines[0].cells == (
        "Hässelby-Vällingby", "7712259840", "Bergman, Lena", "2008-01-14", "K Berg", "2006", "arb.lös", "2008-01-16",
        "ja", "TS",
    )  # fmt: skip
    assert lines[2].cells[1] == "2292399"
    assert lines[3].cells[1] == "7.71226E+09"
    assert lines[8].cells[3] == "2004-01-13"


def test_sample_c_with_its_mixed_encoding() -> None:
    head, lines = only_list((DATA / "Avslut T1 2009 Kista ungdom.csv").read_bytes())
    assert (head.encoding, head.header_line, len(lines)) == ("Windows-1252", 1, 13)
    assert lines[0].cells[6] == "Fått jobb ICA, heltid"
    assert lines[10].cells[1] == "VÃ¤rn Ã…ke"


def test_a_merged_header_dates_times_and_numbers() -> None:
    head, lines = only_list((LEGACY / "Aspiranter Farsta 2009.xlsx").read_bytes())
    assert head.titles == ("JOBBTORG FARSTA", "Aspiranter våren 2009, gäller per 2009-06-30", "obs! rött = ring")
    assert head.header_line == 4
    assert head.headings == (
        "Stadsdel", "Personnr", "Efternamn", "Förnamn", "Inkom", "Grupp-info", "Tid", "Coach", "Jobbplan / godkänd",
        "3 mån", "Anm",
    )  # fmt: skip
    assert head.upper[7:9] == ("Jobbplan", "")
    assert (lines[0].number, lines[0].cells) == (
        6,
        (
            "Farsta", "6201019806", "Svensson", "Anna-Karin", "2009-01-12", "2009-01-16 09:00", "09:00", "AL",
            "2009-01-19", "2009-04-20", "",
        ),
    )  # fmt: skip
    assert [line.cells[6] for line in lines[1:4]] == ["09:00", "13:30", ""]
    assert lines[6].cells[5:7] == ("2009-04-08 10:20", "10:20")
    assert [line.cells[4] for line in lines[5:7]] == ["19 mars 2009", "2009-04-06"]
    assert lines[8].cells[1:3] == ("Summa", "7")


def test_rows_are_counted_as_in_the_program() -> None:
    head, lines = only_list((LEGACY / "Aspirantlista Skarholmen 2010.ods").read_bytes())
    assert (head.encoding, head.header_line, head.headings[0]) == ("ods", 5, "")
    assert [line.number for line in lines if not line.is_empty] == [7, 9, 11, 15]
    assert lines[1].cells[6:] == ("2010-01-11", "13:30", "2010-01-18", "Pågår", "0.5")
    assert lines[9].cells == ("", "Totalt", *[""] * 9)


def test_sheets_come_in_order_and_say_why_they_are_no_list() -> None:
    found = lists_in((LEGACY / "Avslut 2008 Rosenlund.xls").read_bytes())
    assert [(head.sheet, head.hidden, head.header_line, len(lines)) for head, lines in found] == [
        ("Läs mig", False, 0, 0), ("T1", False, 1, 5), ("T2", False, 3, 2), ("Gamla", True, 1, 1), ("T3", False, 1, 0),
    ]  # fmt: skip
    assert [head.refusal for head, _ in found] == [
        "Bladet saknar rubrikrad. Skriv minst fyra rubriker överst, till exempel Pnr, Efternamn, Förnamn och Inkom.",
        "",
        "",
        "",
        "Listan har en rubrikrad men inga rader under den.",
    ]
    assert found[1][1][0].cells == (
        "1", "Ek Per", "760629-9811", "M", "2008-01-14", "2008-03-28", "fast anst Coop", "A", "PL", "74",
    )  # fmt: skip


def test_a_hidden_sheet_is_marked_and_times_and_truths_are_words() -> None:
    found = lists_in((LEGACY / "Moten Vallingby 2009.xlsx").read_bytes())
    assert [(head.sheet, head.hidden) for head, _ in found] == [
        ("Januari", False),
        ("Februari", False),
        ("gammalt", True),
    ]
    assert [line.cells[4:] for line in found[0][1]] == [
        ("09:00", "ja"),
        ("10:15", "nej"),
        ("11:30", "ja"),
        ("12:45", "nej"),
    ]


@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods"])
def test_a_workbook_that_counts_from_1904(suffix: str) -> None:
    head, lines = only_list((LEGACY / f"Remisser 1904.{suffix}").read_bytes())
    assert (head.encoding, head.epoch_1904, head.header_line) == (suffix, True, 3)
    assert [line.cells[3:5] for line in lines] == [
        ("", ""), ("2008-01-14", "2008-01-16"), ("2008-01-21", ""), ("37999", "38001"), ("2008-02-04", "2008-02-06"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("Unicode-text Spanga 2009.txt", "UTF-16"),
        ("DOS Spanga 2009.csv", "DOS (cp850)"),
        ("Mac Spanga 2009.csv", "Mac"),
    ],
)
def test_one_list_in_three_encodings(name: str, encoding: str) -> None:
    head, lines = only_list((LEGACY / name).read_bytes())
    assert (head.sheet, head.encoding, head.titles) == ("", encoding, ("Remisslista Spånga-Tensta 2009",))
    assert [(line.number, line.cells) for line in lines if not line.is_empty] == [
        (3, ("750816-9807", "Öberg", "Åsa", "Spånga-Tensta", "2009-02-02", "AL", "")),
        (4, ("690421-9810", "Björk", "Märta", "Spånga-Tensta", "3/2-09", "PL", 'ringt 2 ggr, "svarar ej"')),
        (5, ("621226-9804", "Ängström", "René", "Spånga", "090216", "", "")),
        (6, ("840831-9815", "Hågård", "Örjan", "", "v 9", "AL", "se ovan")),
        (7, ("Summa", "4", "", "", "", "", "")),
    ]


def test_a_name_pasted_in_another_encoding_is_left_to_whoever_judges_the_cell() -> None:
    head, lines = only_list((LEGACY / "Blandat Spanga 2009.csv").read_bytes())
    assert head.encoding == "Windows-1252"
    assert [line.cells[2] for line in lines[:3]] == ["Åsa", "MÃ¤rta", "René"]


def test_commas_breaks_in_cells_and_letters_in_two_parts() -> None:
    head, lines = only_list((LEGACY / "Google Hasselby 2009.csv").read_bytes())
    assert head.encoding == "UTF-8"
    assert [(line.number, line.cells[1]) for line in lines] == [
        (2, "Gül, Erdoğan"), (4, "Nowak, Łucja"), (5, "Åberg, Naïma 😀"), (6, "Sjöberg, Per"),
    ]  # fmt: skip
    assert lines[0].cells[5] == "ringt två gånger"
    assert lines[3].cells == (
        "870523-9815 (ny adr)", "Sjöberg, Per", "Bromma", "2009-09-31", "PL", '=HYPERLINK("http://exempel.invalid")',
    )  # fmt: skip
