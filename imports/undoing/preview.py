"""What undoing an import would do, for the administrator who is about to ask for it and cannot read the register."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import OperationalError, connection, transaction
from django.utils import timezone
from psycopg.errors import QueryCanceled

from core.swedish.dates import long_date
from core.swedish.numbers import counted
from imports.models import ImportBatch
from imports.undoing.removal import PREVIEW
from imports.undoing.undo import UNDO_WITHIN, may_be_undone

AGAIN = "Filerna kan läsas in igen. Ärendenumren används inte på nytt."
TOO_LARGE = (
    "Importen är så stor att det inte går att räkna i förväg. Ärenden som ingen har ändrat sedan importen tas bort ur"
    " registret, också ur historiken. De andra står kvar med alla uppgifter. Antalen står på resultatsidan efteråt."
)


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
    assert batch.committed_at is not None, "brought in"
    last_day = long_date(timezone.localdate(batch.committed_at + UNDO_WITHIN))
    last = f"Importen kan ångras till och med {last_day}."
    numbers = _numbers(batch)
    if numbers is None:
        return UndoPreview(0, 0, 0, 0, [TOO_LARGE, AGAIN, last])
    cases, persons, records, touched = numbers
    sentences = [
        f"{counted(cases, 'ärende', 'ärenden')} och {counted(persons, 'person', 'personer')} tas bort ur registret,"
        " också ur historiken.",
        f"{counted(records, 'uppgift', 'uppgifter')} tas bort eller blir som före importen.",
    ]
    if touched:
        sentences.append(
            f"{counted(touched, 'ärende', 'ärenden')} har ändrats sedan importen och står kvar med alla uppgifter."
        )
    return UndoPreview(cases, persons, records, touched, [*sentences, AGAIN, last])


def _numbers(batch: ImportBatch) -> tuple[int, int, int, int] | None:
    """Cases, persons and records that go, cases that stay; None where counting takes longer than a page may."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT cases, persons, records, touched FROM {PREVIEW}(%s)", [batch.pk])  # noqa: S608
            cases, persons, records, touched = cursor.fetchone()
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            return None
        raise
    return cases, persons, records, touched
