"""What undoing an import would do, for the administrator who is about to ask for it and cannot read the register."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from core.swedish.dates import long_date
from core.swedish.numbers import counted
from imports.models import ImportBatch
from imports.undoing.removal import PREVIEW
from imports.undoing.undo import UNDO_WITHIN, may_be_undone


@dataclass(frozen=True)
class UndoPreview:
    """How many cases, persons and records would leave the register, how many cases stay, and the same in words."""

    cases: int
    persons: int
    records: int
    touched: int
    sentences: list[str]


def preview(batch: ImportBatch) -> UndoPreview | None:
    """What undoing would do as things are now; None where the import cannot be undone. Nothing for others."""
    if not may_be_undone(batch):
        return None
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT cases, persons, records, touched FROM {PREVIEW}(%s)", [batch.pk])  # noqa: S608
        cases, persons, records, touched = cursor.fetchone()
    assert batch.committed_at is not None, "brought in"
    last_day = timezone.localdate(batch.committed_at + UNDO_WITHIN)
    sentences = [
        f"{counted(cases, 'ärende', 'ärenden')} och {counted(persons, 'person', 'personer')} tas bort ur registret,"
        " också ur historiken.",
        f"{counted(records, 'uppgift', 'uppgifter')} tas bort eller blir som före importen.",
    ]
    if touched:
        sentences.append(
            f"{counted(touched, 'ärende', 'ärenden')} har ändrats sedan importen och står kvar med alla uppgifter."
        )
    sentences.append("Filerna kan läsas in igen. Ärendenumren används inte på nytt.")
    sentences.append(f"Importen kan ångras till och med {long_date(last_day)}.")
    return UndoPreview(cases, persons, records, touched, sentences)
