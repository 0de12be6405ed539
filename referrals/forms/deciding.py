"""What the jobbtorg or the sender decides about a referral, and what they ask each other."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import NO_DIAGNOSES, PastDateField, SeenForm
from organisation.access.permissions import Act, may
from organisation.models import User
from referrals.choices import CHOSEN_BY_MANAGERS
from referrals.inbox.loads import given_cases, load_in_words
from referrals.models import Referral

WHAT_A_GAP_IS = "En lucka är en timme utan möte, från nu till fredag."


class CoachWithLoad(forms.ModelChoiceField):
    """A coach, with the present load."""

    def label_from_instance(self, coach: User) -> str:
        return load_in_words(coach)


class EnrolForm(SeenForm):
    """Enrol, with a coach (fewest cases first; of those who take protected persons' cases, the others before).

    Leaving the coach for later takes ENROL_WITHOUT_COACH; to anybody else the form proposes the user themself.
    """

    coach = CoachWithLoad(
        label="Coach",
        queryset=User.objects.none(),
        error_messages={"required": "Välj en coach."},
        required=False,
        help_text=WHAT_A_GAP_IS,
        widget=forms.Select(attrs={"data-key": "a"}),
    )

    enrolled_on = PastDateField(
        label="Inskriven",
        required=False,
        help_text="Dagen då personen skrevs in. Lämna tomt om det är i dag.",
    )

    def __init__(self, *args: Any, referral: Referral, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        coach = self.fields["coach"]
        coach.queryset = given_cases(referral.jobbtorg_id, is_protected=referral.person.is_protected)  # type: ignore[attr-defined]
        if may(user, Act.ENROL_WITHOUT_COACH):
            coach.empty_label = "Fördela senare"  # type: ignore[attr-defined]
            coach.help_text = f"Utan coach väntar ärendet på att bli fördelat. {WHAT_A_GAP_IS}"
        else:
            coach.required, coach.initial = True, user.pk
            coach.empty_label = "Välj coach"  # type: ignore[attr-defined]


class CoachesWithLoad(forms.ModelMultipleChoiceField):
    """Coaches, with the present load."""

    def label_from_instance(self, coach: User) -> str:
        return load_in_words(coach)


class TakeInForm(SeenForm):
    """Who is given several referrals: one coach, or some among whom they are shared out."""

    coaches = CoachesWithLoad(
        label="Coach",
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Välj minst en coach."},
        help_text="Väljer du flera delas remisserna mellan dem: var och en går till den som har färst aspiranter då."
        f" {WHAT_A_GAP_IS}",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert user.jobbtorg_id is not None, "who receives referrals works at a jobbtorg"
        self.fields["coaches"].queryset = given_cases(user.jobbtorg_id)  # type: ignore[attr-defined]


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
