"""What is typed about a person: the facts, another number, a death."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from aspirants.choices import NumberChange
from aspirants.forms.grounds import GroundField
from aspirants.forms.reasons import ReasonField
from aspirants.identity import Identity, IdentityError, parse_identity, require_plausible_age
from aspirants.models import Enrolment
from aspirants.models.identifying import CONTACT
from aspirants.operations.correcting import CASE_FACTS, PERSON_FACTS
from aspirants.shown import NO_GROUP, NO_UNIT
from core.forms import PastDateField, SeenForm
from core.seen import NOTHING
from core.swedish.pasted import PastedEmailField, PastedField
from core.swedish.telephones import TelephoneField
from organisation.models import IncomeSupportUnit, TargetGroup, UnitFunction

NARROW = {"class": "medium", "autocomplete": "off"}
CONTACT_SHOWN = "contact_shown"
NONE_IN_WORDS = {"target_group": NO_GROUP, "income_support_unit": NO_UNIT}


class PersonForm(SeenForm):
    """The facts of a person and an open case, each as it stands."""

    first_name = forms.CharField(
        label="Förnamn", max_length=80, error_messages={"required": "Skriv personens förnamn."}
    )
    last_name = forms.CharField(
        label="Efternamn", max_length=80, error_messages={"required": "Skriv personens efternamn."}
    )
    call_name = forms.CharField(
        label="Tilltalsnamn",
        max_length=80,
        required=False,
        help_text="Det av förnamnen som personen kallas vid, om det inte är det första.",
        widget=forms.TextInput(attrs=NARROW),
    )
    phone = TelephoneField(
        label="Telefon",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={**NARROW, "inputmode": "tel"}),
    )
    email = PastedEmailField(label="E-post", required=False, widget=forms.EmailInput(attrs=NARROW))
    home_address = forms.CharField(
        label="Adress",
        max_length=200,
        required=False,
        help_text="Gata, postnummer och ort.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    language = forms.CharField(label="Språk", max_length=40, required=False, widget=forms.TextInput(attrs=NARROW))
    interpreter_needed = forms.BooleanField(label="Behöver tolk", required=False)
    target_group = forms.ModelChoiceField(
        label="Målgrupp", queryset=TargetGroup.objects.none(), required=False, empty_label=NO_GROUP
    )
    group_reason = forms.CharField(
        label="Varför ändras målgruppen?",
        max_length=200,
        required=False,
        help_text="Behövs bara när du väljer en annan målgrupp. Skälet står i ärendets historik.",
    )
    income_support_unit = forms.ModelChoiceField(
        label="Försörjningsstödsenhet",
        queryset=IncomeSupportUnit.objects.none(),
        required=False,
        empty_label=NO_UNIT,
    )

    def __init__(self, *args: Any, enrolment: Enrolment, with_contact: bool, **kwargs: Any) -> None:
        facts = {name: getattr(enrolment.person, name) for name in PERSON_FACTS}
        facts |= {name: getattr(enrolment, f"{name}_id") for name in CASE_FACTS}
        super().__init__(*args, initial=facts, **kwargs)
        self._enrolment = enrolment
        shows_contact = with_contact and enrolment.person.may_store_contact
        if not shows_contact:
            for name in CONTACT:
                del self.fields[name]
        if shows_contact and enrolment.person.is_protected:
            self.fields[CONTACT_SHOWN] = forms.CharField(required=False, widget=forms.HiddenInput, initial="1")
        self._offer_groups_and_units(enrolment)

    def _offer_groups_and_units(self, enrolment: Enrolment) -> None:
        if not enrolment.is_open:
            for name in (*CASE_FACTS, "group_reason"):
                del self.fields[name]
            return
        today = timezone.localdate()
        groups = TargetGroup.objects.filter(
            Q(pk__in=TargetGroup.objects.valid_on(today)) | Q(pk=enrolment.target_group_id)
        )
        self.fields["target_group"].queryset = groups  # type: ignore[attr-defined]
        units = IncomeSupportUnit.objects.valid_on(today).filter(function=UnitFunction.INCOME_SUPPORT)
        unit = enrolment.income_support_unit
        if unit is not None:
            # Another stadsdel is another authority: moving there is an act of its own.
            units = IncomeSupportUnit.objects.filter(Q(pk__in=units.filter(district=unit.district_id)) | Q(pk=unit.pk))
            self.fields["income_support_unit"].empty_label = None  # type: ignore[attr-defined]
            self.fields[
                "income_support_unit"
            ].help_text = (
                "Enheter i samma stadsdel. En annan stadsdel är en annan myndighet, och dit byter man för sig."
            )
        self.fields["income_support_unit"].queryset = units.select_related("district")  # type: ignore[attr-defined]

    def show_now(self) -> None:
        """As for every form; and a field that was sent in as the page had shown it takes what stands now.

        So sending the form again writes what was typed here, and takes nothing back that somebody else has written.
        """
        before = self.seen
        super().show_now()
        if before == NOTHING:
            return
        shown = dict(before.facts)
        data = cast(Any, self.data)
        now = Enrolment.objects.select_related("person").get(pk=self._enrolment.pk)
        for name in (*PERSON_FACTS, *CASE_FACTS):
            if name not in self.fields or self._in_words(name) != shown.get(str(self.fields[name].label), ""):
                continue
            value = getattr(now, f"{name}_id") if name in CASE_FACTS else getattr(now.person, name)
            if value is True:
                data[name] = "on"
            elif value in (None, False):
                data.pop(name, None)
            else:
                data[name] = str(value)

    def _in_words(self, name: str) -> str:
        """What was sent in, as `shown_person` says it."""
        value = self.cleaned_data.get(name, self.data.get(name, ""))
        if isinstance(value, bool):
            return "Ja" if value else "Nej"
        return str(value or NONE_IN_WORDS.get(name, ""))

    def facts(self) -> dict[str, Any]:
        """What `correct_person` is to make of the facts, by field."""
        return {name: self.cleaned_data[name] for name in (*PERSON_FACTS, *CASE_FACTS) if name in self.fields}


class NumberForm(SeenForm):
    """Another number, and why."""

    number = PastedField(
        label="Nytt personnummer eller samordningsnummer",
        help_text="Till exempel 19790417-9814.",
        error_messages={"required": "Skriv det nya numret, till exempel 19790417-9814."},
        widget=forms.TextInput(attrs={**NARROW, "spellcheck": "false"}),
    )
    change = forms.ChoiceField(
        label="Varför ändras numret?",
        choices=NumberChange,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj varför numret ändras."},
    )
    text = forms.CharField(
        label="Kommentar",
        max_length=200,
        required=False,
        help_text="Krävs när numret var fel inskrivet: hur felet märktes. Skriv inga nummer här.",
    )

    def clean_number(self) -> Identity:
        today, typed = timezone.localdate(), self.cleaned_data["number"]
        try:
            identity = parse_identity(typed, today)
            require_plausible_age(today, identity.birth_date, identity.birth_year, typed=typed)
        except IdentityError as error:
            raise ValidationError(error.message, code=error.code) from None
        return identity

    def as_operation(self) -> dict[str, Any]:
        """What `change_number` wants to know."""
        answers = self.cleaned_data
        return {
            "identity": answers["number"],
            "change": NumberChange(answers["change"]),
            "text": answers["text"],
        }


class DeathForm(SeenForm):
    """The day somebody died; where a unit is told that the case is closed, on what ground."""

    deceased_on = PastDateField(
        label="Avliden den",
        error_messages={"required": "Skriv vilken dag personen avled, till exempel 2026-11-23."},
        widget=forms.DateInput(attrs={"autocomplete": "off"}),
    )
    basis = GroundField(label="Rättslig grund för att meddela försörjningsstödsenheten")

    def __init__(self, *args: Any, asks_for_basis: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_for_basis:
            del self.fields["basis"]

    def as_operation(self) -> dict[str, Any]:
        """What `register_death` wants to know."""
        return {
            "deceased_on": self.cleaned_data["deceased_on"],
            "basis": self.cleaned_data.get("basis"),
        }


class ReferredDeathForm(SeenForm):
    """The day somebody died who is known by a referral only; nothing where the death is registered already."""

    deceased_on = PastDateField(
        label="Avliden den",
        error_messages={"required": "Skriv vilken dag personen avled, till exempel 2026-11-23."},
        widget=forms.DateInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, is_registered: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_registered:
            del self.fields["deceased_on"]


class TakeBackForm(SeenForm):
    """Why a death was registered by mistake."""

    reason = ReasonField(
        label="Varför var det fel?",
        help_text="Till exempel: en annan person med samma namn.",
        error_messages={"required": "Skriv med minst tio tecken varför det var fel."},
    )
