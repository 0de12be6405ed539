"""What can be corrected of follow-ups and answers to plans, and taken back: forms, and registry entries."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from aspirants.corrections.registry import Correctable
from aspirants.corrections.rights import Recorded
from aspirants.corrections.undoing import Undoable
from aspirants.forms.corrections import CorrectionForm, kept_or
from aspirants.models import CorrectedKind, Correction, Enrolment
from core.forms import NO_DIAGNOSES, HeldTimeField, PastDateField, judge_moment
from core.swedish.dates import weekday_date
from jobplans.models import ApprovalMethod, FollowUp, FollowUpResult, FollowUpStatus, PlanApproval
from jobplans.operations.correcting import correct_answer, correct_follow_up, remove_follow_up
from jobplans.operations.taking_back import remove_answer, undo_answer
from jobplans.operations.undoing import undo_follow_up
from jobplans.shown import shown_answer, shown_held


class _MomentForm(CorrectionForm):
    day = PastDateField(label="Datum")
    time = HeldTimeField(label="Klockslag")

    def clean(self) -> dict[str, Any]:
        """A time that has been."""
        answers = super().clean()
        judge_moment(self)
        return answers


class FollowUpCorrectionForm(_MomentForm):
    """What a follow-up that was held should have said."""

    result = forms.ChoiceField(label="Resultat", choices=FollowUpResult.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label="Anteckning",
        max_length=1000,
        required=False,
        help_text=NO_DIAGNOSES,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    unit_took_part = forms.BooleanField(label="Försörjningsstödsenheten deltog", required=False)

    def initial_of(self, row: FollowUp) -> dict[str, Any]:
        """What the follow-up says now."""
        local = timezone.localtime(row.held_at) if row.held_at else None
        return {
            "day": local.date() if local else None,
            "time": local.time() if local else None,
            "result": row.result,
            "note": row.note,
            "unit_took_part": row.unit_took_part,
        }

    def as_operation(self) -> dict[str, Any]:
        """The answers as keywords of `correct_follow_up`."""
        answers = self.cleaned_data
        return {
            "held_at": kept_or(self.row.held_at, answers["day"], answers["time"]),
            "result": FollowUpResult(answers["result"]),
            "note": answers["note"],
            "unit_took_part": answers["unit_took_part"],
            "reason": answers["reason"],
        }


class AnswerCorrectionForm(_MomentForm):
    """When and how the aspirant answered the plan; or that there was no such answer, and the right one is a new one."""

    by_mistake = forms.BooleanField(
        label="Svaret registrerades av misstag",
        required=False,
        help_text="Svaret tas bort och planen väntar på svar igen.",
    )

    method = forms.ChoiceField(label="Hur", choices=ApprovalMethod.choices)
    note = forms.CharField(label="Kommentar", max_length=300, required=False, help_text=NO_DIAGNOSES)

    def initial_of(self, row: PlanApproval) -> dict[str, Any]:
        """What the answer says now."""
        local = timezone.localtime(row.answered_at)
        return {"day": local.date(), "time": local.time(), "method": row.method, "note": row.note}

    def as_operation(self) -> dict[str, Any]:
        """The answers as keywords of `correct_answer`."""
        answers = self.cleaned_data
        if answers["by_mistake"]:
            return {"by_mistake": True, "reason": answers["reason"]}
        return {
            "answered_at": kept_or(self.row.answered_at, answers["day"], answers["time"]),
            "method": ApprovalMethod(answers["method"]),
            "note": answers["note"],
            "reason": answers["reason"],
        }


def _follow_ups(enrolment: Enrolment) -> Any:
    rows = FollowUp.objects.filter(enrolment=enrolment).select_related("enrolment", "clock__policy")
    return rows.order_by("-held_at", "-pk")


def _answers(enrolment: Enrolment) -> Any:
    rows = PlanApproval.objects.filter(version__plan__enrolment=enrolment)
    return rows.select_related("version__plan__enrolment").order_by("-answered_at", "-pk")


def _correct_follow_up(*, row: FollowUp, seen: Any, **answers: Any) -> Correction:
    return correct_follow_up(follow_up=row, seen_held=seen, **answers)


def _remove_follow_up(*, row: FollowUp, seen: Any, **answers: Any) -> tuple[Correction, Any]:
    return remove_follow_up(follow_up=row, seen_held=seen, **answers)


def _correct_answer(*, row: PlanApproval, seen: Any, by_mistake: bool = False, **answers: Any) -> Correction:
    if by_mistake:
        return remove_answer(answer=row, seen_answer=seen, **answers)
    return correct_answer(answer=row, seen_answer=seen, **answers)


def _held_title(follow_up: FollowUp) -> str:
    held_on = weekday_date(timezone.localdate(follow_up.held_at)) if follow_up.held_at else ""
    return f"Uppföljning {held_on}".strip()


def _said_of_follow_up(row: FollowUp) -> dict[str, Any]:
    said = {name: getattr(row, name) for name in ("held_at", "note", "unit_took_part")}
    return said | {"result": FollowUpResult(row.result)}


def _said_of_answer(row: PlanApproval) -> dict[str, Any]:
    return {"answered_at": row.answered_at, "method": ApprovalMethod(row.method), "note": row.note}


CORRECTABLES = (
    Correctable(
        kind=CorrectedKind.FOLLOW_UP,
        rows=_follow_ups,
        stands=lambda follow_up: follow_up.status == FollowUpStatus.HELD,
        title=_held_title,
        shown=shown_held,
        recorded=lambda follow_up: Recorded(follow_up.recorded_by_id, follow_up.recorded_at),
        form=FollowUpCorrectionForm,
        correct=_correct_follow_up,
        said=_said_of_follow_up,
        remove=_remove_follow_up,
        asked_as=(("held_at", "day"),),
    ),
    Correctable(
        kind=CorrectedKind.ANSWER,
        rows=_answers,
        stands=lambda answer: True,
        title=lambda answer: f"Version {answer.version.number}: {answer.get_decision_display().lower()}",
        shown=shown_answer,
        recorded=lambda answer: Recorded(answer.recorded_by_id, answer.recorded_at),
        form=AnswerCorrectionForm,
        correct=_correct_answer,
        said=_said_of_answer,
        asked_as=(("answered_at", "day"),),
    ),
)

UNDOABLES = (
    Undoable(CorrectedKind.FOLLOW_UP, FollowUp, undo_follow_up),
    Undoable(CorrectedKind.ANSWER, PlanApproval, undo_answer),
)
