"""What the log reviewer asks the access log for."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from aspirants.identity import Identity, IdentityError, parse_identity
from audit.models import AccessKind
from core.forms import AnyDateField
from core.swedish.dates import WhichYear
from organisation.models import User
from workbench.aspirants.asked import as_number

DAYS_SHOWN = 7
"""Without a period: today and the six days before it."""


class LogFilterForm(forms.Form):
    """Period, event, employee, and the number of a case or a referral. All of it may stand in the address."""

    fran = AnyDateField(which_year=WhichYear.PAST, label="Från och med")
    till = AnyDateField(which_year=WhichYear.PAST, label="Till och med")
    handelse = forms.ChoiceField(
        label="Händelse", required=False, choices=[("", "Alla händelser"), *AccessKind.choices]
    )
    medarbetare = forms.TypedChoiceField(label="Medarbetare", required=False, coerce=int, empty_value=None)
    nummer = forms.CharField(label="Ärende eller remiss", required=False, max_length=40)

    def __init__(self, asked: dict[str, str]) -> None:
        today = timezone.localdate()
        first = today - datetime.timedelta(days=DAYS_SHOWN - 1)
        super().__init__({"fran": first.isoformat(), "till": today.isoformat(), **asked})
        staff = User.objects.order_by("last_name", "first_name", "pk").values_list("pk", "last_name", "first_name")
        names = [(str(pk), f"{last}, {first}") for pk, last, first in staff]
        self.fields["medarbetare"].choices = [("", "Alla medarbetare"), *names]  # type: ignore[attr-defined]

    def clean_nummer(self) -> str:
        typed: str = self.cleaned_data["nummer"]
        number = as_number(typed)
        if typed and not number:
            raise ValidationError("Skriv ett ärendenummer eller remissnummer, till exempel RS-2026-00417.")
        return number

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("fran"), cleaned.get("till")
        if first and last and last < first:
            self.add_error("till", "Välj en dag som inte ligger före den första.")
        return cleaned


class DaysForm(LogFilterForm):
    """Period and employee: what the summary per day is asked for."""

    def __init__(self, asked: dict[str, str]) -> None:
        super().__init__(asked)
        for name in ("handelse", "nummer"):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        return {**super().clean(), "handelse": "", "nummer": ""}


class PersonInLogForm(forms.Form):
    """An identity number, sent by POST so that it is in no address."""

    nummer = forms.CharField(
        label="Personnummer, samordningsnummer eller tillfälligt nummer",
        error_messages={"required": "Skriv ett personnummer, till exempel 19790417-9814."},
        widget=forms.TextInput(attrs={"class": "medium", "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_nummer(self) -> Identity:
        try:
            return parse_identity(self.cleaned_data["nummer"], timezone.localdate())
        except IdentityError as error:
            raise ValidationError(error.message, code=error.code) from None
