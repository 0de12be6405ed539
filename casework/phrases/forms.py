"""The form of a phrase."""

from __future__ import annotations

from django import forms

from casework.models.phrases import LONGEST_KEY, LONGEST_TEXT, key_validator
from core.forms import NO_DIAGNOSES


class PhraseForm(forms.Form):
    """The short word and what it stands for."""

    key = forms.CharField(
        label="Kortord",
        max_length=LONGEST_KEY,
        help_text="Det du skriver efter semikolon, till exempel cv för ;cv.",
    )
    text = forms.CharField(
        label="Text",
        max_length=LONGEST_TEXT,
        help_text=f"Hela meningen, som den ska stå i anteckningen. {NO_DIAGNOSES}",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_key(self) -> str:
        """As it is typed in a note: small letters, and no semicolon though one may have been written."""
        key = str(self.cleaned_data["key"]).strip().removeprefix(";").lower()
        key_validator(key)
        return key


class NewPhraseForm(PhraseForm):
    """A new phrase; whoever answers for the jobbtorg says whose it is."""

    whose = forms.ChoiceField(
        label="För vem?",
        choices=[("own", "Bara mig"), ("unit", "Alla på jobbtorget")],
        initial="own",
        widget=forms.RadioSelect(attrs={"class": "segments"}),
    )
    field_order = ["whose", "key", "text"]
