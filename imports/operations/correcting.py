"""Writing something else in a cell than the file has, one cell or all of a cause. The file's own text stays."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from core.refusals import OperationRefused
from imports.access import require_act, require_administrator
from imports.models import CellCorrection, ImportBatch, ImportIssue, ImportRow
from imports.workflow import ImportAct, note_change
from organisation.models import User

LONGEST_CELL = 500


@transaction.atomic
def correct_cell(*, actor: User, row: ImportRow, column: int, text: str) -> None:
    """Write a text instead of a cell's; it counts at the next check. Raises OperationRefused."""
    require_administrator(actor)
    require_act(actor, row.batch, ImportAct.CORRECT)
    if row.protected:
        raise OperationRefused("Raden gäller någon med skyddade personuppgifter och kan inte rättas här.")
    if not 0 <= column < len(row.list.headings):
        raise OperationRefused("Listan har ingen sådan kolumn.")
    if len(text) > LONGEST_CELL:
        raise OperationRefused(f"Skriv högst {LONGEST_CELL} tecken.", field="text")
    CellCorrection.objects.bulk_create([CellCorrection(row=row, column=column, text=text, corrected_by=actor)])
    note_change(row.batch)


@transaction.atomic
def accept_proposals(
    *, actor: User, batch: ImportBatch, code: str, message: str, but: Collection[tuple[int, int]] = ()
) -> int:
    """Take what the check proposes in every row with this finding; gives how many cells that were.

    `but`: cells, by the keys of rows and the columns, in which something else was written at the same time.
    """
    require_act(actor, batch, ImportAct.CORRECT)
    found = ImportIssue.objects.filter(row__batch=batch, code=code, message=message, column__isnull=False)
    corrections = [
        CellCorrection(row_id=issue.row_id, column=issue.column or 0, text=issue.proposed, corrected_by=actor)
        for issue in found.exclude(proposed="").exclude(row__protected=True)
        if (issue.row_id, issue.column) not in but
    ]
    CellCorrection.objects.bulk_create(corrections, batch_size=2_000)
    note_change(batch)
    return len(corrections)
