"""The pages of a draft, and the form that completes what was sent."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms

from core.forms import NO_DIAGNOSES, SeenForm
from organisation.models import Jobbtorg, TargetGroup, User
from referrals.drafts import Typed
from referrals.facts.before_sending import default_jobbtorg
from referrals.facts.proposed import REFERRAL, still_offered
from referrals.forms.correcting import ContactAnew
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
    Section,
    SectionedForm,
    WhoFields,
    names_in,
)
from referrals.models import Referral

FIRST: Section = ("Vem och varför", ("first_name", "last_name", "purpose", "fit_for_work"))
"""What is about this person alone; the rest may be as in the referral before, and Ctrl+Enter goes past it."""
WORK_BESIDES: Section = (WORK[0], tuple(name for name in WORK[1] if name not in FIRST[1]))


class DraftForm(forms.Form):
    """A page of the draft; it can be kept as typed, before anything is checked."""

    def typed(self) -> Typed:
        """What was typed, for the draft; a readable date as a date, since "igår" is another day tomorrow."""
        self.is_valid()
        days = {name: day.isoformat() for name, day in self.cleaned_data.items() if isinstance(day, datetime.date)}
        return {name: days.get(name) or str(self.data[name]) for name in self.fields if name in self.data}


class WhoForm(WhoFields, DraftForm):
    """Step 1 of a draft."""


class DetailsForm(PersonFields, FactsFields, SectionedForm, DraftForm):
    """Step 2 of a draft."""

    jobbtorg = forms.ModelChoiceField(
        label="Jobbtorg",
        queryset=Jobbtorg.objects.none(),
        empty_label="Välj jobbtorg",
        error_messages={
            "required": "Välj vilket jobbtorg remissen ska till.",
            "invalid_choice": "Jobbtorget tar inte längre emot remisser. Välj ett annat.",
        },
    )

    SECTIONS = (FIRST, ("Jobbtorg", ("jobbtorg",)), BENEFIT, WORK_BESIDES, CONTACT)
    FOLDED = FOLDED_FACTS
    field_order = names_in(*SECTIONS, *FOLDED)

    def __init__(self, *args: Any, sender: User, proposals: Typed | None = None, **kwargs: Any) -> None:
        """`proposals`: what the draft proposes (referrals/facts/proposed.py); each field that has one says so."""
        super().__init__(*args, **kwargs)
        assert sender.income_support_unit is not None, "senders belong to a unit (role_fits_organisation)"
        self.unit = sender.income_support_unit
        self.propose_for(self.unit)
        # It is judged anew for each person: nothing is chosen until somebody has.
        self.fields["fit_for_work"].initial = None
        self.fields["jobbtorg"].queryset = Jobbtorg.objects.valid_on(self.today)  # type: ignore[attr-defined]
        self.default = default_jobbtorg(self.unit, self.today)
        if self.default is not None:
            self.fields["jobbtorg"].initial = self.default.pk
            self.fields["jobbtorg"].help_text = f"Er stadsdel remitterar till {self.default}. Du kan välja ett annat."
        self.proposals = proposals or {}
        self.proposed = still_offered(self, self.proposals)
        if not self.is_bound and not self.initial:
            self.initial = dict(self.proposed)
        for name in self.proposed:
            field = self.fields[name]
            field.help_text = f"Förslag från {self.proposals[REFERRAL]}. {field.help_text}".strip()

    def proposed_labels(self) -> list[str]:
        """The labels of what is proposed."""
        return [str(self[name].label) for name in self.proposed]

    def taken_over(self) -> list[str]:
        """The labels of what a valid form says exactly as it was proposed."""
        return [str(self[name].label) for name, value in self.proposed.items() if str(self[name].value()) == value]

    def better_jobbtorg(self) -> Jobbtorg | None:
        """The jobbtorg meant for the chosen target group, if the general one was left as it was (R-4-02)."""
        group: TargetGroup | None = self.cleaned_data["target_group"]
        meant = default_jobbtorg(self.unit, self.today, group) if group else None
        left_as_it_was = self.cleaned_data["jobbtorg"] == self.default
        return meant if meant is not None and left_as_it_was and meant != self.default else None


class CompleteForm(SeenForm, MotiveFields, ContactAnew, FactsFields, SectionedForm):
    """The answer to the jobbtorg's question, and what the referral says, to be put right."""

    answer = forms.CharField(
        label="Svar till jobbtorget",
        max_length=300,
        help_text=NO_DIAGNOSES,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Skriv ett svar på jobbtorgets fråga.",
            "max_length": "Texten är för lång. Korta den till högst 300 tecken.",
        },
    )

    SECTIONS = (WHY, ("Svar", ("answer",)), NAME, PURPOSE, BENEFIT, WORK, CONTACT)
    FOLDED = FOLDED_FACTS
    field_order = names_in(*SECTIONS, *FOLDED)

    def __init__(self, *args: Any, referral: Referral, **kwargs: Any) -> None:
        given = {name: getattr(referral, name) for name in self.FACTS}
        super().__init__(*args, initial={**given, **self.said_by(referral)}, **kwargs)
        self.keep_contact(wanted=not referral.person.is_protected)
