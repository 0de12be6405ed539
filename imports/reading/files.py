"""From the bytes of a file to rows under known headings. Knows nothing about persons."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from imports.reading.columns import (
    Column,
    is_header,
    is_second_header_row,
    known_headings,
    missing_columns,
    read_header,
)

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 500
HEAD_BYTES = 256 * 1024
"""So much of a file is looked at before it is read."""

DELIMITERS = (";", "\t", ",")

_ROWS_SEARCHED_FOR_A_HEADER = 100
_DELIMITERS_OF_A_ROW = 3
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2060\ufeff]")


_QUOTED = re.compile(r'"[^"]*"')
_TOO_WIDE = f"Filen har fler än {MAX_COLUMNS} kolumner. Ta bort dem som inte behövs och välj filen igen."


class UnreadableFileError(Exception):
    """The file cannot be read as a list. `message` is one Swedish sentence for the person who chose it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Line:
    """A row of the file; `number` is the line it begins on, counted from 1."""

    number: int
    cells: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not any(self.cells)


@dataclass(frozen=True)
class Table:
    """A list as it stands in the file: what is written above the header row, the columns, and every row below."""

    encoding: str
    titles: tuple[str, ...]
    header_line: int
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


def read_table(content: bytes) -> Table:
    """The rows of a CSV file from any spreadsheet program (see docs/decisions/030-import.md).

    Encoding: byte order mark, else strict UTF-8, else Windows-1252. Delimiter: the one under which most known headings
    are found. Raises UnreadableFileError with one Swedish sentence.
    """
    _refuse_what_is_no_text(content)
    refuse_by_head(content[:HEAD_BYTES])
    text, encoding = decode(content)
    if not text.strip():
        raise UnreadableFileError("Filen är tom. Välj en fil med en rubrikrad och minst en rad under den.")
    delimiter = _delimiter(text)
    lines = []
    for line in _lines(text, delimiter):
        lines.append(line)
        if len(lines) > MAX_ROWS:
            raise UnreadableFileError("Filen har fler än 200 000 rader. Dela upp den i flera filer.")
    return _table(lines, encoding)


def refuse_by_head(head: bytes) -> None:
    """Raise UnreadableFileError for what the first bytes of a file (HEAD_BYTES) show already.

    Columns are counted by their delimiters, without making cells of them.
    """
    _refuse_what_is_no_text(head)
    lines = _QUOTED.sub("", decode(head)[0]).splitlines()
    if any(line.count(delimiter) >= MAX_COLUMNS for line in lines for delimiter in DELIMITERS):
        raise UnreadableFileError(_TOO_WIDE)


def decode(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding. A byte that Windows-1252 does not know becomes U+FFFD."""
    for mark, codec, name in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return content.decode(codec, errors="replace"), name
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "Windows-1252"


def repair_mojibake(text: str) -> str | None:
    """The text as it was before UTF-8 was read as Windows-1252 ("VÃ¤rn" → "Värn"), or None if it was not."""
    if "Ã" not in text:
        return None
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return None


def _refuse_what_is_no_text(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        raise UnreadableFileError("Filen är större än 20 MB. Dela upp den i flera filer.")
    if content.startswith((_ZIP, _OLE)):
        raise UnreadableFileError(
            "Det här är en Excelfil. Bara CSV kan läsas in ännu: spara listan som CSV i Excel och välj den filen."
        )
    if b"\x00" in content and not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise UnreadableFileError("Filen är ingen textfil. Spara listan som CSV i Excel och välj den filen.")


def _delimiter(text: str) -> str:
    """The delimiter under which the header has most known headings; the first of equals."""
    return max(DELIMITERS, key=lambda delimiter: _most_known_headings(text, delimiter))


def _most_known_headings(text: str, delimiter: str) -> int:
    found = 0
    for count, line in enumerate(_lines(text, delimiter, tolerant=True)):
        if count >= _ROWS_SEARCHED_FOR_A_HEADER:
            break
        found = max(found, known_headings(line.cells))
    return found


def _lines(text: str, delimiter: str, *, tolerant: bool = False) -> Iterator[Line]:
    """The records of the text. A quotation mark without its pair would swallow rows unseen, so that is refused."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 1
    try:
        for record in reader:
            if not tolerant and len(record) > MAX_COLUMNS:
                raise UnreadableFileError(_TOO_WIDE)
            if not tolerant and any(_holds_rows(cell, delimiter) for cell in record):
                raise UnreadableFileError(_unpaired_quote(number))
            yield Line(number, tuple(map(_clean, record)))
            number = reader.line_num + 1
    except csv.Error:
        if not tolerant:
            raise UnreadableFileError(_unpaired_quote(number)) from None


def _holds_rows(cell: str, delimiter: str) -> bool:
    """Whether a cell of several lines looks like rows that a stray quotation mark joined."""
    return any(line.count(delimiter) >= _DELIMITERS_OF_A_ROW for line in cell.splitlines()[1:])


def _unpaired_quote(number: int) -> str:
    return f"Rad {number}: ett citattecken saknar sitt par, så att rader flyter ihop. Ta bort det och välj filen igen."


def _clean(cell: str) -> str:
    """One blank between words, letters with their accents in one piece, nothing invisible."""
    return " ".join(_CONTROL.sub("", unicodedata.normalize("NFC", cell)).split())


def _table(lines: list[Line], encoding: str) -> Table:
    at = next((n for n, line in enumerate(lines[:_ROWS_SEARCHED_FOR_A_HEADER]) if is_header(line.cells)), None)
    if at is None:
        raise UnreadableFileError(
            "Filen saknar rubrikrad. Skriv minst fyra rubriker överst, till exempel Pnr, Efternamn, Förnamn och Inkom."
        )
    upper, header, below = _group_headings(lines, at), lines[at].cells, at + 1
    if below < len(lines) and is_second_header_row(header, lines[below].cells):
        upper, header, below = header, _padded(lines[below].cells, len(header)), below + 1
    columns = read_header(upper, header)
    if missing := missing_columns(columns):
        raise UnreadableFileError(
            f"Listan saknar kolumn för {' och '.join(missing)}. Lägg till den och välj filen igen."
        )
    if all(line.is_empty for line in lines[below:]):
        raise UnreadableFileError("Listan har en rubrikrad men inga rader under den.")
    titles = tuple(" ".join(filter(None, line.cells)) for line in lines[:at] if not line.is_empty)
    return Table(encoding, titles, lines[at].number, columns, tuple(lines[below:]))


def _group_headings(lines: list[Line], header_at: int) -> tuple[str, ...]:
    """The row right above the header, if it has group headings; a title stands alone in the first cell."""
    above = lines[header_at - 1].cells if header_at else ()
    return above if any(above[1:]) else ()


def _padded(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return (cells + ("",) * width)[: max(width, len(cells))]
