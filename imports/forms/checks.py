"""What is chosen on the page of the check."""

from __future__ import annotations

from django import forms

from core.forms import AnyDateField
from core.swedish.dates import WhichYear
from imports.choices import Outcome, Policy


class PolicyForm(forms.Form):
    """What faulty rows mean for the others."""

    policy = forms.ChoiceField(label="Om någon rad är fel", choices=Policy.choices, widget=forms.RadioSelect)


class OutcomeForm(forms.Form):
    """What became of cases that no list closes."""

    outcome = forms.ChoiceField(
        label="Vad blev det av ärendena som ingen lista avslutar?",
        choices=[(value, label) for value, label in Outcome.choices if value],
        widget=forms.RadioSelect,
        error_messages={"required": "Välj vad det blev av ärendena."},
    )
    outcome_on = AnyDateField(
        which_year=WhichYear.PAST,
        label="Räknas som avslutade den",
        required=False,
        help_text="Krävs om de är avslutade. En dag efter den dag listan gällde, till exempel 2008-12-31.",
    )
