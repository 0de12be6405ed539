"""What became of an import that was brought in."""

from __future__ import annotations

import datetime

from imports.choices import BROUGHT_IN, Stage, Verdict
from imports.models import ImportBatch, ImportRow
from imports.pages.figures import counted
from imports.pages.questions import rows_without_answer
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


def left_without_answer(batch: ImportBatch) -> str:
    """How many rows the import leaves out, or left out, because managers have not answered; empty where there are none.

    An undone import says nothing: none of its rows are in the register.
    """
    rows = rows_without_answer(batch)
    if not rows or batch.stage not in (Stage.CHECKED, Stage.COMMITTED):
        return ""
    if not batch.committed_at:
        are = counted(rows, "rad lämnas utanför", "rader lämnas utanför")
        return f"{are}, eftersom enhetschefen inte har svarat."
    were = counted(rows, "rad lämnades utanför", "rader lämnades utanför")
    again = "Den kan" if rows == 1 else "De kan"
    return f"{were}, eftersom enhetschefen inte hade svarat. {again} föras in med filen Felrader eller en senare lista."
