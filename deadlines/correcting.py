"""What can be corrected of contact attempts and interruptions, and taken back: the entries in the registries."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from aspirants.corrections.registry import Correctable
from aspirants.corrections.rights import Recorded
from aspirants.corrections.undoing import Undoable
from aspirants.models import CorrectedKind, Correction, Enrolment, Interruption, InterruptionReason
from core.swedish.dates import weekday_date
from deadlines.forms.correcting import AttemptCorrectionForm, InterruptionCorrectionForm
from deadlines.models import ContactAttempt, ContactChannel, ContactResult
from deadlines.operations.correcting import correct_attempt, correct_interruption, remove_attempt
from deadlines.operations.undoing import undo_attempt
from deadlines.shown import shown_attempt, shown_interruption


def _attempts(enrolment: Enrolment) -> Any:
    attempts = ContactAttempt.with_removed.filter(clock__enrolment=enrolment)
    return attempts.select_related("clock__enrolment", "clock__policy").order_by("-attempted_at", "-pk")


def _interruptions(enrolment: Enrolment) -> Any:
    interruptions = Interruption.objects.filter(enrolment=enrolment).select_related("enrolment")
    return interruptions.order_by("-started_on", "-pk")


def _correct_attempt(*, row: ContactAttempt, seen: Any, **answers: Any) -> Correction:
    return correct_attempt(attempt=row, seen_attempt=seen, **answers)


def _remove_attempt(*, row: ContactAttempt, seen: Any, **answers: Any) -> tuple[Correction, Any]:
    return remove_attempt(attempt=row, seen_attempt=seen, **answers)


def _correct_interruption(*, row: Interruption, seen: Any, **answers: Any) -> Correction:
    return correct_interruption(interruption=row, seen_interruption=seen, **answers)


def _attempt_title(attempt: ContactAttempt) -> str:
    return f"{attempt.get_channel_display()} {weekday_date(timezone.localdate(attempt.attempted_at))}"


def _said_of_attempt(row: ContactAttempt) -> dict[str, Any]:
    return {
        "channel": ContactChannel(row.channel),
        "attempted_at": row.attempted_at,
        "result": ContactResult(row.result),
        "offered_time": row.offered_time,
    }


def _said_of_interruption(row: Interruption) -> dict[str, Any]:
    return {
        "kind": InterruptionReason(row.reason),
        "started_on": row.started_on,
        "returned_on": row.returned_on,
    }


CORRECTABLES = (
    Correctable(
        kind=CorrectedKind.ATTEMPT,
        rows=_attempts,
        stands=lambda attempt: attempt.removed_at is None,
        title=_attempt_title,
        shown=shown_attempt,
        recorded=lambda attempt: Recorded(attempt.recorded_by_id, attempt.recorded_at),
        form=AttemptCorrectionForm,
        correct=_correct_attempt,
        said=_said_of_attempt,
        remove=_remove_attempt,
        asked_as=(("attempted_at", "day"), ("offered_time", "offered_day")),
    ),
    Correctable(
        kind=CorrectedKind.INTERRUPTION,
        rows=_interruptions,
        stands=lambda interruption: True,
        title=lambda interruption: f"Uppehåll från {weekday_date(interruption.started_on)}",
        shown=shown_interruption,
        recorded=lambda interruption: Recorded(interruption.registered_by_id, interruption.registered_at),
        form=InterruptionCorrectionForm,
        correct=_correct_interruption,
        said=_said_of_interruption,
    ),
)

UNDOABLES = (Undoable(CorrectedKind.ATTEMPT, ContactAttempt, undo_attempt),)
