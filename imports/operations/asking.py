"""Asking the importer for something, and asking it to stop."""

from __future__ import annotations

from django.db import transaction

from core.refusals import OperationRefused
from imports.access import require_act, require_administrator
from imports.choices import JobKind, JobState
from imports.jobs.work import holding_from
from imports.models import ImportBatch, ImportJob, ImportStop
from imports.tasks import bring_in_lists
from imports.workflow import ImportAct
from organisation.models import User

_ACTS = {
    JobKind.READ: ImportAct.ADD_FILES,
    JobKind.CHECK: ImportAct.CHECK,
    JobKind.COMMIT: ImportAct.COMMIT,
    JobKind.UNDO: ImportAct.UNDO,
    JobKind.DISCARD: ImportAct.DISCARD,
}


@transaction.atomic
def ask_for(*, actor: User, batch: ImportBatch, kind: JobKind) -> ImportJob:
    """Ask for an import to be read, checked, brought in, undone or discarded; or give the job that is at work on it.

    Raises OperationRefused where the import does not allow it.
    """
    require_administrator(actor)
    require_act(actor, batch, _ACTS[kind])
    job, created = ImportJob.objects.unfinished().get_or_create(batch=batch, defaults={"kind": kind, "asked_by": actor})
    if created:
        # Saves the minute until beat rings. That the queue is away must not stop a page, whose work has been stored.
        transaction.on_commit(bring_in_lists.delay_on_commit, robust=True)
    return job


def ordered(*, actor: User, batch: ImportBatch, kind: JobKind) -> ImportJob:
    """A job as `ask_for` gives it, taken up already by whoever orders it, so that no importer does.

    Raises OperationRefused where the import does not allow it, or where another job is at work on it.
    """
    require_administrator(actor)
    require_act(actor, batch, _ACTS[kind])
    if ImportJob.objects.unfinished().filter(batch=batch).exists():
        raise OperationRefused("Importen behandlas redan.")
    return ImportJob.objects.create(
        batch=batch, kind=kind, asked_by=actor, state=JobState.WORKING, attempts=1, not_before=holding_from()
    )


def stop_job(*, actor: User, job: ImportJob) -> None:
    """Order the importer to stop a job before its work is committed. Raises OperationRefused once it has ended."""
    require_administrator(actor)
    if job.state not in (JobState.QUEUED, JobState.WORKING):
        raise OperationRefused("Jobbet är redan klart.")
    ImportStop.objects.get_or_create(job_id=job.pk, defaults={"asked_by": actor})
