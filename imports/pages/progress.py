"""A job in words: how far it has come, or why it came to nothing and what to do then."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from imports.choices import JobKind, JobState
from imports.models import ImportJob, ImportProgress
from imports.pages.figures import grouped
from imports.pages.steps import CHECK, FILES, RESULT, RUN

_AT_WORK = {
    JobKind.READ: ("Läsning", "Filerna väntar på att läsas.", "Filerna läses."),
    JobKind.CHECK: ("Kontroll", "Importen väntar på att kontrolleras.", "Importen kontrolleras."),
    JobKind.COMMIT: ("Körning", "Importen väntar på att föras in.", "Importen förs in."),
    JobKind.UNDO: ("Ångra importen", "Importen väntar på att ångras.", "Importen ångras."),
    JobKind.DISCARD: ("Ta bort importen", "Importen väntar på att tas bort.", "Importen tas bort."),
}
_STEPS = {JobKind.READ: FILES, JobKind.CHECK: CHECK, JobKind.UNDO: RESULT, JobKind.DISCARD: FILES}
_WHAT_TO_DO = {
    JobKind.READ: ("import_files", "Till filerna"),
    JobKind.CHECK: ("import_columns", "Till kolumnerna"),
    JobKind.COMMIT: ("import_check", "Till kontrollen"),
    JobKind.UNDO: ("import_result", "Till resultatet"),
    JobKind.DISCARD: ("import_discard", "Försök igen"),
}


@dataclass(frozen=True)
class Shown:
    """A job at work. `done` of `total` rows; total 0 where that is not known. `mark` differs whenever this does."""

    heading: str
    sentence: str
    step: str
    done: int
    total: int
    mark: str

    @property
    def rows(self) -> str:
        """ "8 000 av 12 429 rader", or nothing."""
        return f"{grouped(self.done)} av {grouped(self.total)} rader" if self.total else ""


@dataclass(frozen=True)
class Failure:
    """Why a job came to nothing, and the page to go on with."""

    sentence: str
    color: str
    url: str
    label: str


def progress_of(job: ImportJob) -> Shown:
    """How far a job that has not ended has come."""
    heading, waits, works = _AT_WORK[JobKind(job.kind)]
    sentence = works if job.state == JobState.WORKING else waits
    # Also after a fault, when the job waits to be done again.
    if job.attempts > (1 if job.state == JobState.WORKING else 0):
        sentence = f"{sentence} Det avbröts och görs om."
    progress = ImportProgress.objects.filter(job_id=job.pk).first()
    step, done, total = (progress.step, progress.done, progress.total) if progress else ("", 0, 0)
    return Shown(heading, sentence, step, done, total, f"{job.state}-{job.attempts}-{step}-{done}")


def step_of(job: ImportJob) -> str:
    """The step of the import that the job belongs to."""
    return _STEPS.get(JobKind(job.kind), RUN)


def failure_of(job: ImportJob) -> Failure:
    """What the page says of a job that failed or was stopped."""
    page, label = _WHAT_TO_DO[JobKind(job.kind)]
    color = "warning" if job.state == JobState.STOPPED else "danger"
    return Failure(job.sentence or "Det avbröts.", color, reverse(page, args=[job.batch_id]), label)
