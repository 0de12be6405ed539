"""Excel workbooks that come in: looked through before they are opened, then the one sheet that holds something.

calamine makes room for every cell between the first and the last (github.com/tafia/calamine/issues/693), so that a
file of 2 kB with a cell in the last corner of the sheet ends the process. So the places of all cells are read first.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from xml.parsers import expat

from core.spreadsheets.refusing import UnreadableFileError
from core.spreadsheets.writing import as_it_was

MAX_PARTS = 200
MAX_UNPACKED = 20 * 1024 * 1024
_MIDNIGHT = datetime.time()
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".bin", ".vml")
_PLACE = re.compile(r"([A-Z]{1,7})([0-9]{1,9})")
_TOO_LONG = "Arbetsboken har fler än 2 000 rader. Ta bort tomma rader långt ned, eller dela upp den."
_DAMAGED = "Arbetsboken är skadad. Öppna den i Excel, spara den på nytt och välj den igen."

Found = str | int | float | bool | datetime.date | datetime.time | datetime.timedelta


def workbook_rows(content: bytes, *, most_rows: int, most_columns: int) -> list[list[str]]:
    """The cells of a workbook's only sheet with content as text, from its first row. Raises UnreadableFileError."""
    for part in _parts(content):
        _look_through(part, most_rows, most_columns)
    filled = [rows for rows in _sheets(content) if any(any(row) for row in rows)]
    if len(filled) > 1:
        raise UnreadableFileError("Flera blad i arbetsboken har innehåll. Spara bladet i en egen fil och välj den.")
    return filled[0] if filled else []


def _parts(content: bytes) -> list[bytes]:
    """The XML of the workbook, unpacked as far as is allowed, whatever the archive says of its sizes."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _refuse_other_kinds({member.filename.lower() for member in members})
            if len(members) > MAX_PARTS or sum(member.file_size for member in members) > MAX_UNPACKED:
                raise UnreadableFileError("Arbetsboken är för stor när den packas upp.")
            return [part for member in members if (part := _part(archive, member))]
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError, ValueError):
        raise UnreadableFileError(_DAMAGED) from None


def _refuse_other_kinds(names: set[str]) -> None:
    if any("vbaproject" in name or "macrosheets/" in name for name in names):
        raise UnreadableFileError("Arbetsboken innehåller makron. Spara den som .xlsx utan makron och välj den igen.")
    if any("externallinks/" in name for name in names):
        raise UnreadableFileError("Arbetsboken hämtar värden ur andra filer. Klistra in värdena och spara den igen.")
    if "xl/workbook.xml" not in names:
        raise UnreadableFileError("Filen är varken CSV eller Excel (.xlsx). Spara den som något av dem.")


def _part(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """One part; nothing for a picture or the like, which holds no cells."""
    with archive.open(member) as packed:
        found = packed.read(MAX_UNPACKED)
    if member.filename.lower().endswith(_PICTURES) and b"sheetData" not in found:
        return b""
    return found


def _look_through(part: bytes, most_rows: int, most_columns: int) -> None:
    """Refuse a part with a cell outside the table's bounds, with entities, or that is no XML."""

    def element(name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        place = attributes.get("r", "")
        if kind == "row" and place and not (place.isdecimal() and int(place[:9]) <= most_rows):
            raise UnreadableFileError(_TOO_LONG)
        if kind == "c" and place:
            _refuse_outside(place, most_rows, most_columns)
        if kind == "c" and attributes.get("t") == "e":
            raise UnreadableFileError(f"Cell {place} innehåller ett fel från Excel. Rätta cellen och spara filen igen.")

    def entity(*_: object) -> None:
        raise UnreadableFileError(_DAMAGED)

    parser = expat.ParserCreate()
    parser.StartElementHandler = element
    parser.EntityDeclHandler = entity
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, LookupError, ValueError):
        raise UnreadableFileError(_DAMAGED) from None


def _refuse_outside(place: str, most_rows: int, most_columns: int) -> None:
    match = _PLACE.fullmatch(place)
    if match is None:
        raise UnreadableFileError(_DAMAGED)
    if int(match[2]) > most_rows:
        raise UnreadableFileError(_TOO_LONG)
    if _column_number(match[1]) > most_columns:
        raise UnreadableFileError(f"Arbetsboken har fler än {most_columns} kolumner. Ta bort tomma kolumner långt ut.")


def _column_number(letters: str) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _sheets(content: bytes) -> list[list[list[str]]]:
    """All sheets that hold cells and are shown."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        with CalamineWorkbook.from_object(io.BytesIO(content)) as workbook:
            return [
                [_texts(row) for row in workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)]
                for sheet in workbook.sheets_metadata
                if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
            ]
    except (CalamineError, OSError, ValueError):
        raise UnreadableFileError(_DAMAGED) from None


def _texts(row: Iterable[Found]) -> list[str]:
    return [_as_text(cell) for cell in row]


def _as_text(cell: Found) -> str:
    """What an administrator would have typed for the cell."""
    if isinstance(cell, bool):
        return "ja" if cell else "nej"
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == _MIDNIGHT else cell.isoformat(" ", "minutes")
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    if isinstance(cell, datetime.time):
        return f"{cell:%H:%M}"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell).replace(".", ",")
    return as_it_was(cell) if isinstance(cell, str) else str(cell)
