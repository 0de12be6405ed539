"""What became of an import that was brought in."""

from __future__ import annotations

import datetime

from imports.models import ImportBatch, ImportRow

CASE_NUMBERS_SHOWN = 100
UNDONE_WITHIN = datetime.timedelta(days=7)


def case_numbers(batch: ImportBatch) -> tuple[list[str], int]:
    """The first case numbers that an import gave, and how many more there are."""
    numbers = ImportRow.objects.filter(batch=batch).exclude(case_no="").values_list("case_no", flat=True)
    distinct = numbers.order_by("case_no").distinct()
    shown = list(distinct[:CASE_NUMBERS_SHOWN])
    return shown, max(distinct.count() - len(shown), 0)


def undo_by(batch: ImportBatch) -> datetime.datetime | None:
    """Until when an import can be undone; None before it is brought in."""
    return batch.committed_at + UNDONE_WITHIN if batch.committed_at else None
