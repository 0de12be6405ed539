"""What is asked before something is done with several clocks at once."""

from __future__ import annotations

from typing import Any

from django import forms

from aspirants.forms.coaches import COMMON_ORDER, CoachChoice, with_load
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
    coach = CoachChoice(
        label="Coach",
        queryset=User.objects.none(),
        empty_label="Välj coach",
        error_messages={"required": "Välj en coach."},
    )
    reason = forms.CharField(
        label="Skäl till bytet",
        max_length=200,
        help_text="Gäller de ärenden som redan har en coach.",
        error_messages={"required": "Skriv varför ärendena byter coach."},
    )

    def __init__(self, *args: Any, manager: User, changes_coach: bool, **kwargs: Any) -> None:
        """`changes_coach`: whether any of the cases has a coach already, which takes a reason (R-0-10)."""
        super().__init__(*args, **kwargs)
        coaches = with_load(User.objects.may_be_given_cases_at(manager.jobbtorg_id)).order_by(*COMMON_ORDER)
        self.fields["coach"].queryset = coaches  # type: ignore[attr-defined]
        self.fields["reason"].required = changes_coach
        if not changes_coach:
            del self.fields["reason"]


class BulkCauseForm(BreachCauseForm):
    def as_operation(self) -> dict[str, Any]:
        """The answers as keywords of the operation."""
        return {**self.cleaned_data, "cause": BreachCause(self.cleaned_data["cause"])}
