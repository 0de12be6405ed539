"""The check of an import: a verdict on every row, what was found in it, and what the manager is asked."""

from __future__ import annotations

from django.utils import timezone

from core.refusals import OperationRefused
from imports.choices import Stage
from imports.counting import Counts
from imports.models import CellCorrection, ImportBatch
from imports.progress import Progress
from imports.register.rules import clock_rules
from imports.resolution import Persons
from imports.resolving.answers import Looked
from imports.stored.likeness import ask_whom, chosen_persons, key_of
from imports.stored.numbers import number_rows
from imports.stored.verdicts import ask, clear, keep_answered, protect, write_issues, write_verdicts
from organisation.models import User

STEP = "Kontrollerar"


def check_import(batch: ImportBatch, actor: User, progress: Progress) -> None:
    """Judge every row of the import's lists, anew if it was done before. Raises OperationRefused, StoppedError."""
    now, today = timezone.now(), timezone.localdate()
    persons = Persons(batch, today, progress)
    if not persons.lists:
        raise OperationRefused("Ingen lista är vald. Ta med minst en.")
    for context in persons.lists.values():
        if context.imported.as_of is None or not context.imported.profile:
            raise OperationRefused(f"{context.label}: ange vad det är för lista och vilken dag den gäller.")
    clear(batch)
    corrected = CellCorrection.objects.filter(row__batch=batch).exists()
    chosen = Looked(chosen_persons(batch))
    counts = Counts(clock_rules(), today)
    for context in list(persons.lists.values()):
        without = number_rows(context, chosen, progress, counts, corrected=corrected)
        ask(batch, ask_whom(context, without), now)
    total = sum(context.imported.rows_read for context in persons.lists.values())
    for piece in persons.resolved():
        resolved = [row for resolution in piece.resolutions for row in resolution.rows]
        # A row that waits in an earlier import does so until something is brought in.
        rows = [row for row in resolved if piece.stored[row.judged.row].batch == batch.pk]
        write_verdicts(rows)
        write_issues((row.judged.row, [*row.judged.issues, *row.issues]) for row in rows)
        protect([key for key in piece.protected if piece.stored[key].batch == batch.pk])
        ask(batch, [question for resolution in piece.resolutions for question in resolution.questions], now)
        counts.add(piece.resolutions)
        progress.report(STEP, counts.rows, total)
    keep_answered(batch, [*persons.answers.found, *map(key_of, chosen.found)])
    batch.stage, batch.checked_at, batch.changed_at = Stage.CHECKED, now, min(batch.changed_at, now)
    batch.counts = counts.of(batch)
    batch.save(update_fields=["stage", "checked_at", "changed_at", "counts"])
