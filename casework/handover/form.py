"""The form by which a manager hands over what a coach has."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from casework.handover.receivers import Load
from core.forms import SwedishDateField
from core.swedish.dates import WhichYear

LONGEST_KEY = 18


class KeysField(forms.MultipleChoiceField):
    """Keys of the rows that are marked. Whether each still can be handed over, the operation judges under its lock."""

    def valid_value(self, value: str) -> bool:
        return value.isdecimal() and len(value) <= LONGEST_KEY

    def clean(self, value: Any) -> list[int]:
        return [int(key) for key in dict.fromkeys(super().clean(value))]


class HandOverForm(forms.Form):
    """Which cases and bookings, to whom, from which day and why. What is typed and marked stays when it comes back."""

    cases = KeysField(label="Ärenden", required=False)
    bookings = KeysField(label="Bokade möten", required=False)
    receivers = forms.MultipleChoiceField(
        label="Vem tar över?",
        widget=forms.CheckboxSelectMultiple,
        help_text="Väljer du flera delar de på ärendena, så att de får ungefär lika många.",
        error_messages={"required": "Välj minst en mottagare."},
    )
    from_day = SwedishDateField(
        which_year=WhichYear.COMING,
        label="Möten från och med",
        help_text="Ärendena byter coach direkt. Markerade möten från den dagen hålls av den som tar över.",
        error_messages={"required": "Ange från vilken dag mötena tas över."},
    )
    moves_clashing = forms.BooleanField(
        label="Flytta också möten som krockar",
        required=False,
        help_text="Annars ligger ett möte kvar om den som tar över redan har ett annat möte då.",
    )
    reason = forms.CharField(
        label="Skäl till bytet",
        max_length=200,
        help_text="Syns i varje ärendes historik. Skriv inte varför någon är borta.",
        error_messages={"required": "Skriv varför ärendena byter coach."},
    )

    def __init__(self, *args: Any, loads: Sequence[Load], from_day: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.loads = {str(load.coach.pk): load for load in loads}
        field = self.fields["receivers"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, f"{load.coach} – {', '.join(load.hints)}") for key, load in self.loads.items()]
        self.fields["from_day"].initial = from_day

    def clean(self) -> dict[str, Any]:
        """The answers; at least one row is marked."""
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        if not answers.get("cases") and not answers.get("bookings"):
            self.add_error(None, ValidationError("Markera minst ett ärende eller möte.", code="nothing"))
        return answers

    def as_operation(self) -> dict[str, Any]:
        """The answers as keywords of `hand_over`."""
        chosen = [self.loads[key].coach for key in self.cleaned_data["receivers"]]
        return {**self.cleaned_data, "receivers": chosen}

    def is_marked(self, field: str, key: int, *, first: bool) -> bool:
        """Whether a row is marked: as it was sent in, else as the page proposes at first."""
        if not self.is_bound:
            return first
        return str(key) in self.data.getlist(field)  # type: ignore[attr-defined]
