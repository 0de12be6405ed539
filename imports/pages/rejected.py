"""The rows of a list that were not taken in, as a file to correct and hand in again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Count, QuerySet
from django.utils.text import slugify

from core.spreadsheets import Cell
from imports.choices import LEFT_OUT
from imports.models import ImportBatch, ImportList, ImportRow
from imports.pages.lists.cells import cells_of, hidden_rows, with_corrections
from imports.pages.lists.meanings import heading_of
from imports.values.findings import Severity

REASONS = "Fel"
_LONGEST_NAME = 120


def rejected_lists(batch: ImportBatch, lists: Iterable[ImportList]) -> list[tuple[ImportList, int]]:
    """The lists with rows that were not taken in and can be shown, with how many these are."""
    counted = dict(_rejected(batch).order_by().values_list("list").annotate(Count("pk")))
    return [(imported, counted[imported.pk]) for imported in lists if imported.pk in counted]


def rejected_rows(batch: ImportBatch, imported: ImportList) -> list[ImportRow]:
    """The faulty rows of one list, and those left to a person, but those about protected persons.

    Rows that the manager is asked about are not among them: the answer decides, not a correction.
    """
    rows = _rejected(batch).filter(list=imported)
    found = list(with_corrections(rows.order_by("line")).prefetch_related("issues"))
    hidden = hidden_rows(found)
    return [row for row in found if row.pk not in hidden]


def _rejected(batch: ImportBatch) -> QuerySet[ImportRow]:
    rows = ImportRow.objects.filter(batch=batch, verdict__in=LEFT_OUT, protected=False).exclude(cells="")
    if batch.is_brought_in:
        # Nobody answers any more: what was asked about is left out like the others.
        return rows
    asked = batch.questions.filter(asked=True, answers__isnull=True).values_list("rows", flat=True)
    return rows.exclude(pk__in={key for keys in asked for key in keys})


def name_of_file(batch: ImportBatch, imported: ImportList) -> str:
    """What the file is called, after its list; identity numbers hidden."""
    return f"felrader-import-{batch.pk}-{slugify(str(imported))}"[:_LONGEST_NAME].rstrip("-")


def rejected_lines(imported: ImportList, rows: list[ImportRow]) -> Iterator[list[Cell]]:
    """The list's own headings and what the rows say, corrections included, with why each was not taken in."""
    width = len(imported.headings)
    yield [*imported.headings, REASONS]
    for row in rows:
        cells = (cells_of(row) + [""] * width)[:width]
        yield [*cells, _reasons(imported, row)]


def _reasons(imported: ImportList, row: ImportRow) -> str:
    """What hinders the row, each with its column; what else was found where no fault does."""
    issues = [issue for issue in row.issues.all() if issue.severity != Severity.NOTE]
    errors = [issue for issue in issues if issue.severity == Severity.ERROR]
    told = [
        f"{heading_of(imported, issue.column)}: {issue.message}" if issue.column is not None else issue.message
        for issue in errors or issues
    ]
    return " ".join(dict.fromkeys(told))
