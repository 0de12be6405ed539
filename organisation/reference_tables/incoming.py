"""The rows of a file of reference data that somebody has chosen, and where in the file each of them stood."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tablib

from core.spreadsheets.reading import table_rows
from core.spreadsheets.refusing import UnreadableFileError

EXPLANATION, EXAMPLE = "Förklaring: ", "Exempel: "
"""How the rows of a template begin that tell how to fill it in. They are not read in."""

_HELPING = (EXPLANATION.strip(), EXAMPLE.strip())


class IncomingTable(tablib.Dataset):
    """A table that knows the rows of its file: `row_numbers` of its own rows, `helping` rows that were left out."""

    row_numbers: list[int]
    helping: int


def incoming_table(content: bytes) -> IncomingTable:
    """The header and the rows of a CSV or XLSX file, without empty and helping ones. Raises UnreadableFileError."""
    filled = [(number, row) for number, row in enumerate(table_rows(content), start=1) if any(map(str.strip, row))]
    (_, header), *below = filled
    width = max(place for place, cell in enumerate(header, start=1) if cell.strip())
    rows = [(number, row) for number, row in below if not row[0].strip().startswith(_HELPING)]
    if not rows:
        raise UnreadableFileError("Filen har inga rader att läsa in under rubriken. Fyll i den och välj den igen.")
    table = IncomingTable(*(_fitted(row, width, number) for number, row in rows), headers=_named(header[:width]))
    table.row_numbers = [number for number, _ in rows]
    table.helping = len(below) - len(rows)
    return table


def _named(header: Sequence[str]) -> list[str]:
    for place, name in enumerate(header, start=1):
        if not name.strip():
            raise UnreadableFileError(f"Kolumn {place} saknar rubrik. Rubrikerna ska stå på den första raden.")
    return list(header)


def _fitted(row: Sequence[Any], width: int, number: int) -> list[Any]:
    """The row as wide as the header: a spreadsheet leaves out empty cells at the end of a line."""
    if any(cell.strip() for cell in row[width:]):
        raise UnreadableFileError(f"Rad {number} har fler celler än rubriken.")
    return [*row[:width], *[""] * (width - len(row))]
