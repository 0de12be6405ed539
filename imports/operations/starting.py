"""Handing in files: they are stored for the importer, and their reading is asked for."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.core.files import File
from django.db import IntegrityError, transaction

from aspirants.people.masks import mask_digits
from core.refusals import OperationRefused
from imports.access import require_act, require_administrator
from imports.choices import JobKind
from imports.jobs.content import fingerprint, store
from imports.models import ImportBatch, ImportFile, ImportJob
from imports.operations.asking import ask_for, ordered
from imports.refusals import refuse_again, require_possible_day
from imports.workflow import ImportAct
from organisation.models import Jobbtorg, User

MOST_FILES = 40
"""Files of one import."""


@transaction.atomic
def start_import(
    *,
    actor: User,
    files: Sequence[File],
    jobbtorg: Jobbtorg,
    as_of: datetime.date | None = None,
    profile: str = "",
    follows: ImportBatch | None = None,
    ring: bool = True,
    keep: bool = True,
) -> ImportJob:
    """Begin an import with files of one jobbtorg, and ask for them to be read; gives the job.

    `as_of` is the day the lists were true; None takes it from what stands above their headers. `profile` "" is guessed
    from the headings. `follows`: the import whose rejected rows these are. `ring` False: whoever begins it does the
    job. `keep` False: it will be discarded whatever comes of it, so the same files may lie in another import meanwhile.
    Raises OperationRefused with the form field.
    """
    require_administrator(actor)
    batch = ImportBatch.objects.create(started_by=actor, follows=follows)
    _take(batch, files, jobbtorg, as_of, profile, keep=keep)
    return (ask_for if ring else ordered)(actor=actor, batch=batch, kind=JobKind.READ)


@transaction.atomic
def add_files(
    *,
    actor: User,
    batch: ImportBatch,
    files: Sequence[File],
    jobbtorg: Jobbtorg,
    as_of: datetime.date | None = None,
    profile: str = "",
) -> ImportJob:
    """Add files, also of another jobbtorg, to an import that has not been brought in; as `start_import`."""
    require_act(actor, batch, ImportAct.ADD_FILES)
    if batch.files.count() + len(files) > MOST_FILES:
        raise OperationRefused(f"En import har högst {MOST_FILES} filer. Börja en ny.", field="files")
    _take(batch, files, jobbtorg, as_of, profile)
    return ask_for(actor=actor, batch=batch, kind=JobKind.READ)


def _take(
    batch: ImportBatch,
    files: Sequence[File],
    jobbtorg: Jobbtorg,
    as_of: datetime.date | None,
    profile: str,
    *,
    keep: bool = True,
) -> None:
    if as_of is not None:
        require_possible_day(as_of, jobbtorg)
    for file in files:
        digest = fingerprint(file)
        refuse_again(digest, jobbtorg, str(file.name), only_brought_in=not keep)
        try:
            with transaction.atomic():
                stored = ImportFile.objects.create(
                    batch=batch,
                    name=str(file.name)[-200:],
                    sha256=digest,
                    size=file.size,
                    jobbtorg=jobbtorg,
                    as_of=as_of,
                    profile=profile,
                    released=not keep,
                )
        except IntegrityError as error:
            # Somebody handed in the same file at this moment, or it was chosen twice.
            raise OperationRefused(f"{mask_digits(str(file.name))} är redan inläst.", field="files") from error
        store(stored, file)
