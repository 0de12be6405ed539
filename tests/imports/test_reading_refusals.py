"""One Swedish sentence for each file that is not read, told before it is parsed."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from imports.reading import refusals
from imports.reading.before_reading import refuse_before_reading, refuse_by_head
from imports.reading.formats.kinds import Kind
from imports.reading.refusals import HEAD_BYTES, MAX_BYTES, UnreadableFileError
from tests.imports.conftest import HEADER, SAMPLE_A
from tests.imports.reading import LEGACY, REAL, REFUSED, lists_in, repacked, xlsx

BOOK = LEGACY / "Remisser 1904.xlsx"
ODS = LEGACY / "Remisser 1904.ods"
MB = 1024 * 1024
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><sst>&b;</sst>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst>&a;</sst>'


def in_a_zip(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return packed.getvalue()


def with_macros() -> bytes:
    """An xls whose summary is called what macros are called."""
    old, new = "\x05SummaryInformation".encode("utf-16-le"), "_VBA_PROJECT_CUR".encode("utf-16-le")
    content = (LEGACY / "Avslut 2008 Rosenlund.xls").read_bytes()
    at = content.index(old)
    entry = new.ljust(64, b"\x00") + struct.pack("<H", len(new) + 2)
    return content[:at] + entry + content[at + 66 :]


def another(what: str) -> str:
    return f"Det här är {what}. Spara listan som xlsx eller CSV och välj den filen."


TOLD_BY_A_PAGE: dict[str, tuple[bytes, str, str]] = {
    "too large": (HEADER.encode() + b"\n" * MAX_BYTES, "a.csv", refusals.TOO_LARGE),
    "a name that says macros": (BOOK.read_bytes(), "a.xlsm", refusals.HAS_MACROS),
    "macros in xlsx": (repacked(BOOK, {"xl/vbaProject.bin": b"x"}), "a.xlsx", refusals.HAS_MACROS),
    "macros in xls": (with_macros(), "a.xls", refusals.HAS_MACROS),
    "macros in ods": ((REFUSED / "makro.ods").read_bytes(), "a.ods", refusals.HAS_MACROS),
    "password on xlsx": ((REFUSED / "losenord.xlsx").read_bytes(), "a.xlsx", refusals.IS_LOCKED),
    "password on xls": ((REFUSED / "losenord.xls").read_bytes(), "a.xls", refusals.IS_LOCKED),
    "password on ods": ((REFUSED / "losenord.ods").read_bytes(), "a.ods", refusals.IS_LOCKED),
    "links in xlsx": ((REFUSED / "lankar.xlsx").read_bytes(), "a.xlsx", refusals.HAS_LINKS),
    "links in xls": ((REFUSED / "lankar.xls").read_bytes(), "a.xls", refusals.HAS_LINKS),
    "a bomb": (repacked(BOOK, {"xl/media/a.xml": bytes(101 * MB)}), "a.xlsx", refusals.UNPACKS_TOO_LARGE),
    "a thousand members": (in_a_zip(*map(str, range(1000))), "a.xlsx", refusals.UNPACKS_TOO_LARGE),
    "201 members": (in_a_zip(*map(str, range(201))), "a.xlsx", refusals.UNPACKS_TOO_LARGE),
    "half a workbook": (BOOK.read_bytes()[:3000], "a.xlsx", refusals.DAMAGED),
    "the beginning of a zip": (b"PK\x03\x04" + bytes(200), "a.csv", refusals.DAMAGED),
    "the beginning of an xls": (b"\xd0\xcf\x11\xe0", "a.xls", refusals.DAMAGED),
    "Word": (in_a_zip("[Content_Types].xml", "word/document.xml"), "a.xlsx", another("ett Worddokument")),
    "xlsb": (in_a_zip("xl/workbook.bin"), "a.xlsx", another("en binär Excelbok (xlsb)")),
    "zip": (in_a_zip("lista.csv"), "a.xlsx", another("en zipfil")),
    "empty zip": (in_a_zip(), "a.xlsx", another("en zipfil")),
    "PDF": ((REFUSED / "lista.pdf").read_bytes(), "a.xlsx", another("en PDF-fil")),
    "SYLK": ((REFUSED / "sylk.slk").read_bytes(), "a.csv", another("en SYLK-fil")),
    "a web page": ((REFUSED / "webbsida.xls").read_bytes(), "a.xls", another("en webbsida (HTML)")),
    "JPEG": (b"\xff\xd8\xff\xe0" + bytes(100), "a.csv", another("en bild (JPEG)")),
    "PNG": (b"\x89PNG\r\n\x1a\n\x00\x00", "a.csv", another("en bild (PNG)")),
    "a program": (b"MZ\x90\x00\x03" + bytes(100), "a.csv", another("ett program")),
    "XML of Excel": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "a.xls",
        another("ett kalkylblad i XML"),
    ),
    "other bytes": (bytes(range(256)), "a.csv", refusals.NO_TEXT),
    "200 000 columns": ((HEADER + ";" * 200_000).encode(), "a.csv", refusals.TOO_WIDE),
}

TOLD_BY_THE_CHILD: dict[str, tuple[bytes, str]] = {
    "links in ods": ((REFUSED / "lankar.ods").read_bytes(), refusals.HAS_LINKS),
    "entities": (repacked(BOOK, {"xl/sharedStrings.xml": LAUGHS}), refusals.HAS_ENTITIES),
    "an entity from outside": (repacked(BOOK, {"xl/sharedStrings.xml": OUTSIDE}), refusals.HAS_ENTITIES),
    "XML in UTF-16": (repacked(BOOK, {"xl/sharedStrings.xml": LAUGHS.decode().encode("utf-16")}), refusals.DAMAGED),
    "501 columns": (xlsx('<row r="1"><c r="SG1"><v>1</v></c></row>'), refusals.TOO_WIDE),
    "16 384 columns": (xlsx('<row r="1"><c r="XFD1"><v>1</v></c></row>'), refusals.TOO_WIDE),
    "501 columns that have no names": (xlsx(f"<row>{'<c><v>1</v></c>' * 501}</row>"), refusals.TOO_WIDE),
    "200 001 rows": (xlsx('<row r="200001"><c r="A200001"><v>1</v></c></row>'), refusals.TOO_LONG),
    "a column repeated": (
        repacked(
            ODS,
            {
                "content.xml": b'<office:document-content><table:table-cell table:number-columns-repeated="2000000000" '
                b'office:value-type="float" office:value="1"/></office:document-content>'
            },
        ),
        refusals.TOO_WIDE,
    ),
    "rows of a text": (b"Pnr;Namn;Inkom;Coach\n" + b";\n" * 200_001, refusals.TOO_LONG),
    "a row of a million letters": (
        (HEADER + "\n" + ";".join(["x" * 100_000] * 11)).encode(),
        "Rad 2 innehåller för mycket text. Korta den och välj filen igen.",
    ),
    "wide after the head": ((HEADER + "\n;" * 150_000 + ";" * 500).encode(), refusals.TOO_WIDE),
    "a cell without an end": (
        (HEADER + '\n1;"' + "x" * 200_000).encode(),
        "Rad 2: ett citattecken saknar sitt par, så att rader flyter ihop. Ta bort det och välj filen igen.",
    ),
    "empty": (b"", refusals.EMPTY),
    "blank": (b"\r\n \r\n", refusals.EMPTY),
    "empty sheets": (xlsx(""), refusals.EMPTY),
    "no header": (
        b"790417-9814;Ek;Per",
        "Filen saknar rubrikrad. Skriv minst fyra rubriker överst, till exempel Pnr, Efternamn, Förnamn och Inkom.",
    ),
    "nothing below": (HEADER.encode(), "Listan har en rubrikrad men inga rader under den."),
}  # fmt: skip


@pytest.mark.parametrize("case", TOLD_BY_A_PAGE)
def test_a_page_can_tell_without_reading(case: str) -> None:
    content, name, sentence = TOLD_BY_A_PAGE[case]
    with pytest.raises(UnreadableFileError) as refused:
        refuse_before_reading(io.BytesIO(content), name)
    assert refused.value.message == sentence
    with pytest.raises(UnreadableFileError) as refused_anew:
        lists_in(content, name)
    assert refused_anew.value.message == sentence


@pytest.mark.parametrize("case", TOLD_BY_THE_CHILD)
def test_the_rest_is_told_by_the_child(case: str) -> None:
    content, sentence = TOLD_BY_THE_CHILD[case]
    with pytest.raises(UnreadableFileError) as refused:
        lists_in(content)
    assert refused.value.message == sentence


def test_a_member_larger_than_it_says_is_never_unpacked() -> None:
    content = bytearray(repacked(BOOK, {"xl/media/a.xml": b" " * 90 * MB}))
    entry = content.rindex(b"xl/media/a.xml") - 46
    assert content[entry : entry + 4] == b"PK\x01\x02"
    content[entry + 24 : entry + 28] = struct.pack("<I", 1000)
    with pytest.raises(UnreadableFileError) as refused:
        lists_in(bytes(content))
    assert refused.value.message == refusals.DAMAGED


def test_cells_that_are_only_formatted_make_no_list_wide_or_long() -> None:
    cells = "".join(f'<c r="{column}1" t="inlineStr"><is><t>{text}</t></is></c>' for column, text in
                    zip("ABCD", ["Pnr", "Namn", "Inkom", "Coach"], strict=True))  # fmt: skip
    rows = (
        f'<row r="1">{cells}<c r="XFD1" s="1"/></row><row r="2"><c r="A2"><v>7904179814</v></c></row>'
        '<row r="1048576"><c r="A1048576" s="1"/></row>'
    )
    [(head, lines)] = lists_in(xlsx(rows))
    assert (len(head.headings), len(lines), lines[0].cells[0]) == (4, 1, "7904179814")


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_every_list_passes_and_is_known_by_its_content_whatever_its_name(path: object) -> None:
    assert path in REAL
    with open(str(path), "rb") as file:
        kind = refuse_before_reading(file, "lista.csv")
        assert file.tell() == 0
        refuse_by_head(file.read(HEAD_BYTES))
    assert kind == (Kind.TEXT if str(path).endswith(("csv", "txt")) else str(path).rsplit(".", maxsplit=1)[-1])


def test_the_name_of_a_workbook_says_nothing() -> None:
    as_named = lists_in(BOOK.read_bytes(), BOOK.name)
    assert lists_in(BOOK.read_bytes(), "lista.csv") == as_named
    assert lists_in(SAMPLE_A.read_bytes(), "lista.xlsx") == lists_in(SAMPLE_A.read_bytes(), SAMPLE_A.name)
