"""The product's own import of one list, with what it took."""

from __future__ import annotations

import datetime
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.core.files import File
from django.db import connection

from imports.choices import JobKind, JobState, Outcome, Policy
from imports.jobs.work import do_now
from imports.models import ImportBatch, ImportJob
from imports.operations import choose_outcome, choose_policy, start_import
from imports.operations.asking import ordered
from organisation.models import Jobbtorg, User

AS_OF = datetime.date(2020, 12, 31)


@dataclass(frozen=True)
class Taken:
    """Seconds of the three steps; statements of check and bringing in; the most memory the process has had."""

    batch: ImportBatch
    read_seconds: float
    check_seconds: float
    commit_seconds: float
    statements: int
    megabytes: float


def brought_in(admin: User, jobbtorg: Jobbtorg, content: bytes) -> Taken:
    """Read, check and bring in one list as the importer does."""
    file = File(BytesIO(content), name=f"lista {len(content)}.csv")
    file.size = len(content)
    job = start_import(actor=admin, files=[file], jobbtorg=jobbtorg, as_of=AS_OF, ring=False)
    read = _timed(lambda: _done(job))
    batch = ImportBatch.objects.get(pk=job.batch_id)
    choose_outcome(actor=admin, batch=batch, outcome=Outcome.CLOSED, outcome_on=AS_OF + datetime.timedelta(days=1))
    choose_policy(actor=admin, batch=batch, policy=Policy.GOOD_ROWS)
    with _counted() as statements:
        check = _timed(lambda: _done(ordered(actor=admin, batch=batch, kind=JobKind.CHECK)))
        batch.refresh_from_db()
        commit = _timed(lambda: _done(ordered(actor=admin, batch=batch, kind=JobKind.COMMIT)))
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Taken(batch, read, check, commit, len(statements), megabytes)


def _done(job: ImportJob) -> None:
    do_now(job)
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.sentence or job.last_error


def _timed(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


@contextmanager
def _counted() -> Iterator[list[None]]:
    found: list[None] = []

    def count(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        found.append(None)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield found
