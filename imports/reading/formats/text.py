"""Lists in text files: the delimiter, and the records between the quotation marks."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from imports.profiles.headings import known_headings
from imports.reading.formats.cell_text import clean
from imports.reading.formats.encodings import decode
from imports.reading.header import ROWS_SEARCHED_FOR_A_HEADER, Line, ListHead
from imports.reading.refusals import (
    MAX_COLUMNS,
    MAX_LINE_CHARACTERS,
    MAX_ROWS,
    TOO_LONG,
    TOO_WIDE,
    UnreadableFileError,
    too_much_text,
)

DELIMITERS = (";", "\t", ",", "|")

_HEAD_CHARACTERS = 256 * 1024
_DELIMITERS_OF_A_ROW = 3
_QUOTED = re.compile(r'"[^"]*"')


def read_text(content: bytes) -> tuple[ListHead, Iterator[Line]]:
    """What is known of the list before its lines, and the lines. The whole file is checked before the first of them.

    Raises UnreadableFileError for too many rows or columns and for quotation marks without their pair.
    """
    text, encoding = decode(content)
    delimiter = _delimiter(text[:_HEAD_CHARACTERS])
    _check(text, delimiter)
    lines = (Line(number, tuple(map(clean, record))) for number, record in _records(text, delimiter))
    return ListHead(sheet="", hidden=False, encoding=encoding, epoch_1904=False), lines


def refuse_wide_lines(text: str) -> None:
    """Raise UnreadableFileError if a line has too many delimiters; no cells are made."""
    lines = _QUOTED.sub("", text).splitlines()
    if any(line.count(delimiter) >= MAX_COLUMNS for line in lines for delimiter in DELIMITERS):
        raise UnreadableFileError(TOO_WIDE)


def _delimiter(head: str) -> str:
    """The delimiter under which a row has most known headings; the first of equals."""
    return max(DELIMITERS, key=lambda delimiter: _most_known_headings(head, delimiter))


def _most_known_headings(head: str, delimiter: str) -> int:
    found = 0
    try:
        for _number, record in islice(_records(head, delimiter), ROWS_SEARCHED_FOR_A_HEADER):
            found = max(found, known_headings([clean(cell) for cell in record]))
    except UnreadableFileError:
        pass
    return found


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it begins on. Raises UnreadableFileError for a cell that does not end."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 1
    try:
        for record in reader:
            yield number, record
            number = reader.line_num + 1
    except csv.Error:
        raise UnreadableFileError(_unpaired_quote(number)) from None


def _check(text: str, delimiter: str) -> None:
    """A quotation mark without its pair would swallow rows unseen, so that is refused."""
    for count, (number, record) in enumerate(_records(text, delimiter), start=1):
        if count > MAX_ROWS:
            raise UnreadableFileError(TOO_LONG)
        if len(record) > MAX_COLUMNS:
            raise UnreadableFileError(TOO_WIDE)
        if any(_holds_rows(cell, delimiter) for cell in record):
            raise UnreadableFileError(_unpaired_quote(number))
        if sum(map(len, record)) > MAX_LINE_CHARACTERS:
            raise too_much_text(number)


def _holds_rows(cell: str, delimiter: str) -> bool:
    """Whether a cell of several lines looks like rows that a stray quotation mark joined."""
    if "\n" not in cell and "\r" not in cell:
        return False
    return any(line.count(delimiter) >= _DELIMITERS_OF_A_ROW for line in cell.splitlines()[1:])


def _unpaired_quote(number: int) -> str:
    return f"Rad {number}: ett citattecken saknar sitt par, så att rader flyter ihop. Ta bort det och välj filen igen."
