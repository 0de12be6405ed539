"""The imports as the list shows them: who began what, how far it has come, and what is next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from imports.choices import JobState, Stage
from imports.models import ImportBatch, ImportFile, ImportJob
from imports.pages.steps import files_in_words, next_step
from imports.workflow import BEFORE_COMMIT

COLORS = {
    Stage.FILES: "info",
    Stage.COLUMNS: "info",
    Stage.CHECKED: "info",
    Stage.COMMITTED: "success",
    Stage.UNDONE: "warning",
}


@dataclass(frozen=True)
class BatchRow:
    """One import in the list."""

    batch: ImportBatch
    files: str
    jobbtorg: str
    stage: str
    color: str
    next_url: str
    next_label: str
    rows: int | None
    cases: int | None
    trouble: str


def imports_with_files() -> QuerySet[ImportBatch]:
    """All imports, the latest first, with what `batch_rows` needs of each."""
    files = ImportFile.objects.select_related("jobbtorg")
    jobs: Any = ImportJob.objects.unfinished().order_by("pk")
    latest: Any = ImportJob.objects.order_by("batch_id", "-pk").distinct("batch_id")
    return (
        ImportBatch.objects.select_related("started_by", "committed_by")
        .prefetch_related(
            Prefetch("files", files),
            Prefetch("jobs", jobs, to_attr="at_work"),
            Prefetch("jobs", latest, to_attr="latest"),
        )
        .order_by("-started_at", "-pk")
    )


def going_on() -> QuerySet[ImportBatch]:
    """The imports that have not been brought in."""
    return imports_with_files().filter(stage__in=BEFORE_COMMIT)


def finished() -> QuerySet[ImportBatch]:
    """The imports that are in the register."""
    return imports_with_files().filter(stage=Stage.COMMITTED)


def undone() -> QuerySet[ImportBatch]:
    """The imports that were brought in and undone."""
    return imports_with_files().filter(stage=Stage.UNDONE)


def batch_rows(batches: Iterable[ImportBatch]) -> list[BatchRow]:
    """The rows of imports that come from `imports_with_files`."""
    return [_row(batch) for batch in batches]


def _row(batch: ImportBatch) -> BatchRow:
    files = list(batch.files.all())
    job = next(iter(batch.at_work), None)  # type: ignore[attr-defined]
    url, label = next_step(batch, job)
    return BatchRow(
        batch=batch,
        files=files_in_words([str(file) for file in files]),
        jobbtorg=", ".join(dict.fromkeys(str(file.jobbtorg) for file in files)),
        stage=f"{job.get_kind_display()} pågår" if job else batch.get_stage_display(),
        color=COLORS.get(Stage(batch.stage), "neutral"),
        next_url=url,
        next_label=label,
        rows=batch.counts.get("rows"),
        cases=batch.counts.get("cases"),
        trouble=_trouble(batch),
    )


def _trouble(batch: ImportBatch) -> str:
    """Why the latest job came to nothing; empty where it did not."""
    job = next(iter(batch.latest), None)  # type: ignore[attr-defined]
    return job.sentence or "Det avbröts." if job and job.state in (JobState.FAILED, JobState.STOPPED) else ""
