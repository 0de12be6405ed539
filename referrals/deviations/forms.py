"""The form that notes a deviation."""

from __future__ import annotations

import uuid

from django import forms

from referrals.choices import DeviationKind


class DeviationForm(forms.Form):
    """What it is about, and what happened."""

    submission_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    kind = forms.ChoiceField(
        label="Vad gäller det?",
        choices=DeviationKind,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj vad det gäller."},
    )
    text = forms.CharField(
        label="Vad hände?",
        max_length=500,
        help_text="Både jobbtorget och enheten som skickade remissen läser det. Skriv om samarbetet, inte om personen.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Skriv vad som hände.",
            "max_length": "Texten är för lång. Korta den till högst 500 tecken.",
        },
    )
