"""What a page does with a list: it asks for the check, and for the bringing in. It reads nothing of the register."""

from __future__ import annotations

import datetime

from django.core.files import File
from django.db import transaction

from core.refusals import OperationRefused
from imports.jobs.content import fingerprint, store
from imports.jobs.refusals import ADMINISTRATORS_ONLY, already_brought_in, day_of_list, require_possible_day
from imports.models import BatchStatus, ImportBatch, ImportJob, JobKind
from imports.reading.files import UnreadableFileError, read_table
from imports.tasks import bring_in_lists
from organisation.access.permissions import Act, require
from organisation.models import Jobbtorg, User

READ_AT_ONCE = 128 * 1024
"""Files of so many bytes, well over a thousand rows, are looked through at once, so that what is wrong stands at its
field. A larger one would take more memory and time than a page has."""


@transaction.atomic
def queue_check(
    *, actor: User, file_name: str, file: File, jobbtorg: Jobbtorg, as_of: datetime.date | None
) -> ImportJob:
    """Ask for the check of a file, or give the job that is at work on this very file already.

    What can be told without the register is told at once. Raises OperationRefused with the form field it is about.
    """
    require(actor, Act.ADMINISTER, refusal=ADMINISTRATORS_ONLY)
    if file.size <= READ_AT_ONCE:
        file.seek(0)
        try:
            day_of_list(read_table(file.read()).titles, as_of, jobbtorg)
        except UnreadableFileError as error:
            raise OperationRefused(error.message, field="file") from error
    elif as_of is not None:
        require_possible_day(as_of, jobbtorg)
    file_hash = fingerprint(file)
    for batch in ImportBatch.objects.filter(
        file_hash=file_hash, jobbtorg=jobbtorg, committed_at__isnull=False
    ).select_related("committed_by"):
        raise already_brought_in(batch)
    job, created = ImportJob.objects.unfinished().get_or_create(
        file_hash=file_hash,
        jobbtorg=jobbtorg,
        defaults={"kind": JobKind.CHECK, "file_name": file_name[-200:], "as_of": as_of, "asked_by": actor},
    )
    if created:
        store(job, file)
        _ring()
    return job


@transaction.atomic
def queue_commit(*, actor: User, batch: ImportBatch) -> ImportJob:
    """Ask for the good rows of a checked list to be brought in, or give the job that is at work on its file already.

    Raises OperationRefused where the list has been brought in.
    """
    require(actor, Act.ADMINISTER, refusal=ADMINISTRATORS_ONLY)
    if batch.status == BatchStatus.COMMITTED:
        raise OperationRefused("Listan är redan införd.")
    job, created = ImportJob.objects.unfinished().get_or_create(
        file_hash=batch.file_hash,
        jobbtorg=batch.jobbtorg,
        defaults={
            "kind": JobKind.COMMIT,
            "file_name": batch.file_name,
            "as_of": batch.as_of,
            "batch": batch,
            "asked_by": actor,
        },
    )
    if created:
        _ring()
    return job


def _ring() -> None:
    """Save the minute until beat rings. That the queue is away must not stop a page, whose work has been stored."""
    transaction.on_commit(bring_in_lists.delay_on_commit, robust=True)
