"""Files for a Swedish Excel, with cells that stay what they are: the only place where the product writes CSV and XLSX.

Semicolons, decimal commas, UTF-8 with a byte order mark. A spreadsheet takes a text for a formula when it begins with
one of a few signs, and a formula can send the sheet elsewhere; such a text gets an apostrophe in front. Numbers and
days are written as numbers and days.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable
from decimal import Decimal
from html import escape

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
DELIMITER = ";"
FORMULA_STARTS = frozenset("=+-@\N{MINUS SIGN}")
APOSTROPHE = "'"

Cell = str | int | float | Decimal | datetime.date | None


def is_formula(text: str) -> bool:
    """Whether a spreadsheet could run the text: also in full width, and after blanks and signs that take no space."""
    if text.startswith(("\t", "\r", "\n")):
        return True
    for sign in text:
        if unicodedata.category(sign)[0] not in "ZC":
            return unicodedata.normalize("NFKC", sign)[0] in FORMULA_STARTS
    return False


def harmless(text: str) -> str:
    """The text with a leading apostrophe if a spreadsheet could run it, or if it looks as if it had got one already."""
    return f"{APOSTROPHE}{text}" if is_formula(text.lstrip(APOSTROPHE)) else text


def as_it_was(text: str) -> str:
    """Undoes `harmless`, so that a file which went out comes in unchanged."""
    return text[1:] if text.startswith(APOSTROPHE) and is_formula(text.lstrip(APOSTROPHE)) else text


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return harmless(cell)
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return str(cell).replace(".", ",")


def csv_text(rows: Iterable[Iterable[Cell]]) -> str:
    """The rows as one file; a text cell is harmless, a number keeps its sign."""
    out = io.StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out, delimiter=DELIMITER, lineterminator="\r\n")
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return out.getvalue()


def csv_rows(text: str) -> list[list[str]]:
    """The rows of a file that `csv_text` wrote, or of one with commas, told apart by the header. Raises csv.Error."""
    text = text.removeprefix(BYTE_ORDER_MARK)
    header = text.partition("\n")[0]
    delimiter = DELIMITER if DELIMITER in header else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    return [[as_it_was(cell) for cell in row] for row in rows]


# --- Workbooks -----------------------------------------------------------------------------------------------------
# The smallest file that is a workbook (ECMA-376): one sheet, its cells written out. Text is marked as text and is made
# harmless all the same, because a cell that somebody opens to edit is read anew.

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DAY_ZERO = datetime.date(1899, 12, 30)
_A_DAY_STYLE = 1
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
    '<sheet name="Blad1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>',
    # Style 0 is plain, style 1 a day (built-in format 14).
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
}


def xlsx_bytes(rows: Iterable[Iterable[Cell]]) -> bytes:
    """The rows as an Excel workbook of one sheet: days and numbers as such, text as harmless text."""
    lines = "".join(f"<row>{''.join(_xlsx_cell(cell) for cell in row)}</row>" for row in rows)
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{lines}</sheetData></worksheet>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as workbook:
        for name, part in {**_PARTS, "xl/worksheets/sheet1.xml": sheet}.items():
            workbook.writestr(name, _HEAD + part)
    return out.getvalue()


def _xlsx_cell(cell: Cell) -> str:
    if cell is None:
        return "<c/>"
    if isinstance(cell, str):
        text = escape(_NOT_IN_XML.sub("", harmless(cell)))
        return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    if isinstance(cell, datetime.date):
        day = cell.date() if isinstance(cell, datetime.datetime) else cell
        return f'<c s="{_A_DAY_STYLE}"><v>{(day - _DAY_ZERO).days}</v></c>'
    return f"<c><v>{cell}</v></c>"
