"""The forms of two records that are alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from aspirants.forms.reasons import ReasonField
from aspirants.models import Person
from casework.joining.open_work import OpenWork, Records, may_go_on
from casework.joining.shown import HOW_REQUIRED, WHY_NOT_REQUIRED
from core.forms import SeenForm

HOW = "Hur vet ni att det är samma person?"
HOW_TO_KNOW = "Till exempel: legitimation visad vid besök. Skriv inget mer om personen."


class JoinForm(SeenForm):
    """Which record stays, which of what is open goes on, and how one knows."""

    stays = forms.ChoiceField(
        label="Vilken post ska gälla?",
        help_text="Den andra finns kvar som en hänvisning. Båda numren leder till den som gäller.",
        widget=forms.RadioSelect,
        error_messages={"required": "Välj vilken post som ska gälla."},
    )
    goes_on = forms.ChoiceField(
        label="Vad ska fortsätta?",
        widget=forms.RadioSelect,
        error_messages={"required": "Välj vad som ska fortsätta."},
    )
    reason = ReasonField(label=HOW, help_text=HOW_TO_KNOW, error_messages={"required": HOW_REQUIRED})

    def __init__(self, *args: Any, records: Records, words: Sequence[tuple[OpenWork, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.records = records
        stays, goes_on = self.fields["stays"], self.fields["goes_on"]
        assert isinstance(stays, forms.ChoiceField)
        assert isinstance(goes_on, forms.ChoiceField)
        both = (records.stays, records.goes)
        stays.choices = [(str(person.pk), self._described(person, words)) for person in both]
        stays.initial = str(self._better(both).pk)
        choices = may_go_on(records.works)
        if len(choices) < 2:
            del self.fields["goes_on"]
        else:
            goes_on.choices = [(work.key, label) for work, label in words if work in choices]

    @staticmethod
    def _described(person: Person, words: Sequence[tuple[OpenWork, str]]) -> str:
        """By more than name and birth date, which the two may share: "Ali Nur, 19880229-••••, Tillfälligt nummer"."""
        open_here = [label for work, label in words if work.person_id == person.pk]
        kind = person.get_identity_kind_display() if person.identity_no else "Nummer saknas"
        return ", ".join([person.name, person.masked_number, kind, *open_here])

    @staticmethod
    def _better(both: Sequence[Person]) -> Person:
        """The record that most is known of: a personnummer before another number before none, then the older."""
        order = ("PERSONNUMMER", "SAMORDNINGSNUMMER", "INTERIM", "UNKNOWN")
        return min(both, key=lambda person: (order.index(person.identity_kind), person.pk))

    def as_operation(self) -> dict[str, Any]:
        """What was answered, as keywords of `join_persons`."""
        both = {str(person.pk): person for person in (self.records.stays, self.records.goes)}
        stays = both.pop(self.cleaned_data["stays"])
        [goes] = both.values()
        return {
            "stays": stays,
            "goes": goes,
            "goes_on": self.cleaned_data.get("goes_on", ""),
            "reason": self.cleaned_data["reason"],
        }


class AnswerForm(forms.Form):
    """Why a manager who was asked does not agree."""

    answer = ReasonField(
        label="Varför är det inte samma person?",
        help_text="Den som frågade läser det.",
        error_messages={"required": WHY_NOT_REQUIRED},
    )
