"""Rows that are pasted from a spreadsheet or chosen as a small file, as text by column."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.spreadsheets.reading import MAX_BYTES, table_rows
from core.spreadsheets.refusing import UnreadableFileError
from organisation.access.permissions import Act
from organisation.access.uploads import Uploads
from referrals.attachments.limits import MB
from referrals.drafts import Typed
from referrals.lists.columns import ALWAYS, MOST_ROWS, Column, columns_of

UPLOADS = Uploads(Act.SEND_REFERRAL, most_together=60 * MB, most_in_memory=MAX_BYTES)
"""A file that is too large is counted and thrown away while it comes, so that the page can say how large it was."""
PAGES = frozenset({"referral_list_new"})
"""URL names of the pages that take a list."""

FEWEST_HEADINGS = 2
"""From so many known headings the first row is one of headings, and not of a person."""
FEWEST_DIGITS = 6


@dataclass
class Incoming:
    """What came in: rows by column, and the headings whose columns are not used."""

    rows: list[Typed]
    unused: list[str] = field(default_factory=list)


def incoming_rows(content: bytes) -> Incoming:
    """The rows of a pasted text or of a CSV or XLSX file, at most fifty. Raises UnreadableFileError."""
    table = [row for row in table_rows(content) if any(cell.strip() for cell in row)]
    if not table:
        raise UnreadableFileError("Listan är tom.")
    columns = columns_of(table[0])
    has_headings = sum(column is not None for column in columns) >= FEWEST_HEADINGS and not _holds_a_number(table[0])
    unused = []
    if has_headings:
        unused = [cell for cell, column in zip(table[0], columns, strict=True) if cell.strip() and column is None]
        table = table[1:]
        if ALWAYS[0] not in columns:
            raise UnreadableFileError(f"Listan saknar kolumnen {ALWAYS[0].heading}. Jämför den med mallen.")
    else:
        columns = list(ALWAYS)
    if not table:
        raise UnreadableFileError("Listan har rubriker men inga rader.")
    if len(table) > MOST_ROWS:
        raise UnreadableFileError(f"Listan har {len(table)} rader. Dela upp den i delar om högst {MOST_ROWS}.")
    return Incoming([_typed(row, columns) for row in table], unused)


def _holds_a_number(row: list[str]) -> bool:
    """Whether a cell has as many digits as an identity number, which no heading has."""
    return any(sum(sign.isdecimal() for sign in cell) >= FEWEST_DIGITS for cell in row)


def _typed(row: list[str], columns: list[Column | None]) -> Typed:
    return {column.name: cell.strip() for cell, column in zip(row, columns, strict=False) if column and cell.strip()}
