"""Undoing an import: within seven days what nobody has touched since leaves the register, and its history too."""

from __future__ import annotations

import datetime
import time
from dataclasses import asdict, dataclass

from django.db import OperationalError, connection, transaction
from django.utils import timezone
from psycopg.errors import LockNotAvailable

from core.refusals import OperationRefused
from core.swedish.dates import long_date
from imports.choices import Stage
from imports.models import ImportBatch, ImportFile, ImportRow
from imports.undoing.removal import REMOVE
from imports.undoing.texts import erase_texts
from imports.workflow import ImportAct, require_stage
from organisation.access.permissions import Act, require
from organisation.models import User

UNDO_WITHIN = datetime.timedelta(days=7)

TRIES, BETWEEN_TRIES_SECONDS = 20, 0.25
"""For so long it is tried to get hold of all the cases at once, without ever keeping one from somebody who waits."""

BUSY = "Någon arbetar just nu i ett av ärendena. Inget är ångrat. Försök igen om en stund."


@dataclass(frozen=True)
class Undone:
    """How many cases, persons and records leave the register, and how many cases stay because they were changed."""

    cases: int
    persons: int
    records: int
    touched: int


def may_be_undone(batch: ImportBatch) -> bool:
    """Whether the import is in the register and was brought in within the last seven days."""
    return batch.committed_at is not None and timezone.now() - batch.committed_at <= UNDO_WITHIN and batch.is_brought_in


@transaction.atomic
def undo(actor: User, batch: ImportBatch) -> Undone:
    """Take an import out of the register; by the importer, while it is at an administrator's job to do so.

    Its files may be brought in again, and what its rows said is erased. The import stays with its counts, and with
    `counts["undone"]`. Raises OperationRefused where it is too late, and where somebody is working in one of the cases.
    """
    require(actor, Act.ADMINISTER)
    locked = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    require_stage(locked, ImportAct.UNDO)
    if not may_be_undone(locked):
        day = timezone.localdate(locked.committed_at)
        raise OperationRefused(f"En import kan ångras i {UNDO_WITHIN.days} dagar. Den här fördes in {long_date(day)}.")
    undone = _remove(locked)
    _close(actor, locked, undone)
    batch.refresh_from_db()
    return undone


def _remove(batch: ImportBatch) -> Undone:
    for _ in range(TRIES):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SELECT cases, persons, records, touched FROM {REMOVE}(%s)", [batch.pk])  # noqa: S608
                return Undone(*cursor.fetchone())
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable):
                raise
        time.sleep(BETWEEN_TRIES_SECONDS)
    raise OperationRefused(BUSY)


def _close(actor: User, batch: ImportBatch, undone: Undone) -> None:
    ImportFile.objects.filter(batch=batch).update(released=True)
    erase_texts(batch)
    # No case of a period any more: Statistik does not say that they were left out of it.
    ImportRow.objects.filter(list__file__batch=batch).update(starts_on=None, ends_on=None)
    batch.counts = {**batch.counts, "undone": asdict(undone)}
    batch.stage, batch.undone_by, batch.undone_at = Stage.UNDONE, actor, timezone.now()
    batch.save(update_fields=["stage", "undone_by", "undone_at", "counts"])
