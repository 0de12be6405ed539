"""An import from its files to its end, as pages and importer do it together: for tests about what comes of it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from io import BytesIO

from django.core.files import File

from imports.choices import JobKind, JobState, Outcome, Policy
from imports.jobs.work import work
from imports.models import ImportBatch, ImportIssue, ImportJob, ImportList, ImportRow
from imports.operations import ask_for, choose_outcome, choose_policy, start_import
from organisation.access.acting import acting_for
from organisation.access.database_roles import IMPORTER, WEB
from organisation.models import Jobbtorg, User
from tests.roles import as_role


def as_importer() -> int:
    """What the importer's process does at each ring, as the role that it connects as."""
    with as_role(IMPORTER):
        return work()


def done(job: ImportJob) -> ImportJob:
    """The job when the importer has been at work. Fails where it could not be done."""
    as_importer()
    job.refresh_from_db()
    assert job.state == JobState.DONE, f"{job.state}: {job.sentence} {job.last_error}"
    return job


def files_of(contents: Mapping[str, bytes]) -> list[File]:
    """Files as a form hands them over, by name."""
    given = [File(BytesIO(content), name=name) for name, content in contents.items()]
    for file, content in zip(given, contents.values(), strict=True):
        file.size = len(content)
    return given


def started(
    admin: User,
    jobbtorg: Jobbtorg,
    files: Mapping[str, bytes],
    as_of: datetime.date | None = None,
    profile: str = "",
) -> ImportBatch:
    """An import whose files have been read."""
    given = files_of(files)
    with as_role(WEB), acting_for(admin):
        job = start_import(actor=admin, files=given, jobbtorg=jobbtorg, as_of=as_of, profile=profile)
    return done(job).batch


def checked(admin: User, batch: ImportBatch) -> ImportBatch:
    """The import, checked anew."""
    asked(admin, batch, JobKind.CHECK)
    return batch


def asked(admin: User, batch: ImportBatch, kind: JobKind) -> ImportJob:
    """A job that was asked for and has been done."""
    with as_role(WEB), acting_for(admin):
        job = ask_for(actor=admin, batch=batch, kind=kind)
    done(job)
    batch.refresh_from_db()
    return job


def brought_in(
    admin: User,
    batch: ImportBatch,
    *,
    outcome: Outcome = Outcome.CLOSED,
    outcome_on: datetime.date | None = None,
    policy: Policy = Policy.GOOD_ROWS,
) -> ImportBatch:
    """The import in the register, what became of its cases having been answered."""
    with as_role(WEB), acting_for(admin):
        lists = ImportList.objects.filter(file__batch=batch, included=True)
        latest = max(day for day in lists.values_list("as_of", flat=True) if day)
        day = (outcome_on or latest + datetime.timedelta(days=1)) if outcome == Outcome.CLOSED else None
        choose_outcome(actor=admin, batch=batch, outcome=outcome, outcome_on=day)
        choose_policy(actor=admin, batch=batch, policy=policy)
    checked(admin, batch)
    asked(admin, batch, JobKind.COMMIT)
    return batch


def verdicts(batch: ImportBatch) -> dict[int, str]:
    """Line → verdict, of an import with one list."""
    return dict(ImportRow.objects.filter(batch=batch).values_list("line", "verdict").order_by("line"))


def codes(batch: ImportBatch, line: int) -> set[str]:
    """The codes of what was found in a line, without notes that have none."""
    found: Sequence[str] = ImportIssue.objects.filter(row__batch=batch, row__line=line).values_list("code", flat=True)
    return {code for code in found if code}
