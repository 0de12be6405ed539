"""The form of *Rätta inskrivningsdagen*."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django import forms

from core.forms import PastDateField, SeenForm, show_refusal
from core.refusals import OperationRefused


class EnrolmentDayForm(SeenForm):
    """The day on which the person was really enrolled, and why another one was registered."""

    enrolled_on = PastDateField(
        label="Vilken dag skrevs personen in?",
        help_text="Ärendet räknas från den dagen i statistiken. Ingen frist räknas från den.",
        error_messages={"required": "Skriv vilken dag personen skrevs in."},
    )
    reason = forms.CharField(
        label="Varför rättas inskrivningsdagen?",
        max_length=200,
        help_text="Skälet står i ärendets historik.",
        error_messages={"required": "Skriv varför inskrivningsdagen rättas."},
    )

    def __init__(self, *args: Any, require_choosable: Callable[[datetime.date], None], **kwargs: Any) -> None:
        """`require_choosable`: refuses a day, as the operation will, so that all that is wrong is said at once."""
        super().__init__(*args, **kwargs)
        self.require_choosable = require_choosable

    def clean(self) -> dict[str, Any]:
        """The answers. A day is not judged by what has changed since the page was shown."""
        cleaned = super().clean()
        day = cleaned.get("enrolled_on")
        if day is not None and self.changed is None:
            try:
                self.require_choosable(day)
            except OperationRefused as refusal:
                show_refusal(self, refusal)
        return cleaned
