"""Forms that correct a contact attempt or an interruption."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from aspirants.forms.corrections import CorrectionForm, kept_or
from aspirants.models import Interruption, InterruptionReason
from core.forms import ClockTimeField, HeldTimeField, PastDateField, SwedishDateField, judge_moment
from core.swedish.dates import WhichYear, moment
from deadlines.models import ContactAttempt, ContactChannel, ContactResult


class AttemptCorrectionForm(CorrectionForm):
    """What an attempt to reach the person should have said."""

    channel = forms.ChoiceField(label="Hur", choices=ContactChannel.choices)
    day = PastDateField(label="Datum")
    time = HeldTimeField(label="Klockslag")
    result = forms.ChoiceField(label="Resultat", choices=ContactResult.choices, widget=forms.RadioSelect)
    offered_day = SwedishDateField(which_year=WhichYear.NEAREST, label="Erbjuden dag", required=False)
    offered_at = ClockTimeField(label="Erbjudet klockslag", required=False)

    def initial_of(self, row: ContactAttempt) -> dict[str, Any]:
        """What the attempt says now."""
        tried = timezone.localtime(row.attempted_at)
        offered = timezone.localtime(row.offered_time) if row.offered_time else None
        return {
            "channel": row.channel,
            "day": tried.date(),
            "time": tried.time(),
            "result": row.result,
            "offered_day": offered.date() if offered else None,
            "offered_at": offered.time() if offered else None,
        }

    def clean(self) -> dict[str, Any]:
        """A time that has been; and both day and time of an offer, or neither."""
        answers = super().clean()
        judge_moment(self)
        day, at = answers.get("offered_day"), answers.get("offered_at")
        if (day is None) != (at is None) and not {"offered_day", "offered_at"} & set(self.errors):
            self.add_error("offered_day" if day is None else "offered_at", "Ange både dag och klockslag.")
        return answers

    def as_operation(self) -> dict[str, Any]:
        """The answers as keywords of `correct_attempt`."""
        answers = self.cleaned_data
        offered_day = answers["offered_day"]
        return {
            "channel": ContactChannel(answers["channel"]),
            "attempted_at": kept_or(self.row.attempted_at, answers["day"], answers["time"]),
            "result": ContactResult(answers["result"]),
            "offered_time": moment(offered_day, answers["offered_at"]) if offered_day else None,
            "reason": answers["reason"],
        }


class InterruptionCorrectionForm(CorrectionForm):
    """From when to when somebody was away, and on what ground."""

    kind = forms.ChoiceField(label="Skäl till uppehållet", choices=InterruptionReason.choices)
    started_on = SwedishDateField(which_year=WhichYear.NEAREST, label="Första dag")
    returned_on = SwedishDateField(
        which_year=WhichYear.NEAREST, label="Åter", required=False, help_text="Första dagen aspiranten är tillbaka."
    )

    def initial_of(self, row: Interruption) -> dict[str, Any]:
        """What the interruption says now."""
        return {"kind": row.reason, "started_on": row.started_on, "returned_on": row.returned_on}

    def as_operation(self) -> dict[str, Any]:
        """The answers as keywords of `correct_interruption`."""
        return {**self.cleaned_data, "kind": InterruptionReason(self.cleaned_data["kind"])}
