"""Forms that ask for a reason: before reading, and when protection is set, changed or lifted."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from aspirants.models import Person, Protection
from aspirants.protection import may_choose
from aspirants.reasons import REASON_REQUIRED, checked_reason
from core.forms import SeenForm
from core.refusals import OperationRefused
from organisation.models import User

CARRIED_PREFIX = "kvar-"
"""What the fields of a form that waits for a reason are called while they wait."""

_NUMBER = re.compile(r"(?:\d[\s-]*){5,}")


class ReasonField(forms.CharField):
    """Why something is read or changed, in a sentence for the reviewer of the log.

    A reason that is too short is refused in the words for a missing one: they say what it is asked for.
    """

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, **kwargs: Any) -> None:
        facts = {
            "label": "Varför behöver du läsa uppgifterna?",
            "max_length": 300,
            "help_text": "Till exempel: möte i dag, eller fråga från socialsekreteraren. Skriv inget om personen.",
            "error_messages": {"required": REASON_REQUIRED},
        }
        super().__init__(**{**facts, **kwargs})

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if not text:
            return ""
        try:
            return checked_reason(text, refusal=str(self.error_messages["required"]))
        except OperationRefused as refusal:
            raise ValidationError(refusal.message, code="short") from refusal


class ReasonForm(forms.Form):
    reason = ReasonField()


def hidden_fields_of(sent: QueryDict) -> list[tuple[str, str]]:
    """The answers of a form that has to wait, as names and values of hidden fields."""
    names = [name for name in sent if name != "csrfmiddlewaretoken"]
    return [(f"{CARRIED_PREFIX}{name}", value) for name in names for value in sent.getlist(name)]


def restored_fields(sent: QueryDict) -> list[tuple[str, str]]:
    """The answers that waited, under their own names again."""
    names = [name for name in sent if name.startswith(CARRIED_PREFIX)]
    return [(name.removeprefix(CARRIED_PREFIX), value) for name in names for value in sent.getlist(name)]


class ProtectionForm(SeenForm):
    """Set, change or lift the protection of a person."""

    protection = forms.ChoiceField(label="Skydd", choices=[], widget=forms.RadioSelect)
    agreed_channel = forms.CharField(
        label="Överenskommen kontaktväg",
        max_length=200,
        required=False,
        help_text="Vid skyddad folkbokföring: hur ni når varandra utan adress och telefon, som vid nästa möte.",
    )
    reason = ReasonField(
        label="Skäl",
        required=False,
        help_text="Krävs när skyddet tas bort eller blir svagare. Skriv inget om hotet.",
        error_messages={"required": "Skriv med minst tio tecken varför skyddet ändras."},
    )

    def __init__(self, *args: Any, person: Person, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (grade.value, "Inget skydd" if grade == Protection.NONE else grade.label)
            for grade in Protection
            if may_choose(actor, person, grade)
        ]
        self.fields["protection"].choices = choices  # type: ignore[attr-defined]
        self.fields["protection"].initial = person.protection if person.is_protected else None
        self.fields["agreed_channel"].initial = person.agreed_channel

    def clean_agreed_channel(self) -> str:
        """No telephone number and no address with a post code: they are what may not be stored."""
        channel: str = self.cleaned_data["agreed_channel"]
        if _NUMBER.search(channel) or "@" in channel:
            raise ValidationError("Skriv inte telefonnummer, adress eller e-post här. De får inte lagras.")
        return channel

    def as_operation(self) -> dict[str, Any]:
        """What `change_protection` wants to know."""
        answers = self.cleaned_data
        return {
            "protection": Protection(answers["protection"]),
            "agreed_channel": answers["agreed_channel"],
            "reason": answers["reason"],
        }
