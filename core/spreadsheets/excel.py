"""Excel workbooks that go out: the only place where the product writes one.

The first sheet is the table: headings that stay, a filter, columns as wide as what they hold, days and times as such.
The second, *Om filen*, says what was asked, when and by whom. A file that is filled in and comes back has no second
sheet, because whatever reads it would take it for data; its mark stands in the print header like that of all.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from core.spreadsheets.tables import Line, Table
from core.spreadsheets.writing import Cell, harmless

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

NO_PERSONS = "Innehåller inga personuppgifter."
"""The mark of a file about nobody who is registered."""

COVER = "Om filen"
DAY, INSTANT, TIME = "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "hh:mm"
WHOLE, PARTS = "#,##0", "#,##0.0"
WIDEST = 60
"""Of a column, in characters; longer text goes on in the next line of its cell."""
NARROWEST = 6
_BUTTON = 3
"""Characters that the filter's button takes of a heading."""
_LONGEST_NAME = 31
_LONGEST_PRINT_LINE = 255

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True)
class About:
    """What a file says of itself. `title` is the page it came from; `facts` are labels and values of the cover."""

    title: str
    facts: Sequence[tuple[str, Cell]] = field(default=())
    mark: str = ""
    author: str = ""
    comes_back: bool = False
    """Whether the file is filled in and read again: then it has no cover, and numbers stand as they are typed."""


def xlsx_bytes(tables: Table | Sequence[Table], about: About) -> bytes:
    """The table as a workbook; several as one sheet each, called by their names.

    Text is made harmless though it is written as text, because a cell that somebody opens to edit is read anew.
    """
    import xlsxwriter  # 40 modules, for the few requests that end in a workbook

    out = io.BytesIO()
    # In memory: the library's files between would be personal data on the disk.
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": about.title, "author": about.author, "comments": about.mark})
        looks, written = _Looks(workbook, about), [tables] if isinstance(tables, Table) else tables
        for table in written:
            _write_table(workbook.add_worksheet(sheet_name(table.name or about.title)), table, looks)
        if not about.comes_back:
            _write_cover(workbook.add_worksheet(COVER), written, looks)
    return out.getvalue()


def sheet_name(title: str) -> str:
    """The title as a sheet can be called: without some signs, not the cover's, at most 31 characters."""
    name = _NOT_IN_A_NAME.sub(" ", _NOT_IN_XML.sub("", title)).strip("' ")[:_LONGEST_NAME].rstrip("' ")
    return name if name and name.casefold() not in (COVER.casefold(), "history") else "Tabell"


class _Looks:
    """The formats of one workbook."""

    def __init__(self, workbook: Any, about: About) -> None:
        def look(**properties: Any) -> Any:
            return workbook.add_format({"valign": "top", **properties})

        self.about = about
        self.text, self.long_text = look(), look(text_wrap=True)
        self.bold, self.title = look(bold=True, text_wrap=True), look(bold=True, font_size=14)
        self.day, self.instant = look(num_format=DAY, align="left"), look(num_format=INSTANT, align="left")
        self.time = look(num_format=TIME, align="left")
        whole, parts = ("General", "General") if about.comes_back else (WHOLE, PARTS)
        self.whole, self.parts = look(num_format=whole), look(num_format=parts)

    def write(self, sheet: Any, row: int, column: int, cell: Cell, text: Any = None) -> None:
        """One cell as what it is; `text` is how a text looks."""
        if isinstance(cell, str):
            sheet.write_string(row, column, _clean(cell), text or self.text)
        elif isinstance(cell, datetime.datetime):
            sheet.write_datetime(row, column, cell.replace(tzinfo=None), self.instant)
        elif isinstance(cell, datetime.date):
            sheet.write_datetime(row, column, cell, self.day)
        elif isinstance(cell, datetime.time):
            sheet.write_datetime(row, column, cell.replace(tzinfo=None), self.time)
        elif cell is not None:
            sheet.write_number(row, column, cell, self.parts if _has_decimals(cell) else self.whole)


def _has_decimals(number: int | float | Decimal) -> bool:
    """Whether the number is shown with decimals: a Decimal has those it was made with, also where they are 0."""
    return int(number.as_tuple().exponent) < 0 if isinstance(number, Decimal) else number != int(number)


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("", harmless(text))


def _write_table(sheet: Any, table: Table, looks: _Looks) -> None:
    for column, heading in enumerate(table.headings):
        looks.write(sheet, 0, column, heading, looks.bold)
    widths = _widths(table)
    for number, row in enumerate(table.rows, start=1):
        for column, cell in enumerate(row):
            looks.write(sheet, number, column, cell, looks.long_text if _is_long(cell) else None)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    if table.headings:
        sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.headings) - 1)
    _prepare_print(sheet, looks.about)
    sheet.repeat_rows(0)


def _widths(table: Table) -> list[int]:
    """In characters, for each column what its longest cell or its heading needs."""
    needed = [_length(heading) + _BUTTON for heading in table.headings]
    for row in table.rows:
        needed += [NARROWEST] * (len(row) - len(needed))
        for column, cell in enumerate(row):
            needed[column] = max(needed[column], _length(cell) + 1)
    return [min(max(width, NARROWEST), WIDEST) for width in needed]


def _length(cell: Cell) -> int:
    """How many characters of a line the cell is shown with."""
    if isinstance(cell, str):
        return max((len(line) for line in cell.splitlines()), default=0)
    if isinstance(cell, datetime.datetime):
        return len(INSTANT)
    if isinstance(cell, datetime.date):
        return len(DAY)
    if isinstance(cell, datetime.time):
        return len(TIME)
    return 0 if cell is None else len(f"{cell:,}")


def _is_long(cell: Cell) -> bool:
    return isinstance(cell, str) and (len(cell) > WIDEST or "\n" in cell)


def _write_cover(sheet: Any, tables: Iterable[Table], looks: _Looks) -> None:
    about = looks.about
    sheet.write_string(0, 0, _clean(about.title), looks.title)
    rows: list[Line] = [*about.facts, *([("Sekretess", about.mark)] if about.mark else []), *_around(tables)]
    for number, row in enumerate(rows, start=2):
        for column, cell in enumerate(row):
            first = looks.bold if column == 0 and len(row) > 1 else looks.long_text
            looks.write(sheet, number, column, cell, first)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, max((len(row) for row in rows), default=2), WIDEST)
    _prepare_print(sheet, about)


def _around(tables: Iterable[Table]) -> Iterable[Line]:
    """What a CSV file has above and below the tables."""
    for part in (part for table in tables for part in (table.above, table.below)):
        if part:
            yield ()
            yield from part


def _prepare_print(sheet: Any, about: About) -> None:
    """Landscape, as wide as the page; what it is and its mark above each, who took it out below."""
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f"&L{_print_text(about.title)}&R{_print_text(about.mark)}"[:_LONGEST_PRINT_LINE])
    sheet.set_footer(f"&L{_print_text(about.author)}&C&D &T&RSida &P av &N"[:_LONGEST_PRINT_LINE])


def _print_text(text: str) -> str:
    """Text of a print line, in which an ampersand begins a command."""
    return _NOT_IN_XML.sub("", text).replace("&", "&&")[:110]
