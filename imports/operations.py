"""Checking an old list and bringing its good rows into the register: what the importer does (imports/jobs)."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.refusals import OperationRefused
from imports.cells import cells_as_json, cells_of
from imports.checking import Check, CheckedRow
from imports.comparing import compare
from imports.jobs.refusals import ADMINISTRATORS_ONLY, already_brought_in, day_of_list
from imports.models import BatchStatus, ImportBatch, ImportIssue, ImportRow, Verdict
from imports.reading.columns import Column, Field
from imports.reading.files import Table, UnreadableFileError, read_table
from imports.reading.values import control_total, is_subtotal
from imports.registering import ROWS_AT_A_TIME, Register
from imports.values.findings import Severity
from organisation.access.permissions import Act, require
from organisation.models import Jobbtorg, User


@transaction.atomic
def check_file(
    *, actor: User, file_name: str, content: bytes, jobbtorg: Jobbtorg, as_of: datetime.date | None
) -> ImportBatch:
    """Read a list and judge every row. Stored are the batch, its rows (encrypted) and the findings; no person or case.

    `as_of` is the day the list was true; None takes it from the rows above the header. A file checked before is checked
    anew, because coaches and persons may have been added since; one already brought in is refused.
    Raises OperationRefused with the form field the sentence is about.
    """
    require(actor, Act.ADMINISTER, refusal=ADMINISTRATORS_ONLY)
    return _check(actor, file_name, content, jobbtorg, as_of)


def _check(actor: User, file_name: str, content: bytes, jobbtorg: Jobbtorg, as_of: datetime.date | None) -> ImportBatch:
    try:
        table = read_table(content)
    except UnreadableFileError as error:
        raise OperationRefused(error.message, field="file") from error
    as_of = day_of_list(table.titles, as_of, jobbtorg)
    rows = Check.of(jobbtorg, as_of, _known_fields(table.columns)).table(table)
    compare(rows)
    batch = _batch(
        hashlib.sha256(content).hexdigest(),
        jobbtorg,
        file_name=file_name[-200:],
        encoding=table.encoding,
        as_of=as_of,
        columns=[[column.title, column.field or ""] for column in table.columns if column.title],
        control_total=_control_total(table),
        uploaded_by=actor,
        uploaded_at=timezone.now(),
    )
    _store(batch, rows, _titles(batch))
    return batch


@transaction.atomic
def commit_batch(*, actor: User, batch: ImportBatch) -> ImportBatch:
    """Bring the rows judged good into the register, each case in a savepoint of its own. A second call changes nothing.

    Every row is judged once more: a person may have got a case, or protection, since the check.
    Raises OperationRefused.
    """
    require(actor, Act.ADMINISTER, refusal=ADMINISTRATORS_ONLY)
    return _commit(actor, batch)


def _commit(actor: User, batch: ImportBatch) -> ImportBatch:
    batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("jobbtorg").get(pk=batch.pk)
    if batch.status == BatchStatus.COMMITTED:
        return batch
    now = timezone.now()
    titles = _titles(batch)
    stored = list(batch.rows.filter(verdict=Verdict.CREATE).order_by("line"))
    check = Check.of(batch.jobbtorg, batch.as_of, titles)
    rows = [check.person(row.line, cells_of(row)) for row in stored]
    compare(rows)
    register = Register(batch, actor=actor, has_plan_column=Field.PLAN_APPROVED in titles, now=now)
    for row, checked in zip(stored, rows, strict=True):
        if checked.verdict == Verdict.CREATE:
            _bring_in(register, row, checked)
        if checked.verdict != Verdict.CREATE:
            _judge_anew(row, checked, titles)
    register.write()
    brought_in = [row for row in stored if row.enrolment]
    ImportRow.objects.bulk_update(brought_in, ["enrolment", "case_no"], batch_size=ROWS_AT_A_TIME)
    batch.status, batch.committed_by, batch.committed_at = BatchStatus.COMMITTED, actor, now
    batch.save(update_fields=["status", "committed_by", "committed_at"])
    return batch


def _bring_in(register: Register, row: ImportRow, checked: CheckedRow) -> None:
    assert checked.facts is not None, "a row judged good has everything a case needs"
    try:
        with transaction.atomic():
            row.enrolment = register.case(checked.facts)
            row.case_no = row.enrolment.case_no
    except OperationRefused as refusal:
        checked.add("I14", Severity.ERROR, refusal.message, Field.IDENTITY)


def _judge_anew(row: ImportRow, checked: CheckedRow, titles: dict[Field, str]) -> None:
    row.issues.all().delete()
    row.verdict, row.protected, row.cells = checked.verdict, checked.protected, cells_as_json(checked)
    row.save(update_fields=["verdict", "protected", "cells"])
    ImportIssue.objects.bulk_create(_issues(row, checked, titles))


def _batch(file_hash: str, jobbtorg: Jobbtorg, **facts: Any) -> ImportBatch:
    """The check of this file, emptied if it has been checked before. Refused if it has been brought in."""
    batch, created = ImportBatch.objects.select_for_update(of=("self",)).get_or_create(
        file_hash=file_hash, jobbtorg=jobbtorg, defaults=facts
    )
    if created:
        return batch
    if batch.committed_at is not None:
        raise already_brought_in(batch)
    batch.rows.all().delete()
    for name, value in facts.items():
        setattr(batch, name, value)
    batch.save()
    return batch


def _known_fields(columns: Iterable[Column]) -> list[Field]:
    return [column.field for column in columns if column.field]


def _titles(batch: ImportBatch) -> dict[Field, str]:
    """The headings of the known columns."""
    return {Field(name): title for title, name in batch.columns if name}


def _control_total(table: Table) -> int | None:
    """What the last "Summa" row says."""
    totals = (control_total(line.cells) for line in reversed(table.lines) if is_subtotal(line.cells))
    return next((total for total in totals if total is not None), None)


def _store(batch: ImportBatch, rows: Sequence[CheckedRow], titles: dict[Field, str]) -> None:
    stored = ImportRow.objects.bulk_create(
        [
            ImportRow(
                batch=batch,
                line=row.number,
                cells=cells_as_json(row),
                verdict=row.verdict,
                is_person=row.is_person,
                protected=row.protected,
            )
            for row in rows
        ],
        batch_size=ROWS_AT_A_TIME,
    )
    ImportIssue.objects.bulk_create(
        [issue for row, checked in zip(stored, rows, strict=True) for issue in _issues(row, checked, titles)],
        batch_size=ROWS_AT_A_TIME,
    )


def _issues(row: ImportRow, checked: CheckedRow, titles: dict[Field, str]) -> list[ImportIssue]:
    return [
        ImportIssue(
            row=row,
            code=issue.finding.code,
            severity=issue.finding.severity,
            message=issue.finding.message,
            column=titles.get(issue.field, "") if issue.field else "",
        )
        for issue in checked.issues
    ]
