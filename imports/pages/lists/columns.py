"""The lists of an import with the first values of every column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from imports.models import ImportBatch, ImportList, ImportRow
from imports.pages.lists.cells import cells_of, with_corrections
from imports.pages.lists.meanings import masked

SAMPLES = 3
ROWS_LOOKED_AT = 25
LONGEST_SAMPLE = 60

Samples = dict[int, list[list[str]]]
"""By the key of a list: for each of its columns up to three values."""


def lists_of(batch: ImportBatch) -> QuerySet[ImportList]:
    """All lists of an import, in the order of its files and their sheets."""
    return ImportList.objects.filter(file__batch=batch).select_related("file__jobbtorg").order_by("file_id", "number")


def samples_of(lists: Iterable[ImportList]) -> Samples:
    """The first values of the columns of lists, identity numbers hidden; rows about protected persons have none."""
    by_key = {imported.pk: imported for imported in lists}
    numbered = ImportRow.objects.filter(list__in=by_key, is_person=True, protected=False).annotate(
        place=Window(RowNumber(), partition_by=F("list"), order_by=F("line").asc())
    )
    rows = with_corrections(numbered.filter(place__lte=ROWS_LOOKED_AT).order_by("list", "line"))
    found: dict[int, list[list[str]]] = defaultdict(list)
    for row in rows:
        imported = by_key[row.list_id]
        columns = found[row.list_id]
        columns += [[] for _ in range(len(imported.headings) - len(columns))]
        for column, text in enumerate(cells_of(row)[: len(columns)]):
            value = masked(imported, column, text.strip())[:LONGEST_SAMPLE]
            if value and len(columns[column]) < SAMPLES and value not in columns[column]:
                columns[column].append(value)
    return found
