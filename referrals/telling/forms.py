"""The forms of what is told: on what ground, and the consents."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils import timezone

from aspirants.forms.grounds import GroundField
from aspirants.models import ConsentForm, ConsentPurpose, DisclosureContent
from core.forms import NO_DIAGNOSES, PastDateField, SeenForm, SwedishDateField
from core.swedish.dates import WhichYear
from referrals.forms.further import CONSENT_AHEAD


class TellForm(SeenForm):
    """On what ground something is told; of a declined job also the reason that the aspirant gave."""

    stated_reason = forms.CharField(
        label="Skälet som aspiranten har angett",
        max_length=300,
        help_text=f"Återge det som aspiranten har sagt. {NO_DIAGNOSES}",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Skriv skälet som aspiranten har angett."},
    )
    basis = GroundField(label="Rättslig grund för att lämna uppgifterna")
    submission_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, content: DisclosureContent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if content != DisclosureContent.DECLINED_OFFER:
            del self.fields["stated_reason"]


class ConsentGivenForm(SeenForm):
    """What the aspirant has agreed to."""

    purpose = forms.TypedChoiceField(
        label="Ändamål",
        choices=ConsentPurpose.choices,
        coerce=ConsentPurpose,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj ändamål."},
    )
    kinds = forms.TypedMultipleChoiceField(
        label="Uppgifter som får lämnas",
        choices=DisclosureContent.choices,
        coerce=DisclosureContent,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Välj minst ett slags uppgifter."},
    )
    given_on = PastDateField(
        label="Samtycket gavs", error_messages={"required": "Ange datum.", "future": CONSENT_AHEAD}
    )
    valid_to = SwedishDateField(
        which_year=WhichYear.COMING,
        label="Gäller till och med",
        required=False,
        help_text="Lämna tomt om det gäller tills det återkallas.",
    )
    form = forms.TypedChoiceField(
        label="Hur samtycket gavs",
        choices=ConsentForm.choices,
        coerce=ConsentForm,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj hur samtycket gavs."},
    )
    note = forms.CharField(
        label="Villkor",
        required=False,
        max_length=300,
        help_text=f"Bara om aspiranten har begränsat samtycket. {NO_DIAGNOSES}",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    submission_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"given_on": timezone.localdate()})
        super().__init__(*args, **kwargs)


class ConsentWithdrawnForm(SeenForm):
    withdrawn_on = PastDateField(label="Återkallades", error_messages={"required": "Ange datum."})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"withdrawn_on": timezone.localdate()}, **kwargs)
