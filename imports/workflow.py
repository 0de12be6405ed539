"""Which acts an import allows at each stage; every edge and every other is tested."""

from __future__ import annotations

from enum import StrEnum

from django.utils import timezone

from core.refusals import OperationRefused
from imports.choices import Stage
from imports.models import ImportBatch


class ImportAct(StrEnum):
    """What an administrator does with an import."""

    ADD_FILES = "add files"
    CHOOSE = "choose columns, words and what became of the cases"
    CHECK = "check"
    CORRECT = "correct cells"
    COMMIT = "commit"
    UNDO = "undo"
    DISCARD = "discard"


BEFORE_COMMIT = frozenset({Stage.FILES, Stage.COLUMNS, Stage.CHECKED})

STAGES: dict[ImportAct, frozenset[Stage]] = {
    ImportAct.ADD_FILES: BEFORE_COMMIT,
    ImportAct.CHOOSE: frozenset({Stage.COLUMNS, Stage.CHECKED}),
    ImportAct.CHECK: frozenset({Stage.COLUMNS, Stage.CHECKED}),
    ImportAct.CORRECT: frozenset({Stage.CHECKED}),
    ImportAct.COMMIT: frozenset({Stage.CHECKED}),
    ImportAct.UNDO: frozenset({Stage.COMMITTED}),
    ImportAct.DISCARD: BEFORE_COMMIT,
}

_REFUSALS = {
    Stage.FILES: "Filerna är inte lästa ännu.",
    Stage.COLUMNS: "Importen är inte kontrollerad ännu.",
    Stage.CHECKED: "Importen är inte införd ännu.",
    Stage.COMMITTED: "Importen är redan införd.",
    Stage.UNDONE: "Importen är ångrad.",
    Stage.DISCARDED: "Importen är borttagen.",
}


def allows(stage: str, act: ImportAct) -> bool:
    """Whether an import at this stage allows the act."""
    return stage in STAGES[act]


def require_stage(batch: ImportBatch, act: ImportAct) -> None:
    """Raise OperationRefused unless the import allows the act as it stands."""
    if not allows(batch.stage, act):
        raise OperationRefused(_REFUSALS[Stage(batch.stage)])


def note_change(batch: ImportBatch) -> None:
    """Keep that something was chosen or corrected: what was checked before has to be checked again."""
    batch.changed_at = timezone.now()
    batch.save(update_fields=["changed_at"])
