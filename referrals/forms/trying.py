"""An invented person, put to the rules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from core.forms import AnyDateField
from core.swedish.dates import WhichYear
from organisation.models import IncomeSupportUnit, Jobbtorg
from referrals.choices import BenefitKind, BenefitReason, DecisionStatus, FitForWork, SfiStatus
from referrals.facts.stated import Facts, facts_in

NOT_SAID = ("", "Inte angivet")


class _Invented:
    """Whose birth is known as far as the form says."""

    def __init__(self, birth_date: Any) -> None:
        self.birth_date, self.birth_year = birth_date, None


class TryForm(forms.Form):
    """Facts that no record is made of. Without an answer a fact is unknown."""

    on = AnyDateField(which_year=WhichYear.NEAREST, label="Dag 0", help_text="Reglerna som gäller den dagen svarar.")
    birth_date = AnyDateField(
        which_year=WhichYear.PAST,
        label="Född",
        required=False,
        help_text="Hitta på en dag. Skriv inga riktiga uppgifter.",
    )
    unit = forms.ModelChoiceField(
        label="Remitterande enhet", queryset=IncomeSupportUnit.objects.none(), required=False, empty_label="Ingen"
    )
    jobbtorg = forms.ModelChoiceField(
        label="Jobbtorg", queryset=Jobbtorg.objects.none(), required=False, empty_label="Inget"
    )
    benefit_kind = forms.ChoiceField(label="Ersättning", choices=[NOT_SAID, *BenefitKind.choices], required=False)
    benefit_reason = forms.ChoiceField(
        label="Skäl till ersättningen", choices=[NOT_SAID, *BenefitReason.choices], required=False
    )
    benefit_decision_status = forms.ChoiceField(
        label="Beslut om ersättningen", choices=[NOT_SAID, *DecisionStatus.choices], required=False
    )
    fit_for_work = forms.ChoiceField(label="Arbetsför", choices=[NOT_SAID, *FitForWork.choices], required=False)
    sfi_status = forms.ChoiceField(label="Sfi", choices=[NOT_SAID, *SfiStatus.choices], required=False)
    unemployed_since = AnyDateField(which_year=WhichYear.PAST, label="Arbetslös sedan", required=False)
    introduction_ends_on = AnyDateField(
        which_year=WhichYear.NEAREST, label="Introduktionen eller etableringen slutar", required=False
    )
    is_refugee = forms.BooleanField(label="Är flykting", required=False)
    has_children_at_home = forms.BooleanField(label="Har barn i hemmet", required=False)
    lives_elsewhere = forms.BooleanField(label="Bor i en annan kommun än Stockholm", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()
        self.fields["unit"].queryset = IncomeSupportUnit.objects.order_by("name")  # type: ignore[attr-defined]
        self.fields["jobbtorg"].queryset = Jobbtorg.objects.order_by("name")  # type: ignore[attr-defined]

    def facts(self) -> Facts:
        """The facts of a valid form."""
        said = self.cleaned_data
        jobbtorg = said["jobbtorg"]
        return facts_in(
            said,
            on=said["on"],
            person=_Invented(said["birth_date"]),
            unit=said["unit"],
            jobbtorg=jobbtorg.pk if jobbtorg else None,
        )
