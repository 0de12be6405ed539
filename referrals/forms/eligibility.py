"""Why somebody is referred although a rule says otherwise."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import NO_DIAGNOSES
from referrals.rules.departing import LONGEST_MOTIVE, Departures

TOO_LONG = f"Texten är för lång. Korta den till högst {LONGEST_MOTIVE} tecken."


def _motive(label: str, required: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST_MOTIVE,
        help_text=NO_DIAGNOSES,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": required, "max_length": TOO_LONG},
    )


class AnywayForm(forms.Form):
    """A motive for each kind of departure, and no field where there is none."""

    anyway = _motive("Varför ska personen remitteras ändå?", "Skriv varför personen ska remitteras ändå.")
    group = _motive("Varför en annan målgrupp?", "Skriv varför personen hör till en annan målgrupp.")

    def __init__(self, *args: Any, departures: Departures, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not departures.not_met or departures.refused:
            del self.fields["anyway"]
        if departures.instead_of is None or departures.refused:
            del self.fields["group"]

    def motives(self) -> dict[str, str]:
        """The motives of a valid form, by field."""
        return {name: self.cleaned_data.get(name, "") for name in ("anyway", "group")}
