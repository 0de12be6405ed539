"""What the jobbtorg's staff type about a referral on paper, a telephone call, or somebody who came."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils import timezone

from aspirants.choices import DisclosureBasis
from core.forms import PastDateField
from organisation.models import IncomeSupportUnit, User
from referrals.choices import Source
from referrals.forms.deciding import WAITS, WHAT_A_GAP_IS, CoachWithLoad, offer_coaches
from referrals.forms.parts import (
    BENEFIT,
    CONTACT,
    FOLDED_FACTS,
    WORK,
    FactsFields,
    PersonFields,
    SectionedForm,
    WhoFields,
    names_in,
)

PAPER, VISIT = "remiss", "besok"
ONLY_VISITS = "Bara för den som kom utan remiss."
FOR_VISITS_ONLY = {"data-for-visits": ""}
"""Marks what a page hides while another kind than a visit is chosen (forms.css)."""
WITHOUT_REFERRAL = {
    VISIT: Source.SELF,
    "uppsokande": Source.OUTREACH,
    "arbetsformedlingen": Source.PES,
    "annan": Source.OTHER,
}
"""By what a person came who has no referral."""


class RegisterForm(WhoFields, PersonFields, FactsFields, SectionedForm):
    """One form for all. Without a referral there is no purpose, and the unit may be unknown."""

    kind = forms.ChoiceField(
        label="Vad vill du registrera?",
        choices=[
            (PAPER, "Remiss på papper eller telefon"),
            (VISIT, "Kom utan remiss"),
            ("uppsokande", "Kontakt genom uppsökande arbete"),
            ("arbetsformedlingen", "Kom från Arbetsförmedlingen"),
            ("annan", "Annan kontakt"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Välj om det är en remiss eller ett besök utan remiss."},
    )
    received_on = PastDateField(
        label="Vilken dag kom remissen eller personen?",
        help_text="Jobbgarantin räknas från den dagen, också om du registrerar senare.",
        error_messages={"required": "Skriv vilken dag remissen eller personen kom, till exempel 2026-11-23."},
        widget=forms.DateInput(attrs={"autocomplete": "off"}),
    )
    enrolled_on = PastDateField(
        label="Inskriven",
        required=False,
        help_text=f"{ONLY_VISITS} Lämna tomt om personen skrevs in samma dag som besöket.",
        widget=forms.DateInput(attrs={"autocomplete": "off", **FOR_VISITS_ONLY}),
    )
    coach = CoachWithLoad(
        label="Coach",
        queryset=User.objects.none(),
        help_text=f"{ONLY_VISITS} {WHAT_A_GAP_IS}",
        error_messages={"required": "Välj en coach."},
        widget=forms.Select(attrs=FOR_VISITS_ONLY),
    )
    unit = forms.ModelChoiceField(
        label="Enhet i stadsdelen",
        queryset=IncomeSupportUnit.objects.none(),
        empty_label="Vet inte",
        help_text="Enheten som remissen kommer från, eller som personen hör till. "
        "För den som kom utan remiss kan enheten anges senare.",
        error_messages={"required": "Välj vilken enhet remissen kommer från."},
    )

    FOR_PAPER = ("unit", "purpose")
    SECTIONS = (
        ("Remiss eller besök", ("kind", "received_on", "enrolled_on", "coach")),
        ("Vem?", ("number", "number_missing", "birth_date", "first_name", "last_name")),
        ("Enhet och syfte", FOR_PAPER),
        BENEFIT,
        WORK,
        CONTACT,
    )
    FOLDED = FOLDED_FACTS
    field_order = names_in(*SECTIONS, *FOLDED)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert user.jobbtorg_id is not None, "who receives referrals works at a jobbtorg"
        coach = cast(CoachWithLoad, self.fields["coach"])
        later = f"{ONLY_VISITS} {WAITS}"
        offer_coaches(coach, user=user, jobbtorg_id=user.jobbtorg_id, later=later)
        units = IncomeSupportUnit.objects.valid_on(timezone.localdate()).select_related("district")
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["fit_for_work"].help_text = "Som det står i remissen, eller din egen bedömning."
        self._ask_for_basis()
        purpose = self.fields["purpose"]
        purpose.label = "Vad vill enheten att jobbtorget gör?"
        purpose.help_text = f"Bara för en remiss. {purpose.help_text}"
        purpose.error_messages["required"] = "Skriv kort vad enheten vill att jobbtorget gör."

    def _ask_for_basis(self) -> None:
        """On paper the ground may not stand there, and who comes tells it all without one."""
        basis = self.fields["basis"]
        basis.label, basis.required, basis.initial = "Med vilken rätt lämnade enheten uppgifterna?", False, ""
        basis.choices = [("", "Framgår inte"), *DisclosureBasis.choices]  # type: ignore[attr-defined]

    def full_clean(self) -> None:
        """Sender and purpose are a referral's: needed there, and so not shown as optional."""
        is_paper = self.data.get("kind") not in WITHOUT_REFERRAL
        for name in self.FOR_PAPER:
            self.fields[name].required = is_paper
        coach = self.fields["coach"]
        coach_needed, coach.required = coach.required, coach.required and not is_paper
        super().full_clean()
        coach.required = coach_needed
        for name in self.FOR_PAPER:
            self.fields[name].required = True

    def clean(self) -> dict[str, Any]:
        """A referral has a page of its own to enrol from, so the day of enrolment is not asked for here."""
        found = super().clean()
        if found.get("enrolled_on") and found.get("kind") == PAPER:
            self.add_error("enrolled_on", "En remiss tas först emot. Töm Inskriven, och ange dagen när ni skriver in.")
        return found

    @property
    def is_paper(self) -> bool:
        """Whether a valid form is about a referral."""
        return self.cleaned_data["kind"] == PAPER

    def visit_facts(self) -> dict[str, Any]:
        """What a case without a referral is opened with: what was stated, and by what the person came."""
        stated = {name: value for name, value in self.facts().items() if name not in ("purpose", *OF_A_SENDER)}
        return {**stated, "unit": self.cleaned_data["unit"], "source": WITHOUT_REFERRAL[self.cleaned_data["kind"]]}


OF_A_SENDER = ("basis", "consent_given_on")
