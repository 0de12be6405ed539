"""Imports as they stand at each step, stored without the importer: for tests about pages, not about what rows mean."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from django.utils import timezone

from imports.choices import Profile, QuestionKind, Stage, Verdict
from imports.models import ImportBatch, ImportFile, ImportIssue, ImportList, ImportQuestion, ImportRow
from imports.values.findings import Severity
from organisation.models import Jobbtorg, User

HEADINGS = ["Pnr", "Efternamn", "Förnamn", "Inkom", "Coach", "Anm"]
FIELDS = ["identity", "last_name", "first_name", "received", "coach", ""]


def stored_import(
    admin: User, jobbtorg: Jobbtorg, *, stage: Stage = Stage.CHECKED, name: str = "lista.csv"
) -> ImportBatch:
    """An import of one list at a stage, checked just now if it has come so far; it has no rows."""
    now = timezone.now()
    known: dict[str, Any] = {"stage": stage, "started_by": admin, "changed_at": now}
    if stage not in (Stage.FILES, Stage.COLUMNS):
        known |= {"checked_at": now, "counts": {"rows": 1, "verdicts": {"NEW": 1}, "cases": 1}}
    if stage == Stage.COMMITTED:
        known |= {"committed_by": admin, "committed_at": now}
    batch: ImportBatch = ImportBatch.objects.create(**known)
    add_list(batch, jobbtorg, name)
    return batch


def add_list(batch: ImportBatch, jobbtorg: Jobbtorg, name: str) -> ImportList:
    """One more list of the import, in a file of its own, true today."""
    digest = sha256(f"{batch.pk} {name}".encode()).hexdigest()
    file = ImportFile.objects.create(batch=batch, name=name, sha256=digest, size=1200, jobbtorg=jobbtorg)
    imported: ImportList = ImportList.objects.create(
        file=file,
        number=1,
        encoding="UTF-8",
        header_line=1,
        headings=HEADINGS,
        fields=FIELDS,
        profile=Profile.ASPIRANTS,
        as_of=timezone.localdate(),
    )
    return imported


def add_row(
    imported: ImportList,
    number: str,
    last_name: str,
    *,
    message: str = "Coach saknas. Ärendet förs in utan coach.",
    severity: Severity = Severity.WARNING,
    verdict: Verdict = Verdict.NEW,
) -> ImportRow:
    """One more row of a list, about a person, with one finding in the column of the coach."""
    cells = [number, last_name, "Anna", "2026-11-02", "XX", "ringt"]
    row: ImportRow = ImportRow.objects.create(
        list=imported,
        batch=imported.file.batch,
        line=2 + imported.rows.count(),
        cells=json.dumps(cells),
        jobbtorg=imported.file.jobbtorg,
        verdict=verdict,
    )
    ImportIssue.objects.create(row=row, code="I11", severity=severity, column=4, message=message, proposed="Anna Lund")
    return row


def add_question(
    batch: ImportBatch, jobbtorg: Jobbtorg, last_name: str, kind: QuestionKind = QuestionKind.NAME
) -> ImportQuestion:
    """One more question to the manager of a jobbtorg."""
    number = batch.questions.count()
    sides = [
        {"source": f"lista.csv, rad {number + 2}", "facts": [["Efternamn", last_name]]},
        {"source": "Registret", "facts": [["Efternamn", "Ek"]]},
    ]
    options = [["list", "Listan gäller"], ["register", "Registret gäller"]]
    if kind == QuestionKind.STILL_OPEN:
        sides, options = sides[:1], [["OPEN", "Pågår"], ["CLOSED", "Avslutat"]]
    question: ImportQuestion = ImportQuestion.objects.create(
        batch=batch, jobbtorg=jobbtorg, kind=kind, key=f"{kind} {number}", sides=json.dumps(sides), options=options
    )
    return question
