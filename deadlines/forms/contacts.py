"""The form of a contact attempt."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from core.forms import ClockTimeField, HeldTimeField, PastDateField, SwedishDateField, judge_moment
from core.swedish.dates import WhichYear, moment
from deadlines.models import ContactChannel, ContactResult


class ContactAttemptForm(forms.Form):
    """An attempt to reach the person, or a time that was declined: evidence if the clock is not met."""

    result = forms.ChoiceField(
        label="Vad hände?",
        choices=ContactResult.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj vad som hände."},
    )
    channel = forms.ChoiceField(
        label="Hur?",
        choices=ContactChannel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj hur du försökte nå aspiranten."},
    )
    day = PastDateField(label="Datum")
    time = HeldTimeField(label="Klockslag")
    offered_day = SwedishDateField(
        which_year=WhichYear.NEAREST,
        label="Erbjuden dag",
        required=False,
        help_text="Krävs om aspiranten tackade nej till en tid.",
    )
    offered_time = ClockTimeField(label="Erbjudet klockslag", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        now = timezone.localtime()
        kwargs["initial"] = {"day": now.date(), "time": now.time()}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """An offered time without its day would be lost."""
        answers = super().clean() or {}
        if answers.get("offered_time") and not answers.get("offered_day") and "offered_day" not in self.errors:
            self.add_error("offered_day", "Ange den erbjudna dagen också.")
        judge_moment(self)
        return answers

    def as_operation(self) -> dict[str, Any]:
        """The answers as keywords of `record_contact_attempt`."""
        answers = self.cleaned_data
        day, time = answers["offered_day"], answers["offered_time"]
        return {
            "result": ContactResult(answers["result"]),
            "channel": ContactChannel(answers["channel"]),
            "attempted_at": moment(answers["day"], answers["time"]),
            "offered_time": moment(day, time or datetime.time()) if day else None,
        }
