"""Small tables that come in from a spreadsheet: CSV or XLSX by what the file holds, never by its name.

For an administrator's own files of some dozen rows, read in the process that asked. Lists of people are another
matter: `imports/reading/` reads them.
"""

from __future__ import annotations

import csv
import re

from core.spreadsheets.refusing import UnreadableFileError
from core.spreadsheets.workbooks import workbook_rows
from core.spreadsheets.writing import csv_rows

MAX_BYTES = 2 * 1024 * 1024
MAX_ROWS = 2_000
"""Below the header. A row takes some 10 ms to look at, and whoever chose the file waits (docs/decisions/020)."""

MAX_COLUMNS = 60
"""No table of ours has half as many."""

_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_SEPARATOR_LINE = re.compile("\ufeff?sep=.\r?\n")
"""What some programs put above the header for Excel's sake."""


def table_rows(content: bytes) -> list[list[str]]:
    """The cells of a CSV or XLSX file as text, row by row from the top; empty rows are there, so that rows count alike.

    A day is "2026-11-23", a time of day "08:00", a whole number has no decimals, yes and no are "ja" and "nej".
    Raises UnreadableFileError.
    """
    if len(content) > MAX_BYTES:
        raise UnreadableFileError("Filen är större än 2 MB. Dela upp den i flera filer.")
    rows = _rows_by_kind(content)
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    if not rows:
        raise UnreadableFileError("Filen är tom.")
    if len(rows) > MAX_ROWS + 1:
        raise UnreadableFileError("Filen har fler än 2 000 rader. Dela upp den i flera filer.")
    if any(len(row) > MAX_COLUMNS for row in rows):
        raise UnreadableFileError(f"Filen har fler än {MAX_COLUMNS} kolumner. Jämför den med mallen.")
    for number, row in enumerate(rows, start=1):
        if any(_CONTROL.search(cell) for cell in row):
            raise UnreadableFileError(f"Rad {number} innehåller ett tecken som inte är text. Skriv om cellen.")
    return rows


def _rows_by_kind(content: bytes) -> list[list[str]]:
    if content.startswith(_ZIP):
        return workbook_rows(content, most_rows=MAX_ROWS + 1, most_columns=MAX_COLUMNS)
    if content.startswith(_COMPOUND):
        if _ENCRYPTED in content:
            raise UnreadableFileError("Filen är skyddad med lösenord. Ta bort lösenordet och välj filen igen.")
        raise UnreadableFileError("Filen är i Excels äldre format. Spara den som .xlsx eller CSV och välj den igen.")
    return _csv(content)


def _csv(content: bytes) -> list[list[str]]:
    text = _text(content)
    if "\x00" in text:
        raise UnreadableFileError("Filen är varken CSV eller Excel (.xlsx). Spara den som något av dem.")
    try:
        return csv_rows(_SEPARATOR_LINE.sub("", text, count=1) if _SEPARATOR_LINE.match(text) else text)
    except csv.Error:
        raise UnreadableFileError(
            "Filen går inte att läsa som CSV. Kontrollera att varje citattecken har ett som avslutar."
        ) from None


def _text(content: bytes) -> str:
    """UTF-8, UTF-16 that says so, or what Windows wrote before."""
    for encoding in ("utf-16",) if content.startswith(_UTF_16) else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFileError("Filens tecken går inte att läsa. Spara den som CSV UTF-8 eller Excel (.xlsx).")
