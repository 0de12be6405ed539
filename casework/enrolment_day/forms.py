"""The form of *Rätta inskrivningsdagen*."""

from __future__ import annotations

from django import forms

from core.forms import PastDateField, SeenForm


class EnrolmentDayForm(SeenForm):
    """The day on which the person was really enrolled, and why another one was registered."""

    enrolled_on = PastDateField(
        label="Vilken dag skrevs personen in?",
        help_text="Ärendet räknas från den dagen i statistiken. Ingen frist räknas från den.",
        error_messages={"required": "Skriv vilken dag personen skrevs in."},
    )
    reason = forms.CharField(
        label="Varför rättas inskrivningsdagen?",
        max_length=200,
        help_text="Skälet står i ärendets historik.",
        error_messages={"required": "Skriv varför inskrivningsdagen rättas."},
    )
