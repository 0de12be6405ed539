"""What the check found, written to the rows: verdicts, findings, questions. Everything set by set."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Sequence

from django.db import connection

from core.encryption import encrypted
from core.sql.bulk import insert_rows, update_rows
from imports.choices import Verdict
from imports.judging.facts import Issue
from imports.models import ImportBatch, ImportIssue, ImportQuestion, ImportRow
from imports.resolving.outcomes import Question, RowOutcome
from imports.values.findings import Severity

PROTECTED = (
    "Skyddade personuppgifter. Innehållet sparas inte och visas inte. Den som får öppna skyddade personer"
    " registrerar personen utifrån originalet."
)


PROTECTED_ISSUE = ("I18", Severity.ERROR.value, PROTECTED)
"""Code, severity and sentence of every row about somebody who is protected."""


def clear(batch: ImportBatch) -> None:
    """Remove what the last check said about rows of persons, and take back its questions until they are asked again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM imports_importissue issue USING imports_importrow row"
            " WHERE issue.row_id = row.id AND row.batch_id = %s AND row.is_person AND NOT row.protected",
            [batch.pk],
        )
    batch.questions.update(asked=False)


def write_verdicts(rows: Iterable[RowOutcome]) -> None:
    """Store the verdict and the period of each row."""
    update_rows(
        ImportRow,
        ("verdict", "starts_on", "ends_on"),
        [
            (
                row.judged.row,
                row.verdict.value,
                row.judged.facts.starts_on or row.judged.facts.meeting_on,
                row.judged.facts.closed_on,
            )
            for row in rows
        ],
    )


def write_issues(rows: Iterable[tuple[int, Sequence[Issue]]]) -> None:
    """Add findings, each with its row's key."""
    insert_rows(
        ImportIssue,
        ("row_id", "code", "severity", "column", "message", "proposed"),
        [
            (
                key,
                issue.finding.code,
                issue.finding.severity.value,
                issue.column,
                issue.finding.message[:300],
                encrypted(issue.finding.proposed) if issue.finding.proposed else "",
            )
            for key, issues in rows
            for issue in issues
        ],
    )


def write_notes(notes: Sequence[tuple[int, str, str, str]]) -> None:
    """Add what was found when the list was read: row's key, code, severity, sentence."""
    insert_rows(ImportIssue, ("row_id", "code", "severity", "message"), notes)


def replace_issues(rows: Sequence[RowOutcome]) -> None:
    """The findings of rows on which the verdict has become another."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM imports_importissue WHERE row_id = ANY(%s)", [[row.judged.row for row in rows]])
    write_issues((row.judged.row, [*row.judged.issues, *row.issues]) for row in rows)


def protect(keys: Sequence[int]) -> None:
    """Forget what rows say: they are about somebody who is protected."""
    with connection.cursor() as cursor:
        for table in ("imports_importissue", "imports_cellcorrection"):
            cursor.execute(f"DELETE FROM {table} WHERE row_id = ANY(%s)", [list(keys)])  # noqa: S608
        cursor.execute(
            "UPDATE imports_importrow SET protected = true, cells = '', verdict = %s WHERE id = ANY(%s)",
            [Verdict.MANUAL.value, list(keys)],
        )
    insert_rows(
        ImportIssue,
        ("row_id", "code", "severity", "message"),
        [(key, *PROTECTED_ISSUE) for key in keys],
    )


def keep_answered(batch: ImportBatch, keys: Sequence[str]) -> None:
    """Let questions stand whose answers decided something: they can be answered anew until the import is brought in."""
    batch.questions.filter(key__in=keys).update(asked=True)


def ask(batch: ImportBatch, questions: Sequence[Question], now: datetime.datetime) -> None:
    """Ask the questions; one that was asked before keeps its answers."""
    once = {question.key: question for question in questions}
    ImportQuestion.objects.bulk_create(
        [
            ImportQuestion(
                batch=batch,
                jobbtorg_id=question.jobbtorg,
                kind=question.kind,
                key=question.key,
                sides=json.dumps(
                    [{"source": side.source, "facts": [list(fact) for fact in side.facts]} for side in question.sides],
                    ensure_ascii=False,
                ),
                options=[list(option) for option in question.options],
                rows=list(question.rows),
                person_id=question.person,
                asked=True,
                asked_at=now,
            )
            for question in once.values()
        ],
        batch_size=1_000,
        update_conflicts=True,
        unique_fields=["batch", "key"],
        update_fields=["sides", "options", "rows", "person_id", "asked"],
    )
