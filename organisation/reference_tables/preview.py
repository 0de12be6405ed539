"""What a page shows of a file before it is read in: a verdict for each row, and every fault in its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from import_export.results import RowResult

from organisation.reference_tables.faults import Fault
from organisation.reference_tables.tables import ReferenceResult

MOST_ROWS = 500
"""So many rows are shown; what is faulty, new or changed comes before what stays as it is."""

_VERDICTS = {
    RowResult.IMPORT_TYPE_NEW: "Ny",
    RowResult.IMPORT_TYPE_UPDATE: "Ändras",
    RowResult.IMPORT_TYPE_SKIP: "Oförändrad",
}
FAULTY = "Fel"


@dataclass(frozen=True)
class PreviewRow:
    """One row of the file. `cells` are marked up where they change."""

    number: int
    verdict: str
    cells: list[Any]


@dataclass(frozen=True)
class Preview:
    """All rows of a file in its order, and what is wrong with them."""

    columns: list[str]
    rows: list[PreviewRow]
    faults: list[Fault]
    counts: dict[str, int] = field(default_factory=dict)
    left_out: int = 0


def preview_of(result: ReferenceResult) -> Preview:
    """What would become of each row of a file."""
    faulty = {row.number: list(row.values) for row in result.invalid_rows} | {
        row.number: [] for row in result.error_rows
    }
    rows = [
        PreviewRow(
            number=result.row_numbers[place - 1],
            verdict=_VERDICTS.get(row.import_type, FAULTY),
            cells=row.diff or faulty.get(place, []),
        )
        for place, row in enumerate(result.rows, start=1)
    ]
    verdicts = [FAULTY, *_VERDICTS.values()]
    shown = sorted(rows, key=lambda row: row.verdict == _VERDICTS[RowResult.IMPORT_TYPE_SKIP])[:MOST_ROWS]
    return Preview(
        columns=list(result.diff_headers),
        rows=sorted(shown, key=lambda row: row.number),
        faults=result.faults,
        counts={verdict: sum(row.verdict == verdict for row in rows) for verdict in verdicts},
        left_out=len(rows) - len(shown),
    )
