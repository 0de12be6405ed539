"""What is typed about a referral, on its way to an operation. Screens are in plain Swedish."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils import timezone

from aspirants.forms import CoachChoice, coaches_for
from aspirants.identity import Identity, IdentityError, age_on, parse_identity, plausible_age
from organisation.forms import NO_DIAGNOSES, PastDateField
from organisation.models import Jobbtorg, Role, TargetGroup, User
from referrals.drafts import Subject, Typed
from referrals.models import BenefitKind, BenefitReason, DeclineReason, FitForWork, Referral
from referrals.operations import default_jobbtorg


class DraftForm(forms.Form):
    """A page of the draft; it can be kept as typed, before anything is checked."""

    def typed(self) -> Typed:
        """What was typed, for the draft; a readable date as a date, since "igår" is another day tomorrow."""
        self.is_valid()
        days = {name: day.isoformat() for name, day in self.cleaned_data.items() if isinstance(day, datetime.date)}
        return {name: days.get(name) or str(self.data[name]) for name in self.fields if name in self.data}


class WhoForm(DraftForm):
    """Whom the referral is about: a number in any of its forms, or a birth date where there is none."""

    number = forms.CharField(
        label="Personnummer eller samordningsnummer",
        help_text="Till exempel 19790417-9814. Tillfälliga nummer går också bra.",
        error_messages={"required": "Skriv ett personnummer, eller kryssa i att personen saknar nummer."},
        widget=forms.TextInput(attrs={"class": "medium", "autocomplete": "off", "spellcheck": "false"}),
    )
    number_missing = forms.BooleanField(label="Personen saknar nummer", required=False)
    birth_date = PastDateField(
        label="Födelsedatum",
        help_text="Fyll i bara om personen saknar nummer. Skriv som 1979-04-17.",
        error_messages={"required": "Skriv personens födelsedatum, till exempel 1979-04-17."},
        widget=forms.DateInput(attrs={"autocomplete": "off"}),
    )

    def full_clean(self) -> None:
        """Number or birth date: the box decides which one is needed, so neither is shown as optional."""
        number, birth_date = self.fields["number"], self.fields["birth_date"]
        missing = bool(self.data.get("number_missing"))
        number.required, birth_date.required = not missing, missing
        super().full_clean()
        number.required = birth_date.required = True

    def clean_number(self) -> Identity | None:
        typed: str = self.cleaned_data["number"]
        if not typed:
            return None
        today = timezone.localdate()
        try:
            identity = parse_identity(typed, today)
            plausible_age(identity.birth_date, today)
        except IdentityError as error:
            raise ValidationError(error.message, code=error.code) from None
        return identity

    def clean_birth_date(self) -> datetime.date | None:
        birth_date: datetime.date | None = self.cleaned_data["birth_date"]
        if birth_date is None or not self.cleaned_data.get("number_missing"):
            return None
        today = timezone.localdate()
        try:
            plausible_age(birth_date, today)
        except IdentityError as error:
            age = age_on(birth_date, today)
            text = f"Personen är {age} år med det datumet. Kontrollera året: en aspirant är mellan 15 och 75 år."
            raise ValidationError(text, code=error.code) from None
        return birth_date

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("number") and found.get("number_missing"):
            self.add_error("number_missing", "Du har skrivit ett nummer. Ta bort krysset eller numret.")
        return found


class DetailsForm(DraftForm):
    """What the jobbtorg needs to know, and no more: there is no field for diagnoses, on purpose."""

    first_name = forms.CharField(
        label="Förnamn", max_length=80, error_messages={"required": "Skriv personens förnamn."}
    )
    last_name = forms.CharField(
        label="Efternamn", max_length=80, error_messages={"required": "Skriv personens efternamn."}
    )
    phone = forms.CharField(
        label="Telefon",
        max_length=40,
        required=False,
        help_text="Lämna tomt om personen har skyddade personuppgifter.",
        widget=forms.TextInput(attrs={"class": "medium", "inputmode": "tel", "autocomplete": "off"}),
    )
    language = forms.CharField(
        label="Språk", max_length=40, required=False, widget=forms.TextInput(attrs={"class": "medium"})
    )
    interpreter_needed = forms.BooleanField(label="Behöver tolk", required=False)
    benefit_kind = forms.ChoiceField(
        label="Ersättning",
        choices=BenefitKind,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj vilken ersättning personen har."},
    )
    benefit_reason = forms.ChoiceField(
        label="Främsta skälet till att personen behöver stöd",
        choices=BenefitReason,
        widget=forms.RadioSelect(attrs={"class": "segments"}),
        error_messages={"required": "Välj det främsta skälet."},
    )
    benefit_applied_on = PastDateField(label="Ansökte om försörjningsstöd", required=False)
    fit_for_work = forms.ChoiceField(
        label="Kan personen arbeta?",
        help_text="Din bedömning av om personen är arbetsför.",
        choices=FitForWork,
        widget=forms.RadioSelect(attrs={"class": "segments"}),
        error_messages={"required": "Välj hur du bedömer att personen kan arbeta."},
    )
    unemployed_since = PastDateField(label="Arbetslös sedan", required=False)
    has_children_at_home = forms.BooleanField(label="Har barn i hemmet", required=False)
    target_group = forms.ModelChoiceField(
        label="Målgrupp", queryset=TargetGroup.objects.none(), required=False, empty_label="Ingen särskild"
    )
    jobbtorg = forms.ModelChoiceField(
        label="Jobbtorg",
        queryset=Jobbtorg.objects.none(),
        empty_label="Välj jobbtorg",
        error_messages={"required": "Välj vilket jobbtorg remissen ska till."},
    )
    purpose = forms.CharField(
        label="Vad vill ni att jobbtorget gör?",
        max_length=800,
        help_text=NO_DIAGNOSES,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": "Skriv kort vad ni vill att jobbtorget gör.",
            "max_length": "Texten är för lång. Korta den till högst 800 tecken.",
        },
    )

    SECTIONS = (
        ("Personen", ("first_name", "last_name", "phone", "language", "interpreter_needed")),
        ("Ersättning", ("benefit_kind", "benefit_reason", "benefit_applied_on")),
        ("Arbete och familj", ("fit_for_work", "unemployed_since", "has_children_at_home", "target_group")),
        ("Jobbtorg och syfte", ("jobbtorg", "purpose")),
    )

    def __init__(self, *args: Any, sender: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        assert sender.income_support_unit is not None, "senders belong to a unit (role_fits_organisation)"
        self.unit, self.today = sender.income_support_unit, today
        self.fields["target_group"].queryset = TargetGroup.objects.valid_on(today)  # type: ignore[attr-defined]
        self.fields["jobbtorg"].queryset = Jobbtorg.objects.valid_on(today)  # type: ignore[attr-defined]
        self.default = default_jobbtorg(self.unit, today)
        if self.default is not None:
            self.fields["jobbtorg"].initial = self.default.pk
            self.fields["jobbtorg"].help_text = f"Er stadsdel remitterar till {self.default}. Du kan välja ett annat."

    def sections(self) -> list[tuple[str, list[BoundField]]]:
        """The fields in their groups, in the order of the page."""
        return [(heading, [self[name] for name in names]) for heading, names in self.SECTIONS]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("interpreter_needed") and not found.get("language"):
            self.add_error("language", "Skriv vilket språk tolken ska tala.")
        return found

    def better_jobbtorg(self) -> Jobbtorg | None:
        """The jobbtorg meant for the chosen target group, if the general one was left as it was (R-4-02)."""
        group: TargetGroup | None = self.cleaned_data["target_group"]
        meant = default_jobbtorg(self.unit, self.today, group) if group else None
        left_as_it_was = self.cleaned_data["jobbtorg"] == self.default
        return meant if meant is not None and left_as_it_was and meant != self.default else None

    FACTS = (
        "target_group",
        "benefit_kind",
        "benefit_reason",
        "benefit_applied_on",
        "fit_for_work",
        "unemployed_since",
        "has_children_at_home",
        "purpose",
    )

    def facts(self) -> dict[str, Any]:
        """The referral's own fields, for `submit_referral`."""
        return {name: self.cleaned_data[name] for name in self.FACTS}


def subject_of(who: WhoForm, details: DetailsForm) -> Subject:
    """Whom two valid pages describe."""
    facts = details.cleaned_data
    return Subject(
        identity=who.cleaned_data["number"],
        birth_date=who.cleaned_data["birth_date"],
        first_name=facts["first_name"],
        last_name=facts["last_name"],
        phone=facts["phone"],
        language=facts["language"],
        interpreter_needed=facts["interpreter_needed"],
    )


class EnrolForm(forms.Form):
    """Enrol, with a coach (fewest cases first). Only a manager may leave that for later; a coach proposes themself."""

    coach = CoachChoice(
        label="Coach", queryset=User.objects.none(), error_messages={"required": "Välj en coach."}, required=False
    )

    def __init__(self, *args: Any, referral: Referral, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        coach = self.fields["coach"]
        coaches = coaches_for(referral.person, referral.jobbtorg_id).order_by("open_cases", "last_name", "first_name")
        coach.queryset = coaches  # type: ignore[attr-defined]
        if user.role == Role.MANAGER:
            coach.empty_label = "Fördela senare"  # type: ignore[attr-defined]
            coach.help_text = "Utan coach väntar ärendet på att bli fördelat."
        else:
            coach.required, coach.initial = True, user.pk
            coach.empty_label = "Välj coach"  # type: ignore[attr-defined]


class DeclineForm(forms.Form):
    """Why a referral is declined. The sender reads both."""

    reason = forms.ChoiceField(
        label="Varför avböjer ni?",
        choices=DeclineReason,
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


class WithdrawForm(forms.Form):
    """Why the stadsdel takes the referral back, if it wants to say so."""

    comment = forms.CharField(
        label="Kommentar till jobbtorget",
        max_length=300,
        required=False,
        help_text=NO_DIAGNOSES,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
