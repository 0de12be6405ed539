"""The answer to whether the person can work."""

from __future__ import annotations

from django import forms

from core.forms import SeenForm
from referrals.choices import FitForWork

ANSWERS = [(fit.value, fit.label) for fit in FitForWork if fit != FitForWork.TO_INVESTIGATE]


class FitnessForm(SeenForm):
    """One choice; what lies behind it belongs in no form."""

    fit_for_work = forms.ChoiceField(
        label="Kan personen arbeta?",
        choices=ANSWERS,
        widget=forms.RadioSelect(attrs={"class": "segments"}),
        error_messages={"required": "Välj om personen kan arbeta."},
    )
