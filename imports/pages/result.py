"""What became of an import that was brought in."""

from __future__ import annotations

import datetime

from imports.choices import BROUGHT_IN, Verdict
from imports.models import ImportBatch, ImportRow
from imports.pages.figures import counted
from imports.pages.questions import waiting_by_jobbtorg
from imports.undoing.undo import UNDO_WITHIN, may_be_undone

CASE_NUMBERS_SHOWN = 100


def case_numbers(batch: ImportBatch) -> tuple[list[str], int]:
    """The first case numbers that an import gave, and how many more there are."""
    numbers = ImportRow.objects.filter(batch=batch).exclude(case_no="").values_list("case_no", flat=True)
    distinct = numbers.order_by("case_no").distinct()
    shown = list(distinct[:CASE_NUMBERS_SHOWN])
    return shown, max(distinct.count() - len(shown), 0)


def undo_by(batch: ImportBatch) -> datetime.datetime | None:
    """Until when the import can be undone; None where it cannot be."""
    return batch.committed_at + UNDO_WITHIN if batch.committed_at and may_be_undone(batch) else None


def brought_in(batch: ImportBatch) -> str:
    """What the button says: "För in 12 rader", or that rows are kept until a later list comes."""
    verdicts = batch.counts.get("verdicts", {})
    if not any(verdicts.get(verdict) for verdict in BROUGHT_IN):
        return f"Låt {counted(verdicts.get(Verdict.WAITING, 0), 'rad', 'rader')} vänta på en senare lista"
    rows = counted(sum(verdicts.get(verdict, 0) for verdict in BROUGHT_IN), "rad", "rader")
    return f"För in {rows}"


def unanswered(batch: ImportBatch) -> str:
    """That managers have not answered all that they are asked; empty where they have."""
    left = sum(waiting for _, _, waiting in waiting_by_jobbtorg(batch))
    if not left:
        return ""
    questions = counted(left, "fråga till enhetscheferna är", "frågor till enhetscheferna är")
    return f"{questions} inte {'besvarad' if left == 1 else 'besvarade'}. Raderna väntar och förs inte in nu."
