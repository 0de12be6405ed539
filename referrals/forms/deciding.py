"""What the jobbtorg or the sender decides about a referral, and what they ask each other."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, cast

from django import forms

from core.forms import NO_DIAGNOSES, PastDateField, SeenForm
from core.seen import ChangedMeanwhileError
from organisation.access.permissions import Act, may
from organisation.models import User
from referrals.choices import CHOSEN_BY_MANAGERS
from referrals.inbox.loads import given_cases, load_in_words
from referrals.models import Referral

WHAT_A_GAP_IS = "En lucka är en timme utan möte, från nu till fredag."
WAITS = "Utan coach väntar ärendet på att bli fördelat."


class CoachWithLoad(forms.ModelChoiceField):
    """A coach, with the present load."""

    def label_from_instance(self, coach: User) -> str:
        return load_in_words(coach)


def offer_coaches(
    coach: forms.ModelChoiceField, *, user: User, jobbtorg_id: int, is_protected: bool = False, later: str = ""
) -> None:
    """Let a field offer those who may be given a case; leaving it for later takes ENROL_WITHOUT_COACH.

    To anybody else it proposes the user themself. `later`: what becomes of a case without a coach, for the hint.
    """
    coach.queryset = given_cases(jobbtorg_id, is_protected=is_protected)
    if may(user, Act.ENROL_WITHOUT_COACH):
        coach.required, coach.empty_label = False, "Fördela senare"
        coach.help_text = f"{later} {WHAT_A_GAP_IS}".lstrip()
    else:
        coach.required, coach.initial, coach.empty_label = True, user.pk, "Välj coach"


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
        coach = cast(CoachWithLoad, self.fields["coach"])
        is_protected = referral.person.is_protected
        offer_coaches(coach, user=user, jobbtorg_id=referral.jobbtorg_id, is_protected=is_protected, later=WAITS)


def refused(
    enrol_form: EnrolForm | None, changed: ChangedMeanwhileError | None = None
) -> tuple[ChangedMeanwhileError | None, int]:
    """What has changed since the page was opened, if that is why an act was refused, and the status of the answer."""
    if enrol_form and enrol_form.changed:
        changed = enrol_form.changed
        enrol_form.show_now()
    if changed:
        return changed, HTTPStatus.CONFLICT
    return None, HTTPStatus.UNPROCESSABLE_ENTITY if enrol_form and enrol_form.errors else HTTPStatus.OK


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


def _comment(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=300,
        required=False,
        help_text=NO_DIAGNOSES,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Texten är för lång. Korta den till högst 300 tecken."},
    )


class DeclineForm(SeenForm):
    """Why a referral is declined. The sender reads both."""

    reason = forms.ChoiceField(
        label="Varför avböjer ni?",
        choices=[(reason.value, reason.label) for reason in CHOSEN_BY_MANAGERS],
        widget=forms.RadioSelect,
        error_messages={"required": "Välj skälet till att remissen avböjs."},
    )
    comment = _comment("Kommentar till den som skickade remissen")


class WithdrawForm(SeenForm):
    """Why the stadsdel takes the referral back, if it wants to say so."""

    comment = _comment("Kommentar till jobbtorget")


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

    comment = _comment("Kommentar till den som skickade remissen")
