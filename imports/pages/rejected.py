"""The rows of a list that were not taken in, as a file to correct and hand in again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Count

from core.spreadsheets import Cell
from imports.choices import LEFT_OUT
from imports.models import ImportBatch, ImportList, ImportRow
from imports.pages.lists.cells import cells_of, hidden_rows, with_corrections
from imports.values.findings import Severity

REASONS = "Fel"


def rejected_lists(batch: ImportBatch, lists: Iterable[ImportList]) -> list[tuple[ImportList, int]]:
    """The lists with rows that were not taken in and can be shown, with how many these are."""
    rows = ImportRow.objects.filter(batch=batch, verdict__in=LEFT_OUT, protected=False).exclude(cells="")
    counted = dict(rows.order_by().values_list("list").annotate(Count("pk")))
    return [(imported, counted[imported.pk]) for imported in lists if imported.pk in counted]


def rejected_rows(batch: ImportBatch, imported: ImportList) -> list[ImportRow]:
    """The faulty rows of one list, and those left to a person, but those about protected persons."""
    rows = ImportRow.objects.filter(batch=batch, list=imported, verdict__in=LEFT_OUT, protected=False).exclude(cells="")
    found = list(with_corrections(rows.order_by("line")).prefetch_related("issues"))
    hidden = hidden_rows(found)
    return [row for row in found if row.pk not in hidden]


def rejected_lines(imported: ImportList, rows: list[ImportRow]) -> Iterator[list[Cell]]:
    """The list's own headings and what the rows say, corrections included, with why each was not taken in."""
    width = len(imported.headings)
    yield [*imported.headings, REASONS]
    for row in rows:
        cells = (cells_of(row) + [""] * width)[:width]
        yield [*cells, _reasons(row)]


def _reasons(row: ImportRow) -> str:
    errors = [issue.message for issue in row.issues.all() if issue.severity == Severity.ERROR]
    return " ".join(dict.fromkeys(errors))
