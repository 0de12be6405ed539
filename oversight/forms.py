"""What is asked before something is done with several clocks at once."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import SeenForm
from deadlines.forms.clocks import BreachCauseForm
from deadlines.models import BreachCause
from organisation.models import User


class BulkForm(SeenForm):
    """Nothing to fill in: only to be confirmed."""

    def as_operation(self) -> dict[str, Any]:
        """The answers as keywords of the operation."""
        return self.cleaned_data


class BulkAssignForm(BulkForm):
    coach = forms.ModelChoiceField(
        label="Coach",
        queryset=User.objects.none(),
        empty_label="Välj coach",
        error_messages={"required": "Välj en coach."},
    )
    reason = forms.CharField(
        label="Skäl till bytet",
        max_length=200,
        required=False,
        help_text="Krävs för dem som redan har en coach.",
    )

    def __init__(self, *args: Any, manager: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        coaches = User.objects.coaches_at(manager.jobbtorg_id).order_by("first_name", "last_name")
        self.fields["coach"].queryset = coaches  # type: ignore[attr-defined]


class BulkCauseForm(BreachCauseForm):
    def as_operation(self) -> dict[str, Any]:
        """The answers as keywords of the operation."""
        return {**self.cleaned_data, "cause": BreachCause(self.cleaned_data["cause"])}
