"""Writing a note to oneself, changing it, saying that it is done, and removing what was done long ago."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone

from core.refusals import OperationRefused
from organisation.access.acting import System, acting_for
from organisation.models import User
from workbench.models import OwnNote

LONGEST_NOTE = 500
"""Characters."""

MOST_NOTES = 50
"""Notes that are not done, of one author."""


@transaction.atomic
def write_own_note(*, actor: User, text: str, submission_id: uuid.UUID) -> OwnNote:
    """Keep a note for the user alone. The same `submission_id` twice gives the first note again.

    Raises OperationRefused where the user has as many that are not done as are kept.

    Checked by: `signed_in` (everybody, their own notes only).
    """
    written = OwnNote.objects.filter(author=actor)
    earlier = written.filter(submission_id=submission_id).first()
    if earlier is not None:
        return earlier
    if written.filter(done_at=None).count() >= MOST_NOTES:
        raise OperationRefused(f"Du har redan {MOST_NOTES} anteckningar. Markera några som klara först.", field="text")
    return OwnNote.objects.create(author=actor, text=_fit(text), submission_id=submission_id)


@transaction.atomic
def change_own_note(*, actor: User, note: OwnNote, text: str) -> None:
    """Put other words in the place of a note of the user; the old ones are not kept.

    Checked by: `signed_in` (everybody, their own notes only).
    """
    OwnNote.objects.filter(pk=note.pk, author=actor).update(text=_fit(text))


@transaction.atomic
def finish_own_note(*, actor: User, note: OwnNote, is_done: bool) -> None:
    """Say that a note of the user is done, or that it is not after all; one that is done keeps its time.

    Checked by: `signed_in` (everybody, their own notes only).
    """
    mine = OwnNote.objects.filter(pk=note.pk, author=actor)
    if is_done:
        mine.filter(done_at=None).update(done_at=timezone.now())
    else:
        mine.update(done_at=None)


def _fit(text: str) -> str:
    """The text without what surrounds it. Raises OperationRefused where it is empty or too long."""
    text = text.strip()
    if not text:
        raise OperationRefused("Skriv en anteckning.", field="text")
    if len(text) > LONGEST_NOTE:
        raise OperationRefused(f"Anteckningen får vara högst {LONGEST_NOTE} tecken.", field="text")
    return text


def drop_done() -> int:
    """Remove notes that were done more than 30 days ago; returns how many.

    Run by: `drop_unsaved`.
    """
    with acting_for(System.RETENTION):
        removed, _ = OwnNote.objects.outlived(timezone.now()).delete()
    return removed
