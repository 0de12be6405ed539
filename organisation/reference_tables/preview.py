"""What a page shows of a file before it is read in: a verdict for each row, and every fault in its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from import_export.results import RowResult

from organisation.reference_tables.faults import Fault
from organisation.reference_tables.tables import ReferenceResult

MOST_ROWS = 500
"""So many rows are shown; what is faulty, new or changed comes before what stays as it is."""


class Verdict(models.TextChoices):
    """What would become of a row; the label is what a page counts such rows under."""

    FAULTY = "Fel", "Med fel"
    NEW = "Ny", "Nya"
    CHANGED = "Ändras", "Ändras"
    UNCHANGED = "Oförändrad", "Oförändrade"


_BY_TYPE = {
    RowResult.IMPORT_TYPE_NEW: Verdict.NEW,
    RowResult.IMPORT_TYPE_UPDATE: Verdict.CHANGED,
    RowResult.IMPORT_TYPE_SKIP: Verdict.UNCHANGED,
}


@dataclass(frozen=True)
class PreviewRow:
    """One row of the file. `cells` are marked up where they change."""

    number: int
    verdict: Verdict
    cells: list[Any]


@dataclass(frozen=True)
class Preview:
    """All rows of a file in its order, and what is wrong with them."""

    columns: list[str]
    rows: list[PreviewRow]
    faults: list[Fault]
    counts: dict[Verdict, int]
    left_out: int


def preview_of(result: ReferenceResult) -> Preview:
    """What would become of each row of a file."""
    faulty = {row.number: list(row.values) for row in result.invalid_rows} | {
        row.number: [] for row in result.error_rows
    }
    rows = [
        PreviewRow(
            number=result.row_numbers[place - 1],
            verdict=_BY_TYPE.get(row.import_type, Verdict.FAULTY),
            cells=row.diff or faulty.get(place, []),
        )
        for place, row in enumerate(result.rows, start=1)
    ]
    shown = sorted(rows, key=lambda row: row.verdict == Verdict.UNCHANGED)[:MOST_ROWS]
    return Preview(
        columns=list(result.diff_headers),
        rows=sorted(shown, key=lambda row: row.number),
        faults=result.faults,
        counts={verdict: sum(row.verdict == verdict for row in rows) for verdict in Verdict},
        left_out=len(rows) - len(shown),
    )
