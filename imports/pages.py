"""What the page of a check shows: counts, rows with what the list says, what was found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q

from imports.cells import cells_of
from imports.models import (
    BatchStatus,
    ImportBatch,
    ImportIssue,
    ImportJob,
    ImportRow,
    JobKind,
    JobState,
    Severity,
    Verdict,
)
from imports.reading.columns import Field
from imports.reading.values import mask_identity
from imports.row_security import HIDDEN_ROWS

SEVERITY_COLORS = {Severity.ERROR: "danger", Severity.WARNING: "warning", Severity.NOTE: "neutral"}

MEANINGS = {
    Field.IDENTITY: "Personnummer",
    Field.FULL_NAME: "Namn",
    Field.LAST_NAME: "Efternamn",
    Field.FIRST_NAME: "Förnamn",
    Field.COACH: "Coach",
    Field.DISTRICT: "Stadsdel",
    Field.RECEIVED: "Dag då remissen kom in",
    Field.GROUP_INFORMATION: "Gruppinformation",
    Field.FIRST_MEETING: "Första coachmöte",
    Field.PLAN_APPROVED: "Godkänd jobbplan",
    Field.FOLLOW_UP: "Uppföljning",
    Field.CLOSED: "Avslutsdatum",
    Field.REASON: "Avslutsorsak",
    Field.STATUS: "Status",
    Field.NOTE: "Anteckning, sparas inte i ärendet",
}


@dataclass(frozen=True)
class RowCounts:
    """How many rows a list has and what becomes of them; rows that are no person are left out."""

    rows: int
    create: int
    duplicate: int
    manual: int
    created: int
    protected: int

    @classmethod
    def of(cls, batch: ImportBatch) -> RowCounts:
        person = Q(is_person=True)
        counted = batch.rows.aggregate(
            rows=Count("pk", filter=person),
            create=Count("pk", filter=person & Q(verdict=Verdict.CREATE)),
            duplicate=Count("pk", filter=person & Q(verdict=Verdict.SKIP)),
            manual=Count("pk", filter=person & Q(verdict=Verdict.MANUAL)),
            created=Count("pk", filter=Q(enrolment__isnull=False)),
            protected=Count("pk", filter=Q(protected=True)),
        )
        return cls(**counted)


@dataclass(frozen=True)
class ShownIssue:
    """A finding with what stands in the cell; an identity number is masked."""

    code: str
    color: str
    severity: str
    column: str
    cell: str
    message: str


@dataclass(frozen=True)
class ShownRow:
    """One row of the check. A protected row has neither name nor number."""

    line: int
    name: str
    number: str
    verdict: str
    color: str
    issues: list[ShownIssue]
    case_no: str


def shown_rows(batch: ImportBatch, rows: Iterable[ImportRow]) -> list[ShownRow]:
    """The rows as shown; needs `issues` fetched along."""
    fields = {title: Field(name) for title, name in batch.columns if name}
    rows = list(rows)
    hidden = _hidden(rows)
    return [_shown(row, fields, protected=row.protected or row.pk in hidden) for row in rows]


def _hidden(rows: Iterable[ImportRow]) -> set[int]:
    """The rows whose person became protected after they were brought in: the administrator has no right to the name."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {HIDDEN_ROWS} WHERE id = ANY(%s)", [[row.pk for row in rows]])  # noqa: S608
        return {key for (key,) in cursor.fetchall()}


def _shown(row: ImportRow, fields: dict[str, Field], *, protected: bool) -> ShownRow:
    cells = {} if protected else cells_of(row)
    names = (cells.get(about, "") for about in (Field.LAST_NAME, Field.FIRST_NAME, Field.FULL_NAME))
    name = "Skyddade personuppgifter" if protected else ", ".join(filter(None, names))
    verdict, color = _verdict(row)
    return ShownRow(
        line=row.line,
        name=name,
        number=mask_identity(cells.get(Field.IDENTITY, "")),
        verdict=verdict,
        color=color,
        issues=[_shown_issue(issue, cells, fields) for issue in row.issues.all()],
        case_no=row.case_no,
    )


def _verdict(row: ImportRow) -> tuple[str, str]:
    if row.enrolment_id:
        return "Införd", "success"
    if row.verdict == Verdict.CREATE:
        return "Förs in", "info"
    if row.verdict == Verdict.MANUAL:
        return "Hanteras för hand", "danger"
    return ("Dubblett" if row.is_person else "Hoppas över"), "neutral"


def _shown_issue(issue: ImportIssue, cells: dict[Field, str], fields: dict[str, Field]) -> ShownIssue:
    about = fields.get(issue.column)
    cell = cells.get(about, "") if about else ""
    return ShownIssue(
        code=issue.code,
        color=SEVERITY_COLORS[Severity(issue.severity)],
        severity=issue.get_severity_display(),
        column=issue.column,
        cell=mask_identity(cell) if about == Field.IDENTITY else cell,
        message=issue.message,
    )


def column_rows(batch: ImportBatch) -> list[tuple[str, str]]:
    """Each heading and what it is read as."""
    return [(title, MEANINGS[Field(name)] if name else "Används inte") for title, name in batch.columns]


def control_sentence(batch: ImportBatch, counts: RowCounts) -> tuple[str, str]:
    """Whether the list's own sum agrees with the rows read, and a colour for it; empty if the list has no sum."""
    if batch.control_total is None:
        return "", ""
    if batch.control_total == counts.rows:
        return f"Summan i listan, {batch.control_total}, stämmer med antalet lästa rader.", "success"
    return (
        f"Summan i listan är {batch.control_total}, men {counts.rows} rader är lästa. Kontrollera att inga saknas.",
        "warning",
    )


def is_committed(batch: ImportBatch) -> bool:
    return batch.status == BatchStatus.COMMITTED


_AT_WORK = {
    (JobKind.CHECK, JobState.QUEUED): "Listan väntar på att kontrolleras.",
    (JobKind.CHECK, JobState.WORKING): "Listan kontrolleras.",
    (JobKind.COMMIT, JobState.QUEUED): "Listan väntar på att föras in.",
    (JobKind.COMMIT, JobState.WORKING): "Listan förs in.",
}


def job_sentence(job: ImportJob) -> str:
    """How far a job has come, or why it did not."""
    if job.state == JobState.FAILED:
        return job.sentence
    if job.state == JobState.DONE:
        return "Listan är kontrollerad." if job.kind == JobKind.CHECK else "Listan är införd."
    sentence = _AT_WORK[JobKind(job.kind), JobState(job.state)]
    # Also after a fault, when the job waits to be done again.
    again = job.attempts > (1 if job.state == JobState.WORKING else 0)
    return f"{sentence} Det avbröts och görs om." if again else sentence
