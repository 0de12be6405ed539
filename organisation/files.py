"""Files for spreadsheets: semicolons and a byte order mark for a Swedish Excel, and no cell that runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

# A spreadsheet takes a cell that begins like this for a formula, also in full width and after blanks.
FORMULA_STARTS = tuple("=+-@\uff1d\uff0b\uff0d\uff20")


def harmless(text: str) -> str:
    """The text with a leading apostrophe if a spreadsheet could run it."""
    return f"'{text}" if text.startswith(("\t", "\r", "\n")) or text.lstrip().startswith(FORMULA_STARTS) else text


def csv_text(lines: Iterable[Sequence[str]]) -> str:
    """The lines as semicolon-separated text, every cell harmless."""
    out = io.StringIO()
    out.write("\N{ZERO WIDTH NO-BREAK SPACE}")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for line in lines:
        writer.writerow([harmless(cell) for cell in line])
    return out.getvalue()
