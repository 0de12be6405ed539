"""The first list of a file as a whole: what remains for callers that do not read piece by piece (see lists.py)."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from itertools import chain

from imports.reading.before_reading import refuse_by_head
from imports.reading.columns import Column, missing_columns, read_header
from imports.reading.formats.encodings import decode
from imports.reading.header import Line
from imports.reading.lists import read_lists
from imports.reading.mojibake import repair_mojibake
from imports.reading.refusals import HEAD_BYTES, MAX_BYTES, MAX_COLUMNS, UnreadableFileError

__all__ = [
    "HEAD_BYTES",
    "MAX_BYTES",
    "MAX_COLUMNS",
    "Line",
    "Table",
    "UnreadableFileError",
    "decode",
    "read_table",
    "refuse_by_head",
    "repair_mojibake",
]


@dataclass(frozen=True)
class Table:
    """A list as it stands in the file: what is written above the header row, the columns, and every row below."""

    encoding: str
    titles: tuple[str, ...]
    header_line: int
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


def read_table(content: bytes) -> Table:
    """The first list in a file, with all its rows. Raises UnreadableFileError with one Swedish sentence."""
    with closing(read_lists(content, "")) as lists:
        head, pieces = next(found for found in lists if not found[0].refusal)
        columns = read_header(head.upper, head.headings)
        if missing := missing_columns(columns):
            raise UnreadableFileError(
                f"Listan saknar kolumn för {' och '.join(missing)}. Lägg till den och välj filen igen."
            )
        return Table(head.encoding, head.titles, head.header_line, columns, tuple(chain.from_iterable(pieces)))
