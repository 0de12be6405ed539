"""A table on its way into a file: what is one row under headings, and what stands around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from core.spreadsheets.writing import Cell

Line = Sequence[Cell]


@dataclass(frozen=True)
class Table:
    """Headings and rows. `above` and `below` are lines around them in a CSV file; a workbook has them on its cover.

    `name`: what its sheet is called, where the title of the file does not say it.
    """

    headings: Sequence[Cell]
    rows: Sequence[Line]
    above: Sequence[Line] = field(default=())
    below: Sequence[Line] = field(default=())
    name: str = ""

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Table:
        """The table of lines that begin with the headings; what follows the first empty line is below it."""
        headings, *rest = [list(line) for line in lines] or [[]]
        ends = next((number for number, line in enumerate(rest) if not line), len(rest))
        return cls(headings, rest[:ends], below=rest[ends + 1 :])

    def lines(self) -> Iterator[Line]:
        """All of it as a CSV file has it, an empty line between the parts."""
        if self.above:
            yield from self.above
            yield []
        yield self.headings
        yield from self.rows
        if self.below:
            yield []
            yield from self.below


def lines_of(tables: Iterable[Table]) -> Iterator[Line]:
    """Several tables as one CSV file has them, an empty line between."""
    for number, table in enumerate(tables):
        if number:
            yield []
        yield from table.lines()
