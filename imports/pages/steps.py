"""How far an import has come: the five steps with their addresses, the page to go on with, and what it is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from imports.choices import JobState, Stage
from imports.models import ImportBatch, ImportJob
from imports.workflow import BEFORE_COMMIT

FILES, COLUMNS, CHECK, RUN, RESULT = "Fil", "Kolumner", "Kontroll", "Körning", "Resultat"

_PAGES = {
    FILES: "import_files",
    COLUMNS: "import_columns",
    CHECK: "import_check",
    RUN: "import_progress",
    RESULT: "import_result",
}

_OPEN_AT: dict[str, frozenset[Stage]] = {
    FILES: BEFORE_COMMIT,
    COLUMNS: frozenset({Stage.COLUMNS, Stage.CHECKED}),
    CHECK: frozenset({Stage.CHECKED, Stage.COMMITTED}),
    RUN: frozenset(),
    RESULT: frozenset({Stage.COMMITTED, Stage.UNDONE}),
}
"""At which stages a step can be gone to. The run is gone to while there is one."""

_NEXT: dict[Stage, tuple[str, str]] = {
    Stage.FILES: ("import_files", "Lägg till filer"),
    Stage.COLUMNS: ("import_columns", "Välj kolumner"),
    Stage.CHECKED: ("import_check", "Gå igenom kontrollen"),
    Stage.COMMITTED: ("import_result", "Visa resultatet"),
    Stage.UNDONE: ("import_result", "Visa resultatet"),
    Stage.DISCARDED: ("import_result", "Visa resultatet"),
}


@dataclass(frozen=True)
class Step:
    """A step with its state ("done", "current" or "upcoming"), and its address where it can be gone to."""

    label: str
    state: str
    url: str


def steps_of(batch: ImportBatch | None, current: str) -> list[Step]:
    """The five steps as the page of one of them shows them; `batch` is None before there is an import."""
    labels = list(_PAGES)
    at = labels.index(current)
    return [
        Step(
            label,
            "current" if number == at else "done" if number < at else "upcoming",
            reverse(_PAGES[label], args=[batch.pk]) if batch and batch.stage in _OPEN_AT[label] else "",
        )
        for number, label in enumerate(labels)
    ]


def next_step(batch: ImportBatch, job: ImportJob | None) -> tuple[str, str]:
    """The address of the page to go on with, and its name as a link; `job` is the one that is at work on it."""
    if job is not None:
        return reverse("import_progress", args=[batch.pk]), "Visa hur det går"
    page, label = _NEXT[Stage(batch.stage)]
    return reverse(page, args=[batch.pk]), label


def job_at_work(batch: ImportBatch) -> ImportJob | None:
    """The job that waits or is being done; None if there is none."""
    return batch.jobs.unfinished().order_by("pk").first()


def latest_job(batch: ImportBatch) -> ImportJob | None:
    """The job that was asked for last, whatever became of it."""
    return batch.jobs.select_related("asked_by").order_by("-pk").first()


def failed_job(batch: ImportBatch) -> ImportJob | None:
    """The latest job where it did not do what it was asked for."""
    job = latest_job(batch)
    return job if job is not None and job.state in (JobState.FAILED, JobState.STOPPED) else None


def files_in_words(names: list[str]) -> str:
    """ "lista.csv", "lista.csv och 2 filer till"."""
    if not names:
        return "inga filer"
    left = len(names) - 1
    return names[0] if not left else f"{names[0]} och {left} {'fil' if left == 1 else 'filer'} till"


def frame_of(batch: ImportBatch, current: str) -> dict[str, Any]:
    """What the frame of every page of an import shows."""
    files = list(batch.files.select_related("jobbtorg"))
    return {
        "batch": batch,
        "files": files,
        "files_in_words": files_in_words([str(file) for file in files]),
        "steps": steps_of(batch, current),
    }
