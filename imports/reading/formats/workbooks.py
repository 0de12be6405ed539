"""Lists in workbooks: each sheet's rows as text, with calamine, which reads the values that formulas had when saved."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import count

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from imports.reading.formats.cell_text import as_text
from imports.reading.formats.compounds import counts_from_1904
from imports.reading.formats.kinds import Kind
from imports.reading.formats.parts import searched
from imports.reading.header import Line, ListHead
from imports.reading.refusals import (
    IS_LOCKED,
    MAX_COLUMNS,
    MAX_LINE_CHARACTERS,
    MAX_ROWS,
    TOO_LONG,
    TOO_WIDE,
    UnreadableFileError,
    too_much_text,
)


def read_workbook(content: bytes, kind: Kind) -> Iterator[tuple[ListHead, Iterator[Line]]]:
    """What is known of each sheet before its lines, and its lines from the first row of the sheet on, in order.

    Sheets of other kinds (diagrams) are left out. Raises UnreadableFileError, and calamine's own errors for a damaged
    file.
    """
    epoch_1904 = counts_from_1904(io.BytesIO(content)) if kind == Kind.XLS else searched(content, kind)
    try:
        workbook = load_workbook(io.BytesIO(content))
    except PasswordError as error:
        raise UnreadableFileError(IS_LOCKED) from error
    return _sheets(workbook, kind, epoch_1904)


def _sheets(workbook: CalamineWorkbook, kind: Kind, epoch_1904: bool) -> Iterator[tuple[ListHead, Iterator[Line]]]:
    left = MAX_ROWS
    for place, about in enumerate(workbook.sheets_metadata):
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_index(place)
        if sheet.start is None or sheet.end is None:
            continue
        if sheet.end[1] >= MAX_COLUMNS:
            raise UnreadableFileError(TOO_WIDE)
        left -= sheet.end[0] + 1
        if left < 0:
            raise UnreadableFileError(TOO_LONG)
        hidden = about.visible != SheetVisibleEnum.Visible
        yield ListHead(about.name, hidden, kind.value, epoch_1904), _lines(sheet, sheet.start[1])


def _lines(sheet: CalamineSheet, first_column: int) -> Iterator[Line]:
    """From the first row of the sheet on; columns that are empty to the left are kept as well."""
    to_the_left = ("",) * first_column
    for number, row in zip(count(1), sheet.iter_rows(), strict=False):
        cells = to_the_left + tuple(map(as_text, row))
        if sum(map(len, cells)) > MAX_LINE_CHARACTERS:
            raise too_much_text(number)
        yield Line(number, cells)
