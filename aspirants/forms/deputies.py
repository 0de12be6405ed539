"""The form by which somebody is chosen to stand in for a coach."""

from __future__ import annotations

from typing import Any

from django import forms

from aspirants.forms.coaches import COMMON_ORDER, CoachChoice, with_load
from core.forms import SwedishDateField
from core.swedish.dates import WhichYear
from organisation.models import User


class DeputyForm(forms.Form):
    """Who, and the first and last day. Why somebody is away is not asked."""

    deputy = CoachChoice(
        label="Ersättare",
        queryset=User.objects.none(),
        empty_label="Välj coach",
        error_messages={"required": "Välj en ersättare."},
    )
    valid_from = SwedishDateField(
        which_year=WhichYear.COMING, label="Första dag", error_messages={"required": "Ange första dagen."}
    )
    valid_to = SwedishDateField(
        which_year=WhichYear.COMING, label="Sista dag", error_messages={"required": "Ange sista dagen."}
    )

    def __init__(self, *args: Any, coach: User, jobbtorg_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = User.objects.may_be_given_cases_at(jobbtorg_id).exclude(pk=coach.pk)
        self.fields["deputy"].queryset = with_load(colleagues).order_by(*COMMON_ORDER)  # type: ignore[attr-defined]
