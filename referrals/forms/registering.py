"""What the jobbtorg's staff type about a referral on paper, a telephone call, or somebody who came."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from core.forms import PastDateField
from organisation.models import IncomeSupportUnit
from referrals.forms.parts import BENEFIT, PERSON, WORK, FactsFields, PersonFields, SectionedForm, WhoFields

PAPER, VISIT = "remiss", "besok"


class RegisterForm(WhoFields, PersonFields, FactsFields, SectionedForm):
    """One form for both; a visit needs neither sender nor purpose."""

    kind = forms.ChoiceField(
        label="Vad vill du registrera?",
        choices=[(PAPER, "Remiss på papper eller telefon"), (VISIT, "Kom utan remiss")],
        widget=forms.RadioSelect,
        error_messages={"required": "Välj om det är en remiss eller ett besök utan remiss."},
    )
    received_on = PastDateField(
        label="Vilken dag kom remissen eller personen?",
        help_text="Jobbgarantin räknas från den dagen, också om du registrerar senare. Skriv som 2026-04-13.",
        error_messages={"required": "Skriv vilken dag remissen eller personen kom, till exempel 2026-04-13."},
        widget=forms.DateInput(attrs={"autocomplete": "off"}),
    )
    unit = forms.ModelChoiceField(
        label="Försörjningsstödsenhet",
        queryset=IncomeSupportUnit.objects.none(),
        empty_label="Välj enhet",
        help_text="Enheten som remissen kommer från. Lämna tomt om personen kom utan remiss.",
        error_messages={"required": "Välj vilken enhet remissen kommer från."},
    )

    FOR_PAPER = ("unit", "purpose")
    SECTIONS = (
        ("Remiss eller besök", ("kind", "received_on")),
        ("Vem?", ("number", "number_missing", "birth_date")),
        PERSON,
        BENEFIT,
        WORK,
        ("Bara för en remiss", FOR_PAPER),
    )
    field_order = tuple(name for _, names in SECTIONS for name in names)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = IncomeSupportUnit.objects.valid_on(timezone.localdate()).select_related("district")
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["fit_for_work"].help_text = "Som det står i remissen, eller din egen bedömning."
        purpose = self.fields["purpose"]
        purpose.label = "Vad vill enheten att jobbtorget gör?"
        purpose.error_messages["required"] = "Skriv kort vad enheten vill att jobbtorget gör."

    def full_clean(self) -> None:
        """Sender and purpose are a referral's: needed there, and so not shown as optional."""
        is_paper = self.data.get("kind") != VISIT
        for name in self.FOR_PAPER:
            self.fields[name].required = is_paper
        super().full_clean()
        for name in self.FOR_PAPER:
            self.fields[name].required = True

    @property
    def is_paper(self) -> bool:
        """Whether a valid form is about a referral."""
        return self.cleaned_data["kind"] == PAPER

    VISIT_FACTS = (
        "benefit_kind",
        "benefit_reason",
        "benefit_applied_on",
        "inquiry_done_on",
        "fit_for_work",
        "target_group",
    )

    def visit_facts(self) -> dict[str, Any]:
        """What a case without a referral is opened with."""
        return {name: self.cleaned_data[name] for name in self.VISIT_FACTS}
