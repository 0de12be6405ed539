"""Why somebody is referred although a rule says otherwise."""

from __future__ import annotations

import copy
from typing import Any

from django import forms

from core.forms import NO_DIAGNOSES
from core.refusals import OperationRefused
from referrals.rules.departing import LONGEST_MOTIVE, Departures, Motives

TOO_LONG = f"Texten är för lång. Korta den till högst {LONGEST_MOTIVE} tecken."


def _motive(label: str, required: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST_MOTIVE,
        help_text=NO_DIAGNOSES,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": required, "max_length": TOO_LONG},
    )


MOTIVES = ("anyway", "group")


class _Motives(forms.Form):
    """One for each kind of departure."""

    anyway = _motive("Varför ska personen remitteras ändå?", "Skriv varför personen ska remitteras ändå.")
    group = _motive("Varför en annan målgrupp?", "Skriv varför personen hör till en annan målgrupp.")


class MotiveFields(_Motives):
    """The motives on a form about more: a field is there once the rules have asked for it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in MOTIVES:
            if name not in self.data:
                del self.fields[name]

    def ask_why(self, refusal: OperationRefused) -> None:
        """Have the field that a refusal asks for."""
        if refusal.field in MOTIVES and refusal.field not in self.fields:
            self.fields[refusal.field] = copy.deepcopy(self.base_fields[refusal.field])

    def motives(self) -> Motives:
        """What a valid form says."""
        return Motives(**{name: self.cleaned_data.get(name, "") for name in MOTIVES})


WHY: tuple[str, tuple[str, ...]] = ("Kan personen remitteras?", MOTIVES)
"""Their section of a form."""


class AnywayForm(_Motives):
    """A motive for each kind of departure, and no field where there is none."""

    def __init__(self, *args: Any, departures: Departures, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not departures.not_met or departures.refused:
            del self.fields["anyway"]
        if departures.instead_of is None or departures.refused:
            del self.fields["group"]

    def motives(self) -> dict[str, str]:
        """The motives of a valid form, by field."""
        return {name: self.cleaned_data.get(name, "") for name in MOTIVES}
