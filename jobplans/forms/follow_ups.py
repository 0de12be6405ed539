"""Follow-ups and the end of a case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from core.forms import NO_DIAGNOSES, HeldTimeField, PastDateField, SeenForm, judge_moment
from core.swedish.dates import moment
from jobplans.models import FollowUpResult


class FollowUpForm(SeenForm):
    day = PastDateField(label="Datum")
    time = HeldTimeField(label="Klockslag")
    result = forms.ChoiceField(
        label="Resultat",
        choices=FollowUpResult.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj vad uppföljningen ledde till."},
    )
    note = forms.CharField(
        label="Anteckning",
        max_length=1000,
        required=False,
        help_text=NO_DIAGNOSES,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    unit_took_part = forms.BooleanField(label="Försörjningsstödsenheten deltog", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        now = timezone.localtime()
        kwargs["initial"] = {"day": now.date(), "time": now.time()}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        judge_moment(self)
        return answers

    def as_operation(self) -> dict[str, Any]:
        """The answers as keywords of `hold_follow_up`."""
        answers = self.cleaned_data
        return {
            "held_at": moment(answers["day"], answers["time"]),
            "result": FollowUpResult(answers["result"]),
            "note": answers["note"],
            "unit_took_part": answers["unit_took_part"],
        }
