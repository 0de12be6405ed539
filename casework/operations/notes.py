"""Writing a note of a case, correcting it, and taking away what was about another person."""

from __future__ import annotations

import datetime
import uuid

from django.db import transaction
from django.utils import timezone

from aspirants.corrections.rights import locked_cases
from aspirants.models import CorrectedKind, Correction, Enrolment
from aspirants.operations.corrections import empty_versions, note_correction, note_removal, note_undoing
from casework.models import LONGEST_NOTE, CaseNote
from casework.models.notes import NOTE_NEEDED
from casework.notes.shown import recorded_note, shown_note, title_of
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from organisation.access.permissions import Act, require
from organisation.models import User

REMOVED = "Anteckningen är borttagen och kan inte rättas."
CLOSED = "Ärendet är avslutat. Inget mer kan antecknas i det."


@transaction.atomic
def write_note(
    *, actor: User, enrolment: Enrolment, text: str, concerns_on: datetime.date, submission_id: uuid.UUID
) -> CaseNote:
    """Write a note of an open case, about a local day that has been, from the enrolment on.

    The same `submission_id` twice gives the first note again: a double click writes once.
    """
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    enrolment = Enrolment.objects.locked(enrolment)
    earlier = CaseNote.objects.filter(enrolment=enrolment, submission_id=submission_id).first()
    if earlier is not None:
        written: CaseNote = earlier
        return written
    if not enrolment.is_open:
        raise OperationRefused(CLOSED)
    text = _checked(enrolment, text, concerns_on)
    return CaseNote.objects.create(
        enrolment=enrolment,
        text=text,
        concerns_on=concerns_on,
        written_by=actor,
        written_at=timezone.now(),
        submission_id=submission_id,
    )


def _checked(enrolment: Enrolment, text: str, concerns_on: datetime.date) -> str:
    text = text.strip()
    if not text:
        raise OperationRefused(NOTE_NEEDED, field="text")
    if len(text) > LONGEST_NOTE:
        raise OperationRefused(f"Anteckningen får ha högst {LONGEST_NOTE} tecken.", field="text")
    if concerns_on > timezone.localdate():
        raise OperationRefused("Dagen kan inte ligga i framtiden.", field="concerns_on")
    if concerns_on < enrolment.enrolled_on:
        raise OperationRefused("Dagen kan inte ligga före inskrivningen.", field="concerns_on")
    return text


@transaction.atomic
def correct_note(
    *, actor: User, case_note: CaseNote, seen_note: Seen, text: str, concerns_on: datetime.date, reason: str = ""
) -> Correction:
    """Let a note say something else; what it said is kept and shown.

    Its author does so freely for a day, later and everybody else who works in the case with a reason. The case may be
    closed. Raises ChangedMeanwhileError.
    """
    require(actor, Act.WORK_IN_CASE, at=case_note.enrolment.jobbtorg_id)
    enrolment = Enrolment.objects.locked(case_note.enrolment)
    note = _locked(case_note.pk, enrolment)
    before = shown_note(note)
    require_seen(seen_note, before)
    if note.removed_at is not None:
        raise OperationRefused(REMOVED)
    note.text, note.concerns_on = _checked(enrolment, text, concerns_on), concerns_on
    note.save(update_fields=["text", "concerns_on"])
    return note_correction(
        actor=actor,
        enrolment=enrolment,
        kind=CorrectedKind.NOTE,
        number=note.pk,
        title=title_of(note),
        before=before,
        after=shown_note(note),
        recorded=recorded_note(note),
        reason=reason,
    )


def _locked(number: int, enrolment: Enrolment) -> CaseNote:
    found: CaseNote = CaseNote.with_removed.select_for_update(of=("self",)).get(pk=number, enrolment=enrolment)
    return found


@transaction.atomic
def remove_note(
    *, actor: User, case_note: CaseNote, seen_note: Seen, to: Enrolment | None = None
) -> tuple[Correction, CaseNote | None]:
    """Take a note away from a case because it was about another person; with `to`, write it there, as of now.

    Its words go from the case and from the case's history. What stays names nobody.
    """
    require(actor, Act.WORK_IN_CASE, at=case_note.enrolment.jobbtorg_id)
    enrolment, to = locked_cases(case_note.enrolment, to)
    note = _locked(case_note.pk, enrolment)
    require_seen(seen_note, shown_note(note))
    if note.removed_at is not None:
        raise OperationRefused(REMOVED)
    text, concerns_on = note.text, note.concerns_on
    trace = note_removal(
        actor=actor,
        enrolment=enrolment,
        kind=CorrectedKind.NOTE,
        number=note.pk,
        recorded=recorded_note(note),
    )
    _empty(note)
    empty_versions(kind=CorrectedKind.NOTE, number=note.pk)
    return trace, _write_again(actor, to, text, concerns_on) if to else None


def _empty(note: CaseNote) -> None:
    """Leave of a locked note only that there was one. The form that wrote it may be sent again."""
    note.text, note.removed_at, note.submission_id = "", timezone.now(), uuid.uuid4()
    note.save(update_fields=["text", "removed_at", "submission_id"])


def _write_again(actor: User, to: Enrolment, text: str, concerns_on: datetime.date) -> CaseNote:
    try:
        return write_note(actor=actor, enrolment=to, text=text, concerns_on=concerns_on, submission_id=uuid.uuid4())
    except OperationRefused as refusal:
        raise OperationRefused(f"Det går inte i det ärendet: {refusal.message}", field="to") from refusal


@transaction.atomic
def undo_note(*, actor: User, enrolment: Enrolment, number: int) -> None:
    """Take back a note that was written a moment ago; the history has both. `enrolment` is locked."""
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    note = _locked(number, enrolment)
    title = title_of(note)
    _empty(note)
    note_undoing(actor=actor, enrolment=enrolment, kind=CorrectedKind.NOTE, number=note.pk, title=title)
