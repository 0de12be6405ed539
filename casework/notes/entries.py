"""That a note can be corrected and taken back: its entries in the registries."""

from __future__ import annotations

from typing import Any

from aspirants.corrections.registry import Correctable
from aspirants.corrections.undoing import Undoable
from aspirants.models import CorrectedKind, Correction, Enrolment
from casework.models import CaseNote
from casework.notes.forms import NoteCorrectionForm
from casework.notes.shown import recorded_note, shown_note, title_of
from casework.operations.notes import correct_note, remove_note, undo_note


def _notes(enrolment: Enrolment) -> Any:
    return CaseNote.with_removed.filter(enrolment=enrolment).select_related("enrolment", "written_by")


def _correct(*, row: CaseNote, seen: Any, **answers: Any) -> Correction:
    return correct_note(case_note=row, seen_note=seen, **answers)


def _remove(*, row: CaseNote, seen: Any, **answers: Any) -> tuple[Correction, Any]:
    return remove_note(case_note=row, seen_note=seen, **answers)


CORRECTABLES = (
    Correctable(
        kind=CorrectedKind.NOTE,
        rows=_notes,
        stands=lambda note: note.removed_at is None,
        title=title_of,
        shown=shown_note,
        recorded=recorded_note,
        form=NoteCorrectionForm,
        correct=_correct,
        said=lambda note: {"text": note.text, "concerns_on": note.concerns_on},
        remove=_remove,
    ),
)

UNDOABLES = (Undoable(CorrectedKind.NOTE, CaseNote, undo_note),)
