"""The forms of an interruption and of the return from it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from aspirants.models import InterruptionReason
from core.forms import PastDateField, SeenForm, SwedishDateField
from core.swedish.dates import WhichYear


class InterruptionForm(SeenForm):
    """The person takes part in nothing for a while."""

    reason = forms.ChoiceField(
        label="Skäl",
        choices=InterruptionReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj skäl till uppehållet."},
    )
    started_on = SwedishDateField(
        which_year=WhichYear.NEAREST, label="Första dagen", help_text="Får ligga framåt i tiden."
    )
    returned_on = SwedishDateField(
        which_year=WhichYear.NEAREST,
        label="Första dagen tillbaka",
        required=False,
        help_text="Lämna tomt om du inte vet ännu.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"started_on": timezone.localdate(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    def as_operation(self) -> dict[str, Any]:
        """The answers as keywords of `interrupt_case` and `change_interruption`."""
        return {**self.cleaned_data, "reason": InterruptionReason(self.cleaned_data["reason"])}


class InterruptionEndForm(SeenForm):
    """The person is back."""

    returned_on = PastDateField(label="Första dagen tillbaka")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"returned_on": timezone.localdate()}
        super().__init__(*args, **kwargs)
