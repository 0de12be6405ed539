"""The questions that several forms about referrals ask: whom it is about, and what the jobbtorg needs to know."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils import timezone

from aspirants.identity import Identity, IdentityError, ages_on, parse_identity, require_plausible_age
from core.forms import NO_DIAGNOSES, PastDateField
from core.swedish.pasted import PastedField, tidied
from core.swedish.plausible import ANY_DAY
from core.swedish.telephones import TelephoneField
from organisation.models import IncomeSupportUnit, TargetGroup
from organisation.models.places import UnitFunction
from referrals.facts.subjects import Subject
from referrals.forms.further import FurtherFields
from referrals.models import BenefitKind, BenefitReason, FitForWork

Section = tuple[str, tuple[str, ...]]

NAME: Section = ("Namn", ("first_name", "last_name"))
PURPOSE: Section = ("Syfte", ("purpose",))
BENEFIT: Section = (
    "Ersättning",
    (
        "benefit_kind",
        "benefit_reason",
        "benefit_applied_on",
        "benefit_decision_status",
        "wants_decision_first",
    ),
)
WORK: Section = (
    "Arbete och familj",
    (
        "fit_for_work",
        "seeking_work",
        "pes_registered_on",
        "unemployed_since",
        "has_children_at_home",
        "is_refugee",
        "lives_elsewhere",
        "target_group",
    ),
)
CONTACT: Section = ("Kontakt och språk", ("phone", "language", "interpreter_needed"))
MORE_BENEFIT: Section = (
    "Mer om ersättningen",
    ("benefit_decided_on", "inquiry_done_on", "introduction_ends_on", "has_unemployment_fund"),
)
MORE_WORK: Section = (
    "Mer om arbete och språk",
    ("work_capacity_pct", "pes_category", "latest_reference_on", "sfi_status"),
)
BASIS: Section = ("Grund för att lämna uppgifterna", ("basis", "consent_given_on"))
FOLDED_FACTS = (MORE_BENEFIT, MORE_WORK, BASIS)


def names_in(*sections: Section) -> tuple[str, ...]:
    """The names of the fields of sections, in the order of the page."""
    return tuple(name for _, names in sections for name in names)


class SectionedForm(forms.Form):
    """A form whose fields stand in groups. `FOLDED` are those that few need: closed until one of them has an answer."""

    SECTIONS: tuple[Section, ...] = ()
    FOLDED: tuple[Section, ...] = ()

    def sections(self) -> list[tuple[str, list[BoundField]]]:
        """All fields in their groups, in the order of the page."""
        return self._groups((*self.SECTIONS, *self.FOLDED))

    def open_sections(self) -> list[tuple[str, list[BoundField]]]:
        """The groups that are always open."""
        return self._groups(self.SECTIONS)

    def folded_sections(self) -> list[tuple[str, list[BoundField], bool]]:
        """The groups that fold, each with whether it is to be open."""
        return [(heading, fields, any(map(_is_answered, fields))) for heading, fields in self._groups(self.FOLDED)]

    def _groups(self, sections: tuple[Section, ...]) -> list[tuple[str, list[BoundField]]]:
        """The groups in which this form asks for something."""
        groups = [(heading, [self[name] for name in names if name in self.fields]) for heading, names in sections]
        return [(heading, fields) for heading, fields in groups if fields]


def _is_answered(field: BoundField) -> bool:
    """Whether a field has a fault to be seen, or says something else than it does by itself."""
    said, default = field.value(), field.field.initial
    return bool(field.errors) or str(said or "") not in ("", "False", str(default or ""))


def in_words(form: forms.Form) -> list[tuple[str, str]]:
    """What a form says in each field that is to be seen, right or wrong: its label and the answer in words."""
    return [(str(field.label), _said(field)) for field in form.visible_fields()]


def _said(field: BoundField) -> str:
    value, asked = field.value(), field.field
    if isinstance(asked, forms.BooleanField):
        return "Ja" if value else "Nej"
    if value in (None, ""):
        return "Inte angivet"
    choices = {str(key): str(label) for key, label in getattr(asked, "choices", ())}
    return choices.get(str(value), str(value))


class BornField(PastDateField):
    """When somebody was born, as far as that is known: a day, a year alone (an `int`), or "okänt" (None)."""

    span = ANY_DAY

    def to_python(self, value: Any) -> Any:
        typed = tidied(str(value)) if isinstance(value, str) else value
        if isinstance(typed, int):
            return typed
        if isinstance(typed, str) and typed.casefold() in ("okänt", "okänd"):
            return UNKNOWN_BIRTH
        if isinstance(typed, str) and YEAR.fullmatch(typed):
            return int(typed)
        return super().to_python(typed)

    def validate(self, value: Any) -> None:
        if value == UNKNOWN_BIRTH:
            return
        if not isinstance(value, int):
            super().validate(value)
        elif value > timezone.localdate().year:
            raise ValidationError("Året kan inte ligga i framtiden.", code="future")


UNKNOWN_BIRTH = 0
"""Stands for a birth of which not even the year is known, where a year would stand."""
YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def born_in_words(birth: datetime.date | int | None) -> str:
    """What a `BornField` has read, as it is shown: 1979-04-17, 1979, okänt."""
    return str(birth or "okänt")


class WhoFields(forms.Form):
    """Whom it is about: a number in any of its forms, or what is known of the birth where there is none."""

    number = PastedField(
        label="Personnummer eller samordningsnummer",
        help_text="Till exempel 19790417-9814. Tillfälliga nummer går också bra.",
        error_messages={"required": "Skriv ett personnummer, eller kryssa i att personen saknar nummer."},
        widget=forms.TextInput(attrs={"class": "medium", "autocomplete": "off", "spellcheck": "false"}),
    )
    number_missing = forms.BooleanField(label="Personen saknar nummer", required=False)
    birth_date = BornField(
        label="Födelsedatum",
        help_text="Fyll i bara om personen saknar nummer. Skriv som 1979-04-17, eller bara året om du inte vet mer.",
        error_messages={
            "required": "Skriv personens födelsedatum, till exempel 1979-04-17. Vet du bara året, skriv det. "
            "Vet du inget, skriv okänt."
        },
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
            require_plausible_age(today, identity.birth_date, identity.birth_year, typed=typed)
        except IdentityError as error:
            raise ValidationError(error.message, code=error.code) from None
        return identity

    def clean_birth_date(self) -> datetime.date | int | None:
        birth: datetime.date | int | None = self.cleaned_data["birth_date"]
        if not birth or not self.cleaned_data.get("number_missing"):
            return None
        today = timezone.localdate()
        day, year = _day_and_year(birth)
        try:
            require_plausible_age(today, day, year)
        except IdentityError as error:
            age = ages_on(today, day, year)[-1]
            text = f"Personen är {age} år med det datumet. Kontrollera året: en aspirant är mellan 15 och 75 år."
            raise ValidationError(text, code=error.code) from None
        return birth

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("number") and found.get("number_missing"):
            self.add_error("number_missing", "Du har skrivit ett nummer. Ta bort krysset eller numret.")
        return found


class ContactFields(forms.Form):
    """How to reach and talk to the person."""

    phone = TelephoneField(
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

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("interpreter_needed") and not found.get("language"):
            self.add_error("language", "Skriv vilket språk tolken ska tala.")
        return found


class PersonFields(ContactFields):
    """What the person is called, and how to reach and talk to them."""

    first_name = forms.CharField(
        label="Förnamn", max_length=80, error_messages={"required": "Skriv personens förnamn."}
    )
    last_name = forms.CharField(
        label="Efternamn", max_length=80, error_messages={"required": "Skriv personens efternamn."}
    )


class FactsFields(FurtherFields):
    """What the jobbtorg needs to know, and no more: there is no field for diagnoses, on purpose."""

    benefit_kind = forms.ChoiceField(
        label="Ersättning",
        choices=BenefitKind,
        initial=BenefitKind.FORSORJNINGSSTOD,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj vilken ersättning personen har."},
    )
    benefit_reason = forms.ChoiceField(
        label="Främsta skälet till att personen behöver stöd",
        choices=BenefitReason,
        initial=BenefitReason.ARBETSBRIST,
        widget=forms.RadioSelect(attrs={"class": "segments"}),
        error_messages={"required": "Välj det främsta skälet."},
    )
    benefit_applied_on = PastDateField(span=ANY_DAY, label="Ansökte om ersättningen", required=False)
    inquiry_done_on = PastDateField(
        label="Grundutredningen klar",
        required=False,
        help_text="Dagen då stadsdelens grundutredning blev klar, om den är klar.",
    )
    fit_for_work = forms.ChoiceField(
        label="Kan personen arbeta?",
        help_text="Din bedömning av om personen är arbetsför.",
        choices=FitForWork,
        initial=FitForWork.TO_INVESTIGATE,
        widget=forms.RadioSelect(attrs={"class": "segments"}),
        error_messages={"required": "Välj hur du bedömer att personen kan arbeta."},
    )
    unemployed_since = PastDateField(span=ANY_DAY, label="Arbetslös sedan", required=False)
    has_children_at_home = forms.BooleanField(label="Har barn i hemmet", required=False)
    target_group = forms.ModelChoiceField(
        label="Målgrupp",
        queryset=TargetGroup.objects.none(),
        required=False,
        empty_label="Den som uppgifterna pekar mot",
        error_messages={"invalid_choice": "Målgruppen används inte längre. Välj en annan, eller ”Ingen särskild”."},
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

    FACTS = (
        *FurtherFields.FURTHER,
        "target_group",
        "benefit_kind",
        "benefit_reason",
        "benefit_applied_on",
        "inquiry_done_on",
        "fit_for_work",
        "unemployed_since",
        "has_children_at_home",
        "purpose",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = timezone.localdate()
        self.fields["target_group"].queryset = TargetGroup.objects.valid_on(self.today)  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """The referral's own fields, for the operations."""
        return {name: self.cleaned_data[name] for name in self.FACTS if name in self.fields}

    def propose_for(self, unit: IncomeSupportUnit) -> None:
        """Begin with the benefit that those whom a unit refers usually have (R-2-72)."""
        kind, reason = USUAL_BENEFIT.get(UnitFunction(unit.function), (BenefitKind.FORSORJNINGSSTOD, ARBETSBRIST))
        self.fields["benefit_kind"].initial, self.fields["benefit_reason"].initial = kind, reason


ARBETSBRIST = BenefitReason.ARBETSBRIST
USUAL_BENEFIT = {
    UnitFunction.REFUGEE_RECEPTION: (BenefitKind.ETABLERINGSERSATTNING, ARBETSBRIST),
    UnitFunction.SOCIAL_PSYCHIATRY: (BenefitKind.NONE, BenefitReason.OTHER),
    UnitFunction.DISABILITY: (BenefitKind.NONE, BenefitReason.OTHER),
}
"""What is proposed to units that do not decide on income support; it is only a proposal."""


def subject_of(*valid: forms.Form) -> Subject:
    """Whom one or more valid forms describe together."""
    facts = {name: value for form in valid for name, value in form.cleaned_data.items()}
    birth_date, birth_year = _day_and_year(facts["birth_date"])
    return Subject(
        identity=facts["number"],
        birth_date=birth_date,
        birth_year=birth_year,
        first_name=facts["first_name"],
        last_name=facts["last_name"],
        phone=facts["phone"],
        language=facts["language"],
        interpreter_needed=facts["interpreter_needed"],
    )


def _day_and_year(birth: datetime.date | int | None) -> tuple[datetime.date | None, int | None]:
    """The day of birth, or the year where only that is known."""
    if isinstance(birth, int):
        return None, birth or None
    return birth, None
