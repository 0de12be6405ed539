"""What the jobbtorg or the sender decides about a referral, and what they ask each other."""

from __future__ import annotations

from typing import Any

from django import forms

from aspirants.forms.coaches import CoachChoice, coaches_for
from core.forms import NO_DIAGNOSES, PastDateField, SeenForm
from organisation.access.permissions import Act, may
from organisation.models import User
from referrals.choices import CHOSEN_BY_MANAGERS
from referrals.models import Referral


class EnrolForm(SeenForm):
    """Enrol, with a coach (fewest cases first; of those who take protected persons' cases, the others before).

    Leaving the coach for later takes ENROL_WITHOUT_COACH; to anybody else the form proposes the user themself.
    """

    coach = CoachChoice(
        label="Coach", queryset=User.objects.none(), error_messages={"required": "Välj en coach."}, required=False
    )

    enrolled_on = PastDateField(
        label="Inskriven",
        required=False,
        help_text="Dagen då personen skrevs in. Lämna tomt om det är i dag.",
        widget=forms.DateInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, referral: Referral, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        coach = self.fields["coach"]
        coaches = coaches_for(referral.person, referral.jobbtorg_id).order_by(
            *(() if referral.person.is_protected else ("protected_access",)), "open_cases", "last_name", "first_name"
        )
        coach.queryset = coaches  # type: ignore[attr-defined]
        if may(user, Act.ENROL_WITHOUT_COACH):
            coach.empty_label = "Fördela senare"  # type: ignore[attr-defined]
            coach.help_text = "Utan coach väntar ärendet på att bli fördelat."
        else:
            coach.required, coach.initial = True, user.pk
            coach.empty_label = "Välj coach"  # type: ignore[attr-defined]


class DeclineForm(SeenForm):
    """Why a referral is declined. The sender reads both."""

    reason = forms.ChoiceField(
        label="Varför avböjer ni?",
        choices=[(reason.value, reason.label) for reason in CHOSEN_BY_MANAGERS],
        widget=forms.RadioSelect,
        error_messages={"required": "Välj skälet till att remissen avböjs."},
    )
    comment = forms.CharField(
        label="Kommentar till den som skickade remissen",
        max_length=300,
        required=False,
        help_text=NO_DIAGNOSES,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WithdrawForm(SeenForm):
    """Why the stadsdel takes the referral back, if it wants to say so."""

    comment = forms.CharField(
        label="Kommentar till jobbtorget",
        max_length=300,
        required=False,
        help_text=NO_DIAGNOSES,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReturnReferralForm(SeenForm):
    """What the jobbtorg asks for. The sender reads it."""

    question = forms.CharField(
        label="Vad behöver ni veta?",
        max_length=300,
        help_text=f"Frågan går till den som skickade remissen. {NO_DIAGNOSES}",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Skriv vad som saknas i remissen.",
            "max_length": "Texten är för lång. Korta den till högst 300 tecken.",
        },
    )


class LapseForm(SeenForm):
    """What the manager wants to add for the sender, if anything."""

    comment = forms.CharField(
        label="Kommentar till den som skickade remissen",
        max_length=300,
        required=False,
        help_text=NO_DIAGNOSES,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
