"""The cells of rows, with what people wrote instead of them."""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.db import connection
from django.db.models import Prefetch, QuerySet

from imports.models import CellCorrection, ImportRow
from imports.row_security import HIDDEN_ROWS


def with_corrections(rows: QuerySet[ImportRow]) -> QuerySet[ImportRow]:
    """The rows with what `cells_of` needs."""
    return rows.prefetch_related(Prefetch("corrections", CellCorrection.objects.order_by("pk")))


def cells_of(row: ImportRow) -> list[str]:
    """What a row says from the left, corrections included; nothing for a row whose text is not kept."""
    cells: list[str] = json.loads(row.cells) if row.cells else []
    for correction in row.corrections.all():
        if correction.column >= len(cells):
            cells += [""] * (correction.column + 1 - len(cells))
        cells[correction.column] = correction.text
    return cells


def cell_of(row: ImportRow, column: int) -> str:
    """What one cell says; empty where the row is shorter."""
    cells = cells_of(row)
    return cells[column] if column < len(cells) else ""


def hidden_rows(rows: Iterable[ImportRow]) -> set[int]:
    """The keys of rows about somebody who became protected after the row was brought in."""
    keys = [row.pk for row in rows if row.enrolment_id]
    if not keys:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {HIDDEN_ROWS} WHERE id = ANY(%s)", [keys])  # noqa: S608
        return {key for (key,) in cursor.fetchall()}
