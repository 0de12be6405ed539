"""The form of the settings."""

from __future__ import annotations

from typing import Any

from django import forms

from notices.choices import NoticeKind, may_have_digest, optional_kinds
from notices.models import NoticeSettings
from organisation.models import User


class NoticeSettingsForm(forms.Form):
    """Only what the user can choose; somebody whose role gets nothing optional has no field."""

    wanted = forms.TypedMultipleChoiceField(
        label="Jag vill få notiser om",
        coerce=NoticeKind,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    morning_digest = forms.BooleanField(
        label="Skicka e-post på morgonen",
        required=False,
        help_text="Kommer 7.30 på arbetsdagar när något väntar på dig. Den innehåller bara antal.",
    )

    def __init__(self, user: User, chosen: NoticeSettings, data: Any = None) -> None:
        kinds = optional_kinds(user)
        wanted = [kind.value for kind in kinds if kind not in chosen.switched_off]
        super().__init__(data, initial={"wanted": wanted, "morning_digest": chosen.morning_digest})
        self.fields["wanted"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        if not kinds:
            del self.fields["wanted"]
        if not may_have_digest(user):
            del self.fields["morning_digest"]
