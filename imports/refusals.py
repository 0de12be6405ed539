"""What is refused of files before anything is asked of the importer."""

from __future__ import annotations

import datetime

from django.utils import timezone

from aspirants.people.masks import mask_digits
from core.refusals import OperationRefused
from imports.choices import Stage
from imports.models import ImportFile
from organisation.models import Jobbtorg


def require_possible_day(day: datetime.date, jobbtorg: Jobbtorg) -> None:
    """Raise OperationRefused unless the day has been, and the jobbtorg was there on it."""
    if day > timezone.localdate():
        raise OperationRefused("Listan kan inte gälla en dag som inte har varit.", field="as_of")
    if day < jobbtorg.valid_from or (jobbtorg.valid_to and day > jobbtorg.valid_to):
        raise OperationRefused(f"{jobbtorg.name} fanns inte {day}. Välj ett annat jobbtorg.", field="jobbtorg")


def refuse_again(sha256: str, jobbtorg: Jobbtorg, name: str, *, only_brought_in: bool = False) -> None:
    """Raise OperationRefused where this very file has been brought in, or lies in an import that goes on.

    `only_brought_in`: the latter is no hindrance.
    """
    files = ImportFile.objects.filter(sha256=sha256, jobbtorg=jobbtorg, released=False)
    known = files.select_related("batch__committed_by", "batch__started_by").first()
    if known is None:
        return
    batch, name = known.batch, mask_digits(name)
    if batch.stage == Stage.COMMITTED:
        assert batch.committed_at is not None, "a constraint of the table"
        day = timezone.localdate(batch.committed_at)
        raise OperationRefused(f"{name}: filen importerades {day} av {batch.committed_by}.", field="files")
    if only_brought_in:
        return
    day = timezone.localdate(batch.started_at)
    raise OperationRefused(
        f"{name}: filen ligger redan i import {batch.pk}, påbörjad {day} av {batch.started_by}.", field="files"
    )
