"""Erasing what the rows of an import said, word for word. What the import was, and what it counted, stays."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from imports.choices import Verdict
from imports.models import CellCorrection, ImportBatch, ImportIssue, ImportPart, ImportQuestion, ImportRow


@transaction.atomic
def erase_texts(batch: ImportBatch) -> None:
    """Erase cells, corrections, proposals, both sides of questions and parts of files that nobody has read.

    A row that waited cannot be brought in any more, and counts as left out.
    """
    rows = ImportRow.objects.filter(list__file__batch=batch)
    rows.filter(verdict=Verdict.WAITING).update(verdict=Verdict.MANUAL)
    rows.update(cells="", identity_hash="")
    CellCorrection.objects.filter(row__list__file__batch=batch).update(text="")
    ImportIssue.objects.filter(row__list__file__batch=batch).exclude(proposed="").update(proposed="")
    ImportQuestion.objects.filter(batch=batch).update(sides="", options=[], person_id=None, asked=False)
    ImportPart.objects.filter(file__batch=batch).delete()
    batch.erased_at = timezone.now()
    batch.save(update_fields=["erased_at"])
