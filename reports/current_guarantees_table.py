"""The table of how jobbgarantin stands, made fit for its readers, in the order they ask for, and as a file."""

from __future__ import annotations

import re
from decimal import Decimal

from core.shares import Share
from core.sorting import in_order
from core.spreadsheets import Cell as FileCell
from core.spreadsheets import Table
from measures.guarantee_now.measures import GUARANTEE_NOW, Subject
from measures.guarantee_now.report import Row, StandingReport
from measures.publication import Count, Publication
from measures.remarks import remarks_on_hiding, remarks_on_units
from reports.exports import indented
from reports.tables import Line, entry

UNIT = "enhet"
_SHARE = re.compile(r"[0-9]+,[0-9]+")


class StandingTable:
    """What of a report may be printed: within the own unit everything, outside it small numbers are hidden."""

    first_column = "Enhet"
    caption = Subject.PER_UNIT.value

    def __init__(self, report: StandingReport, order: str = UNIT) -> None:
        self.report = report
        self.publication = Publication(report)
        outside = report.scope.leaves_unit
        measures = GUARANTEE_NOW.columns(Subject.PER_UNIT)
        self.columns = {one.key: one for one in measures if not (outside and one.own_unit_only)}
        self.order = order if order.removeprefix("-") in (UNIT, *self.columns) else UNIT

    @property
    def remarks(self) -> list[str]:
        """What a reader must know to read the table right."""
        return remarks_on_units(self.report.scope, self.report.rows) + remarks_on_hiding(self.publication)

    @property
    def lines(self) -> list[Line]:
        """The rows in their order, branches under their jobbtorg, the total last."""
        heads = [row for row in self.report.rows if not row.level and not row.is_total]
        found = []
        for head in self._in_order(heads):
            found += [head, *(row for row in self.report.rows if row.key in head.branches)]
        return [self._line(row) for row in (*found, *(row for row in self.report.rows if row.is_total))]

    def _line(self, row: Row) -> Line:
        entries = tuple(entry(self.publication.shown(row, measure)) for measure in self.columns.values())
        branches = bool(row.branches)
        return Line(row.name, entries, row.key, row.level, is_total=row.is_total, has_branches=branches)

    def _in_order(self, heads: list[Row]) -> list[Row]:
        """By what is printed, so that the order tells nothing that is hidden; what is, comes last either way."""
        key = self.order.removeprefix("-")
        if key == UNIT:
            return heads[::-1] if self.order.startswith("-") else heads
        measure = self.columns[key]
        return in_order(heads, lambda row: _printed(self.publication.shown(row, measure)), self.order)

    def as_file(self) -> Table:
        """The table as a file, with what it is above and what to keep in mind below."""
        period, definitions = self.report.period, GUARANTEE_NOW.definitions
        return Table(
            headings=[self.first_column, *(measure.label for measure in self.columns.values())],
            rows=[[indented(line), *(_in_file(one.file) for one in line.entries)] for line in self.lines],
            above=[
                [self.caption, self.report.today],
                ["Avgjorda", period.first, period.last],
                ["Innehåller inga uppgifter om enskilda personer"],
            ],
            below=[
                *(["Så räknas det", about.formula, about.text, about.population] for about in definitions),
                *(["Att tänka på", remark] for remark in self.remarks),
            ],
        )


def _printed(content: Count | Share | None) -> Decimal | None:
    if isinstance(content, Count):
        return Decimal(content.value) if content.is_exact else None
    return content.quotient if content else None


def _in_file(text: str) -> FileCell:
    """A number as such, a share with its decimal; what is hidden as the words that say so."""
    if text.isdecimal():
        return int(text)
    return Decimal(text.replace(",", ".")) if _SHARE.fullmatch(text) else text
