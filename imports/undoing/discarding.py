"""Discarding an import that has not been brought in: nothing of what its lists said stays."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from imports.choices import Stage
from imports.models import (
    CellCorrection,
    ImportAnswer,
    ImportBatch,
    ImportFile,
    ImportIssue,
    ImportList,
    ImportPart,
    ImportQuestion,
    ImportRow,
)
from imports.workflow import ImportAct, require_stage
from organisation.access.permissions import Act, require
from organisation.models import User


@transaction.atomic
def discard(actor: User, batch: ImportBatch) -> None:
    """Discard an import, by the importer for an administrator. Its files may be handed in again.

    Raises OperationRefused where it has been brought in.
    """
    require(actor, Act.ADMINISTER)
    locked = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    require_stage(locked, ImportAct.DISCARD)
    remove_lists(locked)
    batch.refresh_from_db()


def remove_lists(batch: ImportBatch) -> None:
    """Remove lists, rows, what was found and decided about them, and parts not yet read; release the files."""
    of_file, of_row = {"file__batch": batch}, {"row__list__file__batch": batch}
    for rows in (
        ImportAnswer.objects.filter(question__batch=batch),
        ImportQuestion.objects.filter(batch=batch),
        ImportIssue.objects.filter(**of_row),
        CellCorrection.objects.filter(**of_row),
        ImportRow.objects.filter(list__file__batch=batch),
        ImportList.objects.filter(**of_file),
        ImportPart.objects.filter(**of_file),
    ):
        # What hangs on them has been removed before them: nothing has to be looked for row by row.
        rows._raw_delete(rows.db)
    ImportFile.objects.filter(batch=batch).update(released=True)
    batch.stage, batch.erased_at = Stage.DISCARDED, timezone.now()
    batch.save(update_fields=["stage", "erased_at"])
