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
from imports.choices import JobKind, JobState
from imports.jobs.effects import carry_out
from imports.models import ImportJob, ImportJobQuerySet, ImportProgress, ImportStop
from imports.progress import StoppedError, progress_of
from notices.choices import NoticeKind
from notices.operations import notify
from organisation.access.acting import System, acting_for

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3

BETWEEN_TAKING_AND_HOLDING = datetime.timedelta(seconds=10)
"""For so long nobody else takes up a job that has been taken: its row is held from the next transaction on."""

RESTS = (datetime.timedelta(minutes=1), datetime.timedelta(minutes=10))
"""After the first fault and the second. What was away may be back by then, or another import of the same persons done,
or somebody has made room on the database's disk."""

LONGEST_SENTENCE = 300

LONGEST_WAIT = datetime.timedelta(days=1)
"""What has waited for longer is asked for anew by whoever still wants it."""

GIVEN_UP = {
    JobKind.READ: "Filerna kunde inte läsas: något gick fel hos oss, tre gånger i rad. Ta bort importen och börja om.",
    JobKind.CHECK: "Importen kunde inte kontrolleras: något gick fel hos oss, tre gånger i rad. Försök igen senare.",
    JobKind.COMMIT: "Importen kunde inte föras in: något gick fel hos oss, tre gånger i rad. Inget är infört.",
    JobKind.UNDO: "Importen kunde inte ångras: något gick fel hos oss, tre gånger i rad. Den står kvar som den var.",
    JobKind.DISCARD: "Importen kunde inte tas bort: något gick fel hos oss, tre gånger i rad. Försök igen senare.",
}
WAITED_TOO_LONG = "Jobbet hann inte göras inom ett dygn. Inget är ändrat. Försök igen."
STOPPED = {
    JobKind.READ: "Läsningen avbröts. Inget är läst.",
    JobKind.CHECK: "Kontrollen avbröts.",
    JobKind.COMMIT: "Införandet avbröts. Inget är infört.",
    JobKind.UNDO: "Ångrandet avbröts. Importen står kvar som den var.",
    JobKind.DISCARD: "Borttagningen avbröts. Importen finns kvar.",
}
BROUGHT_IN = "Importen är införd."


def work() -> int:
    """Do what waits, oldest first, until nothing is left that nobody else is at; returns how many jobs were ended."""
    ended = _end_what_waited_too_long()
    while (job := _take_next()) is not None:
        ended += job.state == JobState.FAILED or _do(job)
    return ended


def do_now(job: ImportJob) -> None:
    """Do a job that has been taken up by whoever ordered it, who waits: after a fault again, without a rest.

    How that went stands in its row.
    """
    taken: ImportJob | None = job
    while taken is not None and not _do(taken):
        taken = _take(_free_jobs().filter(pk=job.pk, state=JobState.QUEUED))


def _take_next() -> ImportJob | None:
    return _take(_free_jobs().filter(not_before__lte=timezone.now()))


@transaction.atomic
def _take(jobs: ImportJobQuerySet) -> ImportJob | None:
    """The oldest of these jobs that nobody holds, now being done; or given up, where others have tried enough."""
    job = jobs.order_by("pk").first()
    if job is None:
        return None
    if job.attempts >= MOST_ATTEMPTS:
        _give_up(job, GIVEN_UP[JobKind(job.kind)])
        return job
    job.state, job.attempts, job.not_before = JobState.WORKING, job.attempts + 1, holding_from()
    job.save(update_fields=["state", "attempts", "not_before"])
    return job


def holding_from() -> datetime.datetime:
    """Until when nobody else takes up a job that is being taken up now."""
    return timezone.now() + BETWEEN_TAKING_AND_HOLDING


def _free_jobs() -> ImportJobQuerySet:
    return ImportJob.objects.unfinished().select_for_update(skip_locked=True, no_key=True, of=("self",))


@transaction.atomic
def _do(taken: ImportJob) -> bool:
    """Do a job that was taken, unless somebody else has taken it up since; returns whether it has ended."""
    jobs = _free_jobs().filter(pk=taken.pk, attempts=taken.attempts)
    job = jobs.select_related("asked_by").first()
    if job is None:
        return False
    try:
        with progress_of(job.pk) as progress, _for_whom_asked(job):
            carry_out(job, progress)
    except StoppedError:
        _end(job, JobState.STOPPED, sentence=STOPPED[JobKind(job.kind)])
    except OperationRefused as refusal:
        _end(job, JobState.FAILED, sentence=refusal.message)
    except Exception as error:
        logger.exception("An import job failed, attempt %s", job.attempts)
        return _put_back(job, error)
    else:
        _end(job, JobState.DONE)
        if job.kind == JobKind.COMMIT:
            _tell(job, BROUGHT_IN, page="import_result")
    return True


@contextmanager
def _for_whom_asked(job: ImportJob) -> Iterator[None]:
    """To the history, the administrator who asked does what is done inside, by import; a fault takes all of it back."""
    with transaction.atomic(), acting_for(System.IMPORT):
        with connection.cursor() as cursor:
            cursor.execute("SELECT imports_act_for_asker(%s)", [job.pk])
        yield


def _put_back(job: ImportJob, error: Exception) -> bool:
    """Let it rest and be taken again, or give it up; returns whether it has ended."""
    job.last_error = type(error).__name__
    if job.attempts >= MOST_ATTEMPTS:
        _give_up(job, GIVEN_UP[JobKind(job.kind)])
        return True
    job.state, job.not_before = JobState.QUEUED, timezone.now() + RESTS[job.attempts - 1]
    job.save(update_fields=["state", "not_before", "last_error"])
    return False


@transaction.atomic
def _end_what_waited_too_long() -> int:
    jobs = list(_free_jobs().filter(asked_at__lt=timezone.now() - LONGEST_WAIT))
    for job in jobs:
        _give_up(job, WAITED_TOO_LONG)
    return len(jobs)


def _give_up(job: ImportJob, sentence: str) -> None:
    """Nobody may be looking at the page any more, so whoever asked is told besides."""
    logger.error("An import job was given up after %s attempts: %s", job.attempts, job.last_error or "it was not ended")
    _end(job, JobState.FAILED, sentence=sentence)
    _tell(job, sentence, page="import_progress")


def _tell(job: ImportJob, sentence: str, *, page: str) -> None:
    notify(
        [job.asked_by],
        kind=NoticeKind.IMPORT,
        event_key=f"import-job-{job.pk}",
        text=sentence,
        path=reverse(page, args=[job.batch_id]),
    )


def _end(job: ImportJob, state: JobState, *, sentence: str = "") -> None:
    # The names of files may make it longer than there is room for.
    job.state, job.sentence, job.finished_at = state, sentence[:LONGEST_SENTENCE], timezone.now()
    job.save(update_fields=["state", "sentence", "last_error", "finished_at"])
    # Progress is left only by a try that died.
    for beside in (ImportProgress, ImportStop):
        beside._default_manager.filter(job_id=job.pk).delete()
