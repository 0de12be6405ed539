"""CSV files for a Swedish Excel in which no text is run as a formula; `excel` beside it writes workbooks.

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
from collections.abc import Iterable
from decimal import Decimal

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
DELIMITER = ";"
DELIMITERS = (DELIMITER, ",", "\t")
FORMULA_STARTS = frozenset("=+-@\N{MINUS SIGN}")
APOSTROPHE = "'"

Cell = str | int | float | Decimal | datetime.date | datetime.time | None
"""A day, an instant in local time, a time of day, a number, a text or nothing."""


def is_formula(text: str) -> bool:
    """Whether a spreadsheet could run the text: also in full width, and after blanks and signs that take no space."""
    if text.startswith(("\t", "\r", "\n")):
        return True
    for sign in text:
        if unicodedata.category(sign)[0] not in "ZC":
            return unicodedata.normalize("NFKC", sign)[0] in FORMULA_STARTS
    return False


def harmless(text: str) -> str:
    """The text, with an apostrophe in front if a spreadsheet could run it as a formula.

    A formula that begins with apostrophes gets one more, so that `as_it_was` restores the text exactly.
    """
    return f"{APOSTROPHE}{text}" if is_formula(text.lstrip(APOSTROPHE)) else text


def as_it_was(text: str) -> str:
    """Undoes `harmless`, so that a file which went out comes in unchanged."""
    return text[1:] if text.startswith(APOSTROPHE) and is_formula(text.lstrip(APOSTROPHE)) else text


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return harmless(cell)
    if isinstance(cell, datetime.datetime):
        # CSV files have told the day alone from the beginning, and others read them.
        return cell.date().isoformat()
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    if isinstance(cell, datetime.time):
        return f"{cell:%H.%M}"
    return str(cell).replace(".", ",")


def csv_text(rows: Iterable[Iterable[Cell]]) -> str:
    """The rows as one file; a text cell is harmless, a number keeps its sign."""
    out = io.StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out, delimiter=DELIMITER, lineterminator="\r\n")
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return out.getvalue()


def csv_rows(text: str) -> list[list[str]]:
    """The rows of a file that `csv_text` wrote, or of one with commas or tabs, told apart by the header.

    Empty lines are empty rows. Raises csv.Error.
    """
    text = text.removeprefix(BYTE_ORDER_MARK)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    return [[as_it_was(cell) for cell in row] for row in rows]


def _delimiter(text: str) -> str:
    """The sign that parts the first line that says something into most cells."""
    header = re.split("[\r\n]", text.lstrip("\r\n"), maxsplit=1)[0]
    return max(DELIMITERS, key=lambda sign: len(next(csv.reader([header], delimiter=sign), [])))
