"""Bringing a checked import into the register: resolved once more, written set by set, all or nothing."""

from __future__ import annotations

from collections.abc import Collection

from django.utils import timezone

from aspirants.models import ClosureReason
from core.history.tracking import current_transaction
from core.refusals import OperationRefused
from core.sql.bulk import update_rows
from imports.choices import Policy, Stage, Verdict
from imports.counting import Counts
from imports.models import ImportAnswer, ImportBatch, ImportRow
from imports.progress import Progress
from imports.register.persons import Here, Register, in_service
from imports.register.rules import clock_rules
from imports.resolution import Persons, Resolved
from imports.resolving.outcomes import RowOutcome
from imports.stored.replaced import Replacing
from imports.stored.verdicts import protect, replace_issues, write_verdicts
from imports.undoing.records import TRANSACTION
from imports.values.findings import Severity
from organisation.models import Jobbtorg, User

STEP = "För in"

CHANGED = "Något har ändrats sedan kontrollen. Kontrollera importen igen."
UNANSWERED = "Listan är gammal. Svara först på vad som blev av ärendena."
NO_ANSWER = "Enhetschefen svarade inte innan importen fördes in. Raden är lämnad utanför."
FAULTY = "Rader är fel. Rätta dem, eller välj att föra in de felfria raderna."


def commit_import(batch: ImportBatch, actor: User, progress: Progress) -> None:
    """Write what the lists say into the register. Raises OperationRefused, StoppedError; nothing is written then."""
    if needs_check(batch):
        raise OperationRefused(CHANGED)
    now, today = timezone.now(), timezone.localdate()
    persons = Persons(batch, today, progress)
    register = Register(batch.pk, _here(actor))
    counts = Counts(clock_rules(), today)
    replacing = Replacing(batch)
    total = sum(context.imported.rows_read for context in persons.lists.values())
    progress.report(STEP, 0, total)
    for piece in persons.resolved(lock=True):
        register.write([resolution.plan for resolution in piece.resolutions if resolution.plan])
        progress.look()
        _store(piece, _left_without_answer(batch, piece))
        update_rows(
            ImportRow, ("enrolment_id", "case_no", "batch_id"), [(*row, batch.pk) for row in register.brought_in]
        )
        register.brought_in.clear()
        counts.add(piece.resolutions)
        replacing.add(piece.resolutions)
        progress.report(STEP, counts.rows, total)
    faulty = ImportRow.objects.filter(batch=batch, list__included=True, verdict=Verdict.ERROR)
    if batch.policy == Policy.ALL and faulty.exists():
        raise OperationRefused(FAULTY)
    if not batch.outcome and counts.unanswered:
        raise OperationRefused(UNANSWERED)
    replacing.finish()
    batch.stage, batch.committed_by, batch.committed_at = Stage.COMMITTED, actor, now
    batch.counts = {**counts.of(batch), TRANSACTION: current_transaction()}
    batch.save(update_fields=["stage", "committed_by", "committed_at", "counts"])


def needs_check(batch: ImportBatch) -> bool:
    """Whether something was chosen, corrected or answered since the last check."""
    if batch.checked_at is None or batch.changed_at > batch.checked_at:
        return True
    return ImportAnswer.objects.filter(question__batch=batch, answered_at__gt=batch.checked_at).exists()


def _here(actor: User) -> Here:
    units = list(Jobbtorg.objects.all())
    return Here(
        actor=actor,
        now=timezone.now(),
        today=timezone.localdate(),
        rules=clock_rules(),
        reasons={reason.code: reason for reason in ClosureReason.objects.all()},
        jobbtorg={unit.pk: unit for unit in units},
        in_service=in_service([unit.pk for unit in units]),
    )


def _left_without_answer(batch: ImportBatch, piece: Resolved) -> set[int]:
    """The rows, by key, about which a manager has not answered: nobody can any more, so that they are left out.

    Rows that waited in an earlier import go on waiting for a later list.
    """
    left = set[int]()
    for resolution in piece.resolutions:
        asked_about = {key for question in resolution.questions for key in question.rows}
        for row in resolution.rows:
            key = row.judged.row
            if key in asked_about and piece.stored[key].batch == batch.pk and row.verdict in _KEPT_OUT:
                _leave_out(row)
                left.add(key)
    return left


_KEPT_OUT = (Verdict.WAITING, Verdict.MANUAL)


def _leave_out(row: RowOutcome) -> None:
    row.verdict = Verdict.MANUAL
    row.issues = [issue for issue in row.issues if issue.finding.code not in ("", "I14")]
    row.say("I14", Severity.ERROR, NO_ANSWER)


def _store(piece: Resolved, changed: Collection[int]) -> None:
    """The verdicts that have become others since the check; somebody may have been enrolled, or protected, since.

    `changed`: keys of rows of which something else is said now.
    """
    rows = [
        row
        for resolution in piece.resolutions
        for row in resolution.rows
        if row.judged.row in changed or row.verdict.value != piece.stored[row.judged.row].verdict
    ]
    if rows:
        write_verdicts(rows)
        replace_issues(rows)
    protect(piece.protected)
