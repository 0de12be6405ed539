"""Small spreadsheet files that come in: what is read of them, and why one is refused before it is opened."""

import datetime
import io
import random
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter

from core.spreadsheets.reading import MAX_BYTES, MAX_ROWS, table_rows
from core.spreadsheets.refusing import UnreadableFileError
from tests.workbooks import workbook_of

ROWS = [["Kod", "Namn"], ["a", "Årsta"]]


def workbook(fill: Callable[[Any], object]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        fill(book)
    return out.getvalue()


def with_part(name: str, content: bytes, *, packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook with a part more, or another in its place."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook_of(ROWS))) as old, zipfile.ZipFile(out, "w", packed) as new:
        for member in old.infolist():
            if member.filename != name:
                new.writestr(member, old.read(member))
        new.writestr(name, content)
    return out.getvalue()


def sheet(cells: str, before: str = "", declared: str = "") -> bytes:
    """A workbook whose only sheet is written by hand."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    text = f'<?xml version="1.0"?>{declared}<worksheet {main}>{before}<sheetData>{cells}</sheetData></worksheet>'
    return with_part("xl/worksheets/sheet1.xml", text.encode())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_csv_as_different_programs_write_it(encoding: str, delimiter: str, line_end: str) -> None:
    text = "".join(delimiter.join(row) + line_end for row in ROWS)
    assert table_rows(text.encode(encoding)) == ROWS


def test_a_heading_may_hold_another_delimiter() -> None:
    assert table_rows(b"Varning, dagar;Kod\n5;a\n") == [["Varning, dagar", "Kod"], ["5", "a"]]
    assert table_rows(b'"Varning; dagar",Kod,Namn\n5,a,b\n')[0] == ["Varning; dagar", "Kod", "Namn"]


def test_empty_rows_are_counted_and_the_line_for_excel_is_not() -> None:
    assert table_rows(b"sep=;\r\nKod;Namn\r\n\r\na;b\r\n\r\n") == [["Kod", "Namn"], [], ["a", "b"]]


def test_a_workbook_gives_the_texts_that_somebody_would_have_typed() -> None:
    def fill(book: Any) -> None:
        page = book.add_worksheet()
        formats = [book.add_format({"num_format": one}) for one in ("yyyy-mm-dd", "hh:mm", "yyyy-mm-dd hh:mm")]
        page.write_datetime(1, 0, datetime.date(2008, 1, 1), formats[0])
        page.write_datetime(2, 0, datetime.time(8, 30), formats[1])
        page.write_datetime(3, 0, datetime.datetime(2008, 1, 1, 8, 30), formats[2])  # noqa: DTZ001
        for row, cell in enumerate((16, 16.5, True, "text", "'=1"), start=4):
            page.write(row, 0, cell) if cell != "'=1" else page.write_string(row, 0, cell)
        page.write_formula(9, 0, "=8+8", None, 16)

    cells = [row[0] for row in table_rows(workbook(fill))]
    assert cells == ["", "2008-01-01", "08:30", "2008-01-01 08:30", "16", "16,5", "ja", "text", "=1", "16"]


def test_only_the_sheet_with_content_is_read() -> None:
    def fill(book: Any) -> None:
        book.add_worksheet()
        book.add_worksheet().write(0, 0, "Kod")
        hidden = book.add_worksheet()
        hidden.write(0, 0, "hemligt")
        hidden.hide()

    assert table_rows(workbook(fill)) == [["Kod"]]


COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOMB = b"<a>" + b" " * 40_000_000 + b"</a>"
LAUGHS = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "Filen är tom."),
    "blank lines": (lambda: b"\n;;\n \n", "Filen är tom."),
    "an empty workbook": (lambda: workbook(lambda book: book.add_worksheet()), "Filen är tom."),
    "too large": (lambda: b"a" * (MAX_BYTES + 1), "Filen är större än 2 MB."),
    "too many rows": (lambda: b"Kod\n" + b"a\n" * (MAX_ROWS + 1), "Filen har fler än 2 000 rader."),
    "too many columns": (lambda: b";".join([b"a"] * 61), "Filen har fler än 60 kolumner."),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "Filen är varken CSV eller Excel"),
    "a control sign": (lambda: b"Kod\na\x07\n", "Rad 2 innehåller ett tecken som inte är text."),
    "no encoding": (lambda: b"Kod\n\x81\x8d\n", "Filens tecken går inte att läsa."),
    "half a sign": (lambda: "Kod\n".encode("utf-16") + b"a", "Filens tecken går inte att läsa."),
    "an open quotation": (lambda: b'Kod;Namn\n"a;b\n', "Filen går inte att läsa som CSV."),
    "a very long cell": (lambda: b"Kod\n" + b"a" * 200_000, "Filen går inte att läsa som CSV."),
    "password": (lambda: COMPOUND + "EncryptedPackage".encode("utf-16-le"), "Filen är skyddad med lösenord."),
    "the old format": (lambda: COMPOUND + b"Workbook", "Filen är i Excels äldre format."),
    "an archive": (lambda: _archive({"a.txt": b"a"}), "Filen är varken CSV eller Excel"),
    "OpenDocument": (lambda: _archive({"mimetype": b"x", "content.xml": b"<a/>"}), "Filen är varken CSV eller Excel"),
    "half an archive": (lambda: workbook_of(ROWS)[:-200], "Arbetsboken är skadad."),
    "macros": (lambda: with_part("xl/vbaProject.bin", b"x"), "Arbetsboken innehåller makron."),
    "other files": (lambda: with_part("xl/externalLinks/externalLink1.xml", b"<a/>"), "Arbetsboken hämtar värden ur"),
    "no XML": (lambda: with_part("xl/worksheets/sheet1.xml", b"<a><b></a>"), "Arbetsboken är skadad."),
    "no XML elsewhere": (lambda: with_part("xl/other.xml", b"text"), "Arbetsboken är skadad."),
    "a bomb": (lambda: with_part("xl/media/a.xml", BOMB), "Arbetsboken är för stor när den packas upp."),
    "many parts": (lambda: _archive({f"xl/{n}.xml": b"<a/>" for n in range(201)} | {"xl/workbook.xml": b"<a/>"}), "A"),
    "entities": (lambda: sheet("", declared=LAUGHS), "Arbetsboken är skadad."),
    "the last row": (lambda: sheet('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'), "Arbetsboken har fler än"),
    "the last column": (lambda: sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>'), "Arbetsboken har fler än 60"),
    "a place that is none": (lambda: sheet('<row r="1"><c r="a-1"><v>1</v></c></row>'), "Arbetsboken är skadad."),
    "a row that is none": (lambda: sheet('<row r="x"><c><v>1</v></c></row>'), "Arbetsboken har fler än"),
    "an error of Excel's": (
        lambda: workbook(lambda book: book.add_worksheet().write_formula(1, 1, "=1/0", None, "#DIV/0!")),
        "Cell B2 innehåller ett fel från Excel.",
    ),
    "two sheets": (
        lambda: workbook(lambda book: [book.add_worksheet().write(0, 0, "a") for _ in range(2)]),
        "Flera blad i arbetsboken har innehåll.",
    ),
}


def _archive(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(("make", "sentence"), REFUSED.values(), ids=REFUSED)
def test_a_file_is_refused_with_one_swedish_sentence(make: Callable[[], bytes], sentence: str) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        table_rows(make())
    assert str(refused.value).startswith(sentence)
    assert str(refused.value).endswith(".")


def test_a_sheet_that_says_it_is_large_takes_no_room() -> None:
    cells = '<row r="1"><c r="A1" t="inlineStr"><is><t>Kod</t></is></c></row>'
    assert table_rows(sheet(cells, before='<dimension ref="A1:XFD1048576"/>')) == [["Kod"]]


def test_damaged_workbooks_are_read_or_refused_and_never_anything_else() -> None:
    chance = random.Random(14)
    good = workbook_of([*ROWS, ["b", datetime.date(2008, 1, 1)], [1, 2.5]])
    parts = {}
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    outcomes = set()
    for turn in range(400):
        if turn % 2:
            damaged = bytearray(good)
            for _ in range(chance.randrange(1, 6)):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            content = bytes(damaged)
        else:
            name = chance.choice(sorted(parts))
            part = bytearray(parts[name])
            start = chance.randrange(len(part))
            del part[start : start + chance.randrange(1, 30)]
            content = _archive(parts | {name: bytes(part)})
        try:
            table_rows(content)
            outcomes.add("read")
        except UnreadableFileError:
            outcomes.add("refused")
    assert outcomes == {"read", "refused"}
