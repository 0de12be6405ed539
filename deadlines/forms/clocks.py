"""Pausing and resuming a clock, and saying why a clock was breached."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from core.forms import SeenForm, SwedishDateField
from core.swedish.dates import WhichYear
from deadlines.models import BreachCause, PauseReason


class PauseForm(SeenForm):
    reason = forms.ChoiceField(
        label="Skäl",
        choices=PauseReason.choices,
        widget=forms.RadioSelect,
        help_text="Bara aspirantens egna hinder pausar fristen. Brist på tid, tolk eller personal gör det aldrig.",
        error_messages={"required": "Välj skäl till pausen."},
    )
    paused_from = SwedishDateField(
        which_year=WhichYear.NEAREST, label="Första dagen som inte räknas", help_text="Får ligga framåt i tiden."
    )
    resumed_on = SwedishDateField(
        which_year=WhichYear.NEAREST,
        label="Första dagen som räknas igen",
        required=False,
        help_text="Lämna tomt om du inte vet ännu.",
    )
    note = forms.CharField(label="Kommentar", max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"paused_from": timezone.localdate(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    def as_operation(self) -> dict[str, Any]:
        """The answers as keywords of `pause_clock` and `change_pause`."""
        return {**self.cleaned_data, "reason": PauseReason(self.cleaned_data["reason"])}


class ResumeForm(SeenForm):
    resumed_on = SwedishDateField(which_year=WhichYear.NEAREST, label="Första dagen som räknas igen")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"resumed_on": timezone.localdate()}
        super().__init__(*args, **kwargs)


class BreachCauseForm(SeenForm):
    cause = forms.ChoiceField(
        label="Varför fristen bröts",
        choices=BreachCause.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj orsak."},
    )
    comment = forms.CharField(
        label="Kommentar", max_length=300, required=False, help_text="Om jobbtorgets arbete, inte om personen."
    )
