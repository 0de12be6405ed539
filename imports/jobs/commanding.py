"""An import ordered at the command line: the same files, jobs and rules as on the pages, done at once."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.files import File

from core.refusals import OperationRefused
from imports.choices import JobKind, JobState, Outcome, Policy, ValueKind, Verdict
from imports.jobs.work import do_now
from imports.models import ImportBatch, ImportIssue, ImportJob, ImportList
from imports.operations import choose_columns, choose_outcome, choose_policy, choose_value, start_import
from imports.operations.asking import ordered
from imports.profiles.synonyms import bare
from imports.reading.before_reading import refuse_before_reading
from imports.reading.refusals import UnreadableFileError
from organisation.access.acting import System, acting_for
from organisation.models import Jobbtorg, Role, User

IN_WORDS = {
    Verdict.NEW: "ny",
    Verdict.UPDATE: "uppdateras",
    Verdict.UNCHANGED: "oförändrad",
    Verdict.SKIP: "hoppas över",
    Verdict.WAITING: "väntar",
    Verdict.MANUAL: "manuell",
    Verdict.ERROR: "fel",
}


class OrderError(Exception):
    """The order cannot be carried out: a file, the unit, the map or the administrator."""


@dataclass(frozen=True)
class Order:
    """What was typed. `profile` "" is guessed; `outcome` "" lets the rows of old open cases wait for a later list."""

    files: Sequence[str]
    unit: str
    profile: str = ""
    as_of: datetime.date | None = None
    map_file: str | None = None
    outcome: str = ""
    outcome_on: datetime.date | None = None
    good_rows: bool = False
    commit: bool = False
    by: str = ""


@dataclass
class Report:
    """What came of it: rows about persons, how many of each verdict, and what was found where."""

    rows: int = 0
    verdicts: dict[str, int] = field(default_factory=dict)
    issues: list[dict[str, Any]] = field(default_factory=list)
    committed: bool = False
    refusal: str = ""
    number: int = 0
    """The import's, as on its pages; one that was only checked is discarded."""


def is_complete(report: Report) -> bool:
    """Whether every row is, or can be brought, in the register: none is left out, and none waits for another list."""
    return is_clean(report) and not report.verdicts.get(IN_WORDS[Verdict.WAITING])


def is_clean(report: Report) -> bool:
    """Whether no row is left out; rows may wait for another list."""
    return not report.refusal and not any(report.verdicts.get(IN_WORDS[v]) for v in (Verdict.ERROR, Verdict.MANUAL))


def printed(report: Report, *, as_json: bool) -> str:
    """The report as text or as JSON. No cell is repeated in it."""
    facts = {
        "import": report.number,
        "rows": report.rows,
        "verdicts": report.verdicts,
        "committed": report.committed,
        "refusal": report.refusal,
        "issues": report.issues,
    }
    if as_json:
        return json.dumps(facts, ensure_ascii=False)
    lines = [f"{report.rows} rader: " + ", ".join(f"{count} {word}" for word, count in report.verdicts.items())]
    lines += [
        f"{issue['file']} rad {issue['row']} {issue['column']}: {issue['code']} {issue['message']}".replace("  ", " ")
        for issue in report.issues
        if issue["severity"] == "ERROR"
    ]
    lines.append(report.refusal or ("Införda." if report.committed else "Bara kontrollerade. Inget är infört."))
    return "\n".join(lines)


def error_printed(sentence: str) -> str:
    """What is told as JSON of an order that cannot be carried out."""
    return json.dumps({"error": sentence}, ensure_ascii=False)


def carried_out(order: Order) -> Report:
    """Read, check and, if so ordered, bring in: all in one transaction, of which a fault leaves nothing.

    What is only checked is discarded again. Raises OrderError.
    """
    actor, jobbtorg = _administrator(order.by), _jobbtorg(order.unit)
    with acting_for(System.IMPORT):
        batch = _read(order, actor, jobbtorg)
        try:
            report = _checked(order, actor, batch)
        except OperationRefused as error:
            raise OrderError(error.message) from error
        if not report.committed:
            _job(actor, batch, JobKind.DISCARD)
    if order.commit and not report.committed:
        report.refusal = "Rader kan inte föras in. Inget är infört. --good-rows för in de andra."
    return report


def _checked(order: Order, actor: User, batch: ImportBatch) -> Report:
    """The check, and the bringing in where it was ordered and no row, or none that matters, stands in its way."""
    _choose(order, actor, batch)
    _job(actor, batch, JobKind.CHECK)
    report = _report(batch)
    if order.commit and (order.good_rows or is_clean(report)):
        _job(actor, batch, JobKind.COMMIT)
        report = _report(batch)
        report.committed = True
    return report


def _administrator(email: str) -> User:
    users = User.objects.filter(role=Role.ADMIN, is_active=True).order_by("pk")
    if email:
        users = users.filter(email=email)
    found = [user for user in users if user.has_position_today]
    if not found:
        raise OrderError("Ingen systemförvaltare i tjänst med den adressen." if email else "Ingen systemförvaltare.")
    if len(found) > 1:
        raise OrderError("Det finns flera systemförvaltare. Ange med --by vem av dem som för in.")
    return found[0]


def _jobbtorg(code: str) -> Jobbtorg:
    try:
        return Jobbtorg.objects.get(code=code)
    except Jobbtorg.DoesNotExist:
        raise OrderError(f"Inget jobbtorg har koden {code}.") from None


def _read(order: Order, actor: User, jobbtorg: Jobbtorg) -> ImportBatch:
    opened = []
    try:
        for name in order.files:
            path = Path(name)
            file = path.open("rb")
            opened.append(File(file, name=path.name))
            refuse_before_reading(file, path.name)
        job = start_import(
            actor=actor,
            files=opened,
            jobbtorg=jobbtorg,
            as_of=order.as_of,
            profile=order.profile,
            ring=False,
            keep=order.commit,
        )
    except OSError as error:
        raise _unreadable(error) from error
    except UnreadableFileError as error:
        raise OrderError(f"{opened[-1].name}: {error.message}") from error
    except OperationRefused as error:
        raise OrderError(error.message) from error
    finally:
        for each in opened:
            each.close()
    _done(job)
    return ImportBatch.objects.get(pk=job.batch_id)


def _unreadable(error: OSError) -> OrderError:
    why = {FileNotFoundError: "finns inte", IsADirectoryError: "är en mapp", PermissionError: "får inte läsas"}
    return OrderError(f"Filen {error.filename} {why.get(type(error), 'kan inte läsas')}.")


def _job(actor: User, batch: ImportBatch, kind: JobKind) -> None:
    _done(ordered(actor=actor, batch=batch, kind=kind))
    batch.refresh_from_db()


def _done(job: ImportJob) -> None:
    do_now(job)
    job.refresh_from_db()
    if job.state != JobState.DONE:
        raise OrderError(job.sentence or f"Jobbet blev inte gjort ({job.last_error}).")


def _choose(order: Order, actor: User, batch: ImportBatch) -> None:
    given = _map(order.map_file)
    lists = list(ImportList.objects.filter(file__batch=batch, included=True).select_related("file__jobbtorg"))
    if not lists:
        raise OrderError("Ingen lista finns i filerna.")
    for imported in lists:
        columns = {bare(heading): meaning for heading, meaning in given.get("columns", {}).items()}
        fields = [columns.get(bare(heading), field) for heading, field in _fields(imported)]
        choose_columns(
            actor=actor,
            imported=imported,
            included=True,
            profile=imported.profile,
            as_of=imported.as_of,
            fields=fields,
        )
    for kind, words in given.get("values", {}).items():
        for text, value in words.items():
            choose_value(
                actor=actor,
                batch=batch,
                jobbtorg=lists[0].file.jobbtorg,
                kind=ValueKind(kind.upper()),
                text=text,
                value=str(value),
            )
    outcome = Outcome(order.outcome or given.get("outcome", Outcome.LATER_LIST))
    day = order.outcome_on or (datetime.date.fromisoformat(given["outcome_on"]) if "outcome_on" in given else None)
    choose_outcome(actor=actor, batch=batch, outcome=outcome, outcome_on=day)
    choose_policy(actor=actor, batch=batch, policy=Policy.GOOD_ROWS if order.good_rows else Policy.ALL)


def _fields(imported: ImportList) -> list[tuple[str, str]]:
    """Each heading with what it is read as; a column without heading is not read."""
    fields = [*imported.fields, *[""] * (len(imported.headings) - len(imported.fields))]
    return list(zip(imported.headings, fields, strict=False))


def _map(path: str | None) -> Mapping[str, Any]:
    if path is None:
        return {}
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise _unreadable(error) from error
    except ValueError as error:
        raise OrderError(f"{path}: ingen JSON.") from error
    if not isinstance(found, dict):
        raise OrderError(f"{path}: skriv ett objekt med columns, values och outcome.")
    return found


def _report(batch: ImportBatch) -> Report:
    issues = ImportIssue.objects.filter(row__batch=batch, row__list__included=True).select_related("row__list__file")
    return Report(
        number=batch.pk,
        rows=batch.counts["rows"],
        verdicts={word: batch.counts["verdicts"].get(verdict.value, 0) for verdict, word in IN_WORDS.items()},
        issues=[
            {
                "file": issue.row.list.file.name,
                "row": issue.row.line,
                "column": _heading(issue.row.list, issue.column),
                "code": issue.code,
                "severity": issue.severity,
                "message": issue.message,
            }
            for issue in issues.exclude(code="", severity="NOTE").order_by("row__list", "row__line", "pk")
        ],
    )


def _heading(imported: ImportList, column: int | None) -> str:
    return imported.headings[column] if column is not None and column < len(imported.headings) else ""
