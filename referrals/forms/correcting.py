"""Putting right what a referral or a visit states, and registering the decision that somebody waits for."""

from __future__ import annotations

from typing import Any

from django import forms

from aspirants.choices import DisclosureBasis
from core.forms import PastDateField, SeenForm
from referrals.choices import DECISION_MADE
from referrals.forms.eligibility import WHY, MotiveFields
from referrals.forms.parts import (
    BENEFIT,
    CONTACT,
    FOLDED_FACTS,
    NAME,
    PURPOSE,
    WORK,
    FactsFields,
    PersonFields,
    SectionedForm,
    names_in,
)
from referrals.models import Referral, WalkIn
from referrals.operations.stated.contact import Contact

OF_A_REFERRAL = ("purpose", "target_group", "basis", "consent_given_on")
"""What a visit does not state: its case has the target group, and the person told the rest."""


class ContactAnew(PersonFields):
    """Name, language and interpreter as they were said; the telephone empty, since the referral does not keep its
    number. The identity number is no field: with another number it would be another person's referral."""

    @staticmethod
    def said_by(referral: Referral) -> dict[str, Any]:
        """What the fields begin with."""
        name = {"first_name": referral.said_first_name, "last_name": referral.said_last_name}
        return {**name, "language": referral.said_language, "interpreter_needed": referral.said_interpreter}

    def keep_contact(self, *, wanted: bool) -> None:
        """Leave the fields out where the sender does not write of them; else say what an empty telephone means."""
        if wanted:
            self.fields["phone"].help_text = "Skriv bara ett nytt nummer. Jobbtorget får det och jämför med registret."
            return
        for name in PersonFields.base_fields:
            del self.fields[name]

    def contact(self) -> Contact | None:
        """What a valid form says."""
        said = self.cleaned_data
        if "language" not in self.fields:
            return None
        return Contact(**{name: said[name] for name in PersonFields.base_fields})


class CorrectForm(SeenForm, MotiveFields, ContactAnew, FactsFields, SectionedForm):
    """What is stated, each field as it stands now."""

    SECTIONS = (WHY, NAME, PURPOSE, BENEFIT, WORK, CONTACT)
    FOLDED = FOLDED_FACTS
    field_order = names_in(*SECTIONS, *FOLDED)

    def __init__(self, *args: Any, stated: Referral | WalkIn, by_sender: bool = False, **kwargs: Any) -> None:
        """`by_sender`: the unit that sent it says anew also how to talk to the person; the jobbtorg has the record."""
        given = {name: getattr(stated, name, None) for name in self.FACTS}
        said = self.said_by(stated) if isinstance(stated, Referral) else {}
        super().__init__(*args, initial={**given, **said}, **kwargs)
        self.keep_contact(wanted=by_sender and isinstance(stated, Referral) and not stated.person.is_protected)
        if isinstance(stated, WalkIn):
            for name in OF_A_REFERRAL:
                del self.fields[name]
        elif not stated.basis:
            basis = self.fields["basis"]
            basis.required, basis.initial = False, ""
            basis.choices = [("", "Framgår inte"), *DisclosureBasis.choices]  # type: ignore[attr-defined]


class DecisionForm(SeenForm):
    """What was decided, and when."""

    decision = forms.ChoiceField(
        label="Vad blev beslutet?",
        choices=[(one.value, one.label) for one in DECISION_MADE],
        widget=forms.RadioSelect(attrs={"class": "segments"}),
        error_messages={"required": "Välj om ersättningen beviljades eller avslogs."},
    )
    decided_on = PastDateField(
        label="Beslutsdag",
        help_text="Jobbgarantins frist räknas igen från den dagen.",
        error_messages={"required": "Skriv vilken dag beslutet fattades."},
    )
