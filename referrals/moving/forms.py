"""The forms that move a referral to another jobbtorg."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from core.forms import NO_DIAGNOSES, SeenForm
from organisation.models import Jobbtorg
from referrals.models import Referral


def _reason_field(label: str, help_text: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=300,
        help_text=f"{help_text} {NO_DIAGNOSES}",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Skriv skälet.",
            "max_length": "Texten är för lång. Korta den till högst 300 tecken.",
        },
    )


class OfferReferralForm(SeenForm):
    """To which jobbtorg, and why."""

    destination = forms.ModelChoiceField(
        label="Till jobbtorg",
        queryset=Jobbtorg.objects.none(),
        empty_label="Välj jobbtorg",
        error_messages={"required": "Välj jobbtorg."},
    )
    reason = _reason_field("Varför remissen ska flyttas", "Enhetschefen på det andra jobbtorget läser det.")

    def __init__(self, *args: Any, referral: Referral, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Jobbtorg.objects.valid_on(timezone.localdate()).exclude(pk=referral.jobbtorg_id)
        self.fields["destination"].queryset = others.order_by("name")  # type: ignore[attr-defined]


class AcceptReferralMoveForm(SeenForm):
    """The answer yes asks nothing."""


class ReturnReferralMoveForm(SeenForm):
    """The answer no, with the reason."""

    reason = _reason_field("Varför ni inte tar emot remissen", "Det andra jobbtorget läser det.")
