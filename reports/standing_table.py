"""The table of how jobbgarantin stands, made fit for its readers, in the order they ask for, and as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property

from core.shares import Share
from core.sorting import in_order
from core.spreadsheets import Cell as FileCell
from core.workdays import working_days_between
from reports import definitions
from reports.exports import indented, remarks_on_units
from reports.publication import RANK_OF_WHOLES, RANKS, Count
from reports.standing import Row, Standing, StandingReport
from reports.suppression import Cell, Equation, Key, Mark, Place, suppress
from reports.tables import Line, entry
from reports.ties import RANK_OF_TOTAL_ROW, along, tie_columns

COUNTED = ("near", "not_booked", "late", "met", "breached", "excused", "decided")
NOT_PRINTED = ("booked", "late_within", "done_late")
"""What follows from the printed numbers, or ties them together: what is late of the thirty days is broken too."""

Content = Callable[["StandingTable", Row], Count | Share | None]


def _count(name: str) -> Content:
    return lambda table, row: table.count(row, name)


COLUMNS: dict[str, tuple[str, Content]] = {
    "nara": ("Förfaller inom 5 arbetsdagar", _count("near")),
    "obokade": ("Därav utan bokat möte", _count("not_booked")),
    "sena": ("Försenade nu", _count("late")),
    "aldst": ("Äldsta försenade, arbetsdagar", lambda table, row: table.oldest(row)),
    "avgjorda": ("Avgjorda 30 dagar", _count("decided")),
    "hallna": ("Hållna", _count("met")),
    "brutna": ("Brutna", _count("breached")),
    "ursaktade": ("Ursäktade", _count("excused")),
    "andel-brutna": ("Andel brutna", lambda table, row: table.share(row, "broken", "breached")),
    "andel-hallna": ("Andel hållna", lambda table, row: table.share(row, "held", "met")),
}
"""The columns by the key they are sorted by."""

OF_ONE_PERSON = "aldst"
"""The column that only the own unit sees; with it others could tell which of the late ones are among the broken."""

UNIT = "enhet"


class StandingTable:
    """What of a report may be printed: within the own unit everything, outside it small numbers are hidden."""

    first_column = "Enhet"
    caption = "Jobbgarantin just nu per jobbtorg"

    def __init__(self, report: StandingReport, order: str = UNIT) -> None:
        self.report = report
        outside = report.scope.leaves_unit
        self.columns = {key: one for key, one in COLUMNS.items() if not (outside and key == OF_ONE_PERSON)}
        self.order = order if order.removeprefix("-") in (UNIT, *self.columns) else UNIT

    @cached_property
    def marks(self) -> Mapping[Key, Mark]:
        """The mark of each (row key, column)."""
        return suppress(*_cells(self.report)) if self.report.scope.leaves_unit else {}

    def mark(self, row: Row, column: str) -> Mark:
        return self.marks.get((row.key, column), Mark.EXACT)

    def count(self, row: Row, column: str) -> Count:
        return Count(getattr(row.figures, column), self.mark(row, column))

    def share(self, row: Row, name: str, part: str) -> Share | None:
        """A share, or None if a number it is made of is hidden: the share would give it away."""
        shown = self.mark(row, part) is self.mark(row, "decided") is Mark.EXACT
        return getattr(row.figures, name) if shown else None

    def oldest(self, row: Row) -> Count | Share | None:
        """For how many working days the oldest has been late."""
        if row.figures.oldest is None:
            return Share(0, 0)  # a dash
        return Count(working_days_between(row.figures.oldest, self.report.today))

    @property
    def remarks(self) -> list[str]:
        """What a reader must know to read the table right."""
        found = remarks_on_units(self.report.scope, self.report.rows)
        is_hidden = any(mark is not Mark.EXACT for mark in self.marks.values())
        return [*found, definitions.SMALL_NUMBERS] if is_hidden else found

    @property
    def lines(self) -> list[Line]:
        """The rows in their order, branches under their jobbtorg, the total last."""
        heads = [row for row in self.report.rows if not row.level and not row.is_total]
        found = []
        for head in self._in_order(heads):
            found += [head, *(row for row in self.report.rows if row.key in head.branches)]
        return [self._line(row) for row in (*found, *(row for row in self.report.rows if row.is_total))]

    def _line(self, row: Row) -> Line:
        entries = tuple(entry(content(self, row)) for _, content in self.columns.values())
        branches = bool(row.branches)
        return Line(row.name, entries, row.key, row.level, is_total=row.is_total, has_branches=branches)

    def _in_order(self, heads: list[Row]) -> list[Row]:
        """By what is printed, so that the order tells nothing that is hidden; what is, comes last either way."""
        key = self.order.removeprefix("-")
        if key == UNIT:
            return heads[::-1] if self.order.startswith("-") else heads
        _, content = self.columns[key]
        return in_order(heads, lambda row: _printed(content(self, row)), self.order)

    def file_lines(self) -> Iterator[list[FileCell]]:
        """The table as a file, with what it is at the top and what to keep in mind at the end."""
        yield [self.caption, self.report.today]
        yield ["Avgjorda", self.report.period.first, self.report.period.last]
        yield ["Innehåller inga uppgifter om enskilda personer"]
        yield []
        yield [self.first_column, *(label for label, _ in self.columns.values())]
        for line in self.lines:
            yield [indented(line), *(_in_file(one.file) for one in line.entries)]
        yield []
        about = definitions.STANDING
        yield ["Så räknas det", about.formula, about.text, about.population]
        for remark in self.remarks:
            yield ["Att tänka på", remark]


def _printed(content: Count | Share | None) -> Decimal | None:
    if isinstance(content, Count):
        return Decimal(content.value) if content.is_exact else None
    return content.quotient if content else None


def _in_file(text: str) -> FileCell:
    return int(text) if text.isdecimal() else text


def _cells(report: StandingReport) -> tuple[dict[Key, Cell], list[Equation]]:
    cells: dict[Key, Cell] = {}
    equations: list[Equation] = []
    for row in report.rows:
        cells |= {(row.key, column): Cell(_value(row.figures, column), rank=_rank(row, column)) for column in COUNTED}
        cells |= {(row.key, column): Cell(_value(row.figures, column), Place.DERIVED) for column in NOT_PRINTED}
        # That nobody has been late for longer than the thirty days is a guess a reader may make.
        cells[row.key, "late_before"] = Cell(row.figures.late_before, Place.ASSUMED)
        equations += [
            along(row, ("booked", "not_booked"), ("near",)),
            along(row, ("late_within", "late_before"), ("late",)),
            along(row, ("late_within", "done_late"), ("breached",)),
            along(row, ("met", "breached", "excused"), ("decided",)),
        ]
    tie_columns(report.rows, cells, equations, (*COUNTED, *NOT_PRINTED), _value)
    return cells, equations


def _value(figures: Standing, column: Key) -> int:
    return int(getattr(figures, str(column)))


def _rank(row: Row, column: str) -> int:
    return (RANKS | RANK_OF_WHOLES).get(column, 0) + (RANK_OF_TOTAL_ROW if row.is_total else 0)
