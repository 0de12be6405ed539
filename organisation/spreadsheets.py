"""CSV files for a Swedish Excel, with cells that stay what they are: the only place where the product writes CSV.

Semicolons, decimal commas, UTF-8 with a byte order mark. A spreadsheet takes a text for a formula when it begins with
one of a few signs, and a formula can send the sheet elsewhere; such a text gets an apostrophe in front. Numbers and
days are written as numbers and days.
"""

from __future__ import annotations

import csv
import datetime
import io
import unicodedata
from collections.abc import Iterable
from decimal import Decimal

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
