"""An import that is in the register, for tests of what comes after: what it made is recorded as the importer does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from aspirants.models import Enrolment, Person
from core.history.tracking import current_transaction
from demo.factories import (
    DeadlineClockFactory,
    EnrolmentFactory,
    GroupInformationBookingFactory,
    GroupInformationSessionFactory,
    JobPlanVersionFactory,
    MeetingFactory,
)
from imports.choices import JobKind, JobState, Stage, Verdict
from imports.models import (
    CellCorrection,
    ImportBatch,
    ImportedRecord,
    ImportFile,
    ImportIssue,
    ImportJob,
    ImportList,
    ImportQuestion,
    ImportRow,
)
from imports.undoing.hanging import hanging
from imports.undoing.records import TRANSACTION
from imports.undoing.undo import Undone, undo
from meetings.models import GroupInformationSession
from organisation.access.database_roles import IMPORTER
from organisation.models import Jobbtorg, User
from tests.roles import as_role

SURNAME = "Utgånglund"
"""A name that nobody else has, so that it can be looked for in the whole database."""

PLACE = "Enligt importerad lista"


def new_import(admin: User, jobbtorg: Jobbtorg, rows: int = 1, **facts: Any) -> ImportBatch:
    """An import of one list that has been checked, with what its rows said."""
    batch = ImportBatch.objects.create(stage=Stage.CHECKED, started_by=admin, **facts)
    digest = f"{batch.pk:064x}"
    file = ImportFile.objects.create(batch=batch, name="lista 2008.csv", sha256=digest, size=10, jobbtorg=jobbtorg)
    imported = ImportList.objects.create(file=file, number=1, encoding="utf-8")
    for line in range(12, 12 + rows):
        row = ImportRow.objects.create(
            list=imported,
            batch=batch,
            line=line,
            cells=f'["790417-9814", "{SURNAME}"]',
            identity_hash=f"{line:064x}",
            jobbtorg=jobbtorg,
            starts_on="2008-03-19",
            verdict=Verdict.NEW,
        )
        ImportIssue.objects.create(row=row, severity="NOTE", message="Tolkat.", proposed=SURNAME)
        CellCorrection.objects.create(row=row, column=1, text=SURNAME, corrected_by=admin)
    ImportQuestion.objects.create(
        batch=batch, jobbtorg=jobbtorg, kind="NAME", key="k", sides=SURNAME, options=[["1", SURNAME]]
    )
    return batch


def bring_in(batch: ImportBatch, make: Callable[[ImportRow], Enrolment | None]) -> ImportBatch:
    """Have `make` write what each row says, all in one transaction, and record every row of the register it wrote."""
    with transaction.atomic():
        for row in ImportRow.objects.filter(batch=batch).order_by("line"):
            before = {(one.table, one.object_id) for one in batch.records.all()}
            case = make(row)
            _record(batch, row, before)
            if case is not None:
                row.enrolment, row.case_no = case, case.case_no
                row.save()
        batch.stage, batch.committed_by, batch.committed_at = Stage.COMMITTED, batch.started_by, timezone.now()
        batch.counts = {"NEW": batch.rows.count(), TRANSACTION: current_transaction()}
        batch.save()
    return batch


def _record(batch: ImportBatch, row: ImportRow, before: set[tuple[str, int]]) -> None:
    """Everything that this transaction has written, as its versions tell: factories write more than they are asked."""
    found: dict[tuple[str, int], bool] = {}
    with connection.cursor() as cursor:
        for table in hanging():
            if table.facts:
                cursor.execute(
                    f"SELECT pgh_obj_id, bool_or(pgh_label = 'insert') FROM {table.versions}"
                    " WHERE transaction = (pg_current_xact_id()::text)::bigint GROUP BY 1"
                )
                found |= {(table.table, key): made for key, made in cursor.fetchall()}
    ImportedRecord.objects.bulk_create(
        ImportedRecord(batch=batch, row=row, table=table, object_id=key, created=made)
        for (table, key), made in found.items()
        if (table, key) not in before
    )


def whole_case(row: ImportRow) -> Enrolment:
    """What an aspirant list proves: a person, a closed case, its plan, clock, meeting and group information."""
    person_facts = {"person__last_name": f"{SURNAME}{row.line}"}
    case: Enrolment = EnrolmentFactory(jobbtorg=row.jobbtorg, **person_facts)
    MeetingFactory(enrolment=case)
    JobPlanVersionFactory(plan__enrolment=case)
    DeadlineClockFactory(enrolment=case, person=case.person)
    session = GroupInformationSession.objects.filter(place=PLACE).first()
    if session is None:
        session = GroupInformationSessionFactory(jobbtorg=row.jobbtorg, place=PLACE)
        table = GroupInformationSession._meta.db_table
        ImportedRecord.objects.create(batch=row.batch, row=row, table=table, object_id=session.pk)
    GroupInformationBookingFactory(enrolment=case, session=session)
    return case


def undo_as_importer(admin: User, batch: ImportBatch) -> Undone:
    """Undo an import as the importer does it, at the job that an administrator has asked for."""
    job = ImportJob.objects.create(kind=JobKind.UNDO, batch=batch, asked_by=admin, state=JobState.WORKING)
    try:
        with as_role(IMPORTER), transaction.atomic():
            return undo(admin, batch)
    finally:
        ImportJob.objects.filter(pk=job.pk).update(state=JobState.DONE)


def persons_of(batch: ImportBatch) -> list[Person]:
    """The persons whom the import made."""
    keys = batch.records.filter(table="aspirants_person", created=True).values_list("object_id", flat=True)
    return list(Person.objects.filter(pk__in=list(keys)).order_by("pk"))
