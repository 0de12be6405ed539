"""The importer at work: it takes up what was asked for, does it once, and says how that went.

A job is taken in one transaction, so that its page can say that somebody is at it, and done in the next, which holds
its row. Who dies lets go of the row, and the job is taken up again; effect and end of a job are one commit.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from core.refusals import OperationRefused
from imports.jobs.content import content_of, forget
from imports.models import ImportBatch, ImportJob, ImportJobQuerySet, JobKind, JobState
from imports.operations import check_file, commit_batch
from notices.choices import NoticeKind
from notices.operations import notify
from organisation.models import User

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3

BETWEEN_TAKING_AND_HOLDING = datetime.timedelta(seconds=10)
"""For so long nobody else takes up a job that has been taken: its row is held from the next transaction on."""

REST = datetime.timedelta(minutes=1)
"""After a fault. What is away (the database's disk, a lock that somebody holds) may be back by then."""

LONGEST_WAIT = datetime.timedelta(days=1)
"""A file is not kept for longer than that."""

MAY_NO_LONGER = "Den som bad om det har inte längre behörighet att läsa in listor."
GIVEN_UP = {
    JobKind.CHECK: "Listan kunde inte kontrolleras: något gick fel hos oss, tre gånger i rad. Försök igen senare.",
    JobKind.COMMIT: "Listan kunde inte föras in: något gick fel hos oss, tre gånger i rad. Inget är infört.",
}
WAITED_TOO_LONG = {
    JobKind.CHECK: "Listan hann inte kontrolleras inom ett dygn. Välj filen igen.",
    JobKind.COMMIT: "Listan hann inte föras in inom ett dygn. Inget är infört. Försök igen.",
}


def work() -> int:
    """Do what waits, oldest first, until nothing is left that nobody else is at; returns how many jobs were ended."""
    ended = _end_what_waited_too_long()
    while (job := _take_next()) is not None:
        ended += job.state == JobState.FAILED or _do(job)
    return ended


@transaction.atomic
def _take_next() -> ImportJob | None:
    """The oldest job that is due and that nobody holds, now being done; or given up, where others have tried enough."""
    now = timezone.now()
    job = _free_jobs().filter(not_before__lte=now).order_by("pk").first()
    if job is None:
        return None
    if job.attempts >= MOST_ATTEMPTS:
        _give_up(job, GIVEN_UP[JobKind(job.kind)])
        return job
    job.state, job.attempts, job.not_before = JobState.WORKING, job.attempts + 1, now + BETWEEN_TAKING_AND_HOLDING
    job.save(update_fields=["state", "attempts", "not_before"])
    return job


def _free_jobs() -> ImportJobQuerySet:
    return ImportJob.objects.unfinished().select_for_update(skip_locked=True, no_key=True, of=("self",))


@transaction.atomic
def _do(taken: ImportJob) -> bool:
    """Do a job that was taken, unless somebody else has taken it up since; returns whether it has ended."""
    jobs = _free_jobs().filter(pk=taken.pk, attempts=taken.attempts)
    job = jobs.select_related("jobbtorg", "asked_by", "batch").first()
    if job is None:
        return False
    try:
        with _for_whom_asked(job):
            job.batch = _effect(job)
    except OperationRefused as refusal:
        _end(job, JobState.FAILED, sentence=refusal.message, field=refusal.field or "")
    except Exception as error:
        logger.exception("An import job failed, attempt %s", job.attempts)
        return _put_back(job, error)
    else:
        _end(job, JobState.DONE)
    return True


@contextmanager
def _for_whom_asked(job: ImportJob) -> Iterator[None]:
    """To the history, what is done inside is done by the administrator who asked; a fault takes all of it back."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT imports_act_for_asker(%s)", [job.pk])
        yield


def _effect(job: ImportJob) -> ImportBatch:
    if not _still_may(job.asked_by):
        raise OperationRefused(MAY_NO_LONGER)
    if job.kind == JobKind.CHECK:
        return check_file(
            actor=job.asked_by,
            file_name=job.file_name,
            content=content_of(job),
            jobbtorg=job.jobbtorg,
            as_of=job.as_of,
        )
    assert job.batch is not None, "a constraint of the table"
    return commit_batch(actor=job.asked_by, batch=job.batch)


def _still_may(user: User) -> bool:
    """What the operations do not ask: an account that is closed, or whose position has ended, acts no more."""
    return user.is_active and user.has_position_today


def _put_back(job: ImportJob, error: Exception) -> bool:
    """Let it rest and be taken again, or give it up; returns whether it has ended."""
    job.last_error = type(error).__name__
    if job.attempts >= MOST_ATTEMPTS:
        _give_up(job, GIVEN_UP[JobKind(job.kind)])
        return True
    job.state, job.not_before = JobState.QUEUED, timezone.now() + REST
    job.save(update_fields=["state", "not_before", "last_error"])
    return False


@transaction.atomic
def _end_what_waited_too_long() -> int:
    jobs = list(_free_jobs().filter(asked_at__lt=timezone.now() - LONGEST_WAIT))
    for job in jobs:
        _give_up(job, WAITED_TOO_LONG[JobKind(job.kind)])
    return len(jobs)


def _give_up(job: ImportJob, sentence: str) -> None:
    """Nobody may be looking at the page any more, so whoever asked is told besides."""
    logger.error("An import job was given up after %s attempts: %s", job.attempts, job.last_error or "it was not ended")
    _end(job, JobState.FAILED, sentence=sentence)
    notify(
        [job.asked_by],
        kind=NoticeKind.IMPORT,
        event_key=f"import-job-{job.pk}",
        text=sentence,
        path=reverse("import_job", args=[job.pk]),
    )


def _end(job: ImportJob, state: JobState, *, sentence: str = "", field: str = "") -> None:
    job.state, job.sentence, job.field, job.finished_at = state, sentence, field, timezone.now()
    job.save(update_fields=["state", "batch", "sentence", "field", "last_error", "finished_at"])
    forget(job)
