"""What a referral or a visit may state beside what every one needs: each answer is optional or has a default."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms

from aspirants.choices import DisclosureBasis
from core.forms import PastDateField, SwedishDateField
from core.swedish.dates import WhichYear
from core.swedish.plausible import ANY_DAY, Span
from referrals.choices import (
    DECISION_MADE,
    DecisionStatus,
    FitForWork,
    PesCategory,
    SfiStatus,
    WorkCapacity,
    YesNoUnknown,
)

SEGMENTS = {"class": "segments"}
NOT_STATED = ("", "Inte angivet")
CONSENT_AHEAD = "Samtycket kan inte ligga i framtiden. Skriv dagen då personen samtyckte."
UNDER_WAY = Span(5, 5)
"""An introduction lasts for some years, and the day it ends may have passed."""


class FurtherFields(forms.Form):
    """Facts about benefit, work and language, and on what ground they are given."""

    benefit_decision_status = forms.ChoiceField(
        label="Beslut om ersättningen", choices=[NOT_STATED, *DecisionStatus.choices], required=False
    )
    wants_decision_first = forms.BooleanField(
        label="Vill ha beslutet innan inskrivning",
        required=False,
        help_text="Jobbgarantins frist pausas till beslutet. Inskrivning är aldrig ett villkor för beslutet.",
    )
    benefit_decided_on = PastDateField(label="Beslutsdag", required=False, help_text="Bara om beslutet är fattat.")
    introduction_ends_on = SwedishDateField(
        which_year=WhichYear.NEAREST,
        span=UNDER_WAY,
        label="Introduktionen eller etableringen slutar",
        required=False,
        help_text="Dagen då rätten till introduktions- eller etableringsersättning tar slut.",
    )
    has_unemployment_fund = forms.ChoiceField(
        label="Har personen rätt till a-kassa?",
        choices=YesNoUnknown,
        initial=YesNoUnknown.UNKNOWN,
        required=False,
        widget=forms.RadioSelect(attrs=SEGMENTS),
    )
    seeking_work = forms.ChoiceField(
        label="Söker personen arbete?",
        choices=YesNoUnknown,
        initial=YesNoUnknown.UNKNOWN,
        required=False,
        widget=forms.RadioSelect(attrs=SEGMENTS),
    )
    work_capacity_pct = forms.TypedChoiceField(
        label="Arbetsförmåga",
        choices=[NOT_STATED, *WorkCapacity.choices],
        coerce=int,
        empty_value=None,
        required=False,
        help_text="Så mycket av heltid som personen bedöms kunna arbeta.",
    )
    pes_registered_on = PastDateField(span=ANY_DAY, label="Inskriven på Arbetsförmedlingen", required=False)
    pes_category = forms.ChoiceField(
        label="Sökandekategori hos Arbetsförmedlingen", choices=[NOT_STATED, *PesCategory.choices], required=False
    )
    latest_reference_on = PastDateField(
        span=ANY_DAY,
        label="Senaste referens",
        required=False,
        help_text="Dagen då personen senast fick en referens från en arbetsgivare eller praktikplats.",
    )
    sfi_status = forms.ChoiceField(label="Sfi", choices=[NOT_STATED, *SfiStatus.choices], required=False)
    is_refugee = forms.BooleanField(label="Är flykting", required=False)
    lives_elsewhere = forms.BooleanField(label="Bor i en annan kommun än Stockholm", required=False)
    basis = forms.ChoiceField(
        label="Med vilken rätt lämnas uppgifterna?",
        choices=DisclosureBasis,
        initial=DisclosureBasis.OSL_10_2,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj på vilken grund ni lämnar uppgifterna."},
    )
    consent_given_on = PastDateField(
        label="Dagen då personen samtyckte",
        required=False,
        help_text="Bara om grunden är samtycke.",
        error_messages={"future": CONSENT_AHEAD},
    )

    FURTHER = (
        "benefit_decision_status",
        "wants_decision_first",
        "benefit_decided_on",
        "introduction_ends_on",
        "has_unemployment_fund",
        "seeking_work",
        "work_capacity_pct",
        "pes_registered_on",
        "pes_category",
        "latest_reference_on",
        "sfi_status",
        "is_refugee",
        "lives_elsewhere",
        "basis",
        "consent_given_on",
    )

    def clean_has_unemployment_fund(self) -> str:
        return self.cleaned_data["has_unemployment_fund"] or YesNoUnknown.UNKNOWN

    def clean_seeking_work(self) -> str:
        return self.cleaned_data["seeking_work"] or YesNoUnknown.UNKNOWN

    def clean(self) -> dict[str, Any]:
        """Say of each answer that another one contradicts, at its field; all of them at once."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        for field, sentence in contradictions(found).items():
            if field in self.fields and field not in self.errors:
                self.add_error(field, sentence)
        return found


def contradictions(stated: dict[str, Any]) -> dict[str, str]:
    """What cannot be true at once among stated facts, as Swedish sentences by the field that is to be changed."""
    return {**_of_the_decision(stated), **_of_capacity(stated), **_of_consent(stated)}


def _of_the_decision(stated: dict[str, Any]) -> dict[str, str]:
    status, decided_on = stated.get("benefit_decision_status"), stated.get("benefit_decided_on")
    applied_on: datetime.date | None = stated.get("benefit_applied_on")
    found = {}
    if stated.get("wants_decision_first") and status not in (DecisionStatus.APPLIED, *DECISION_MADE):
        found["wants_decision_first"] = (
            "Personen kan bara vänta på beslut om en ansökan som är gjord. Välj Har ansökt, eller ta bort krysset."
        )
    if decided_on and status not in DECISION_MADE:
        found["benefit_decided_on"] = "Beslutsdagen hör till ett fattat beslut. Välj Beviljat eller Avslag ovanför."
    elif decided_on and applied_on and decided_on < applied_on:
        found["benefit_decided_on"] = "Beslutet kan inte vara fattat före ansökan. Kontrollera de två datumen."
    return found


def _of_capacity(stated: dict[str, Any]) -> dict[str, str]:
    fit, capacity = stated.get("fit_for_work"), stated.get("work_capacity_pct")
    if capacity is None or not fit:
        return {}
    if (fit == FitForWork.NO and capacity > 0) or (fit == FitForWork.YES and capacity == 0):
        return {"work_capacity_pct": "Procenten stämmer inte med svaret på om personen kan arbeta. Ändra det ena."}
    return {}


def _of_consent(stated: dict[str, Any]) -> dict[str, str]:
    by_consent, given_on = stated.get("basis") == DisclosureBasis.CONSENT, stated.get("consent_given_on")
    if by_consent and not given_on:
        return {"consent_given_on": "Skriv vilken dag personen samtyckte."}
    if given_on and not by_consent:
        return {"consent_given_on": "Dagen hör till samtycke. Välj samtycke som grund, eller ta bort dagen."}
    return {}
