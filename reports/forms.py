"""What the reader asks for: a period and a unit. Everything is in the address, so that it can be shared."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms

from core.forms import AnyDateField
from measures.periods import Period, january_to_august, tertial, whole_year, year_so_far
from measures.scope import Reach, Scope
from measures.units import TOTAL
from organisation.models import Jobbtorg

FIRST_YEAR = 2008  # the service opened on 1 January 2008
SO_FAR, FREE = "hittills", "fri"
PERIODS = [
    (SO_FAR, "Hittills i år"),
    ("t1", "Tertial 1, januari–april"),
    ("t2", "Tertial 2, maj–augusti"),
    ("t3", "Tertial 3, september–december"),
    ("jan-aug", "Januari–augusti"),
    ("helar", "Helår"),
    (FREE, "Fri period"),
]


class StatisticsForm(forms.Form):
    """The choice of period and unit. Without any choice: the current year so far, and all the user may see."""

    def __init__(
        self, choices: dict[str, Any], *, scope: Scope, units: Iterable[Jobbtorg], today: datetime.date
    ) -> None:
        super().__init__({**_defaults(scope, today), **choices})
        self.today = today
        year = today.year
        self.fields["period"] = forms.ChoiceField(label="Period", choices=PERIODS)
        self.fields["ar"] = forms.TypedChoiceField(
            label="År", coerce=int, choices=[(number, str(number)) for number in range(year, FIRST_YEAR - 1, -1)]
        )
        for name, label in (("fran", "Från och med"), ("till", "Till och med")):
            self.fields[name] = AnyDateField(label=label, required=False, help_text="Bara för fri period")
        self.unit_names = dict(_units(scope, units))
        self.fields["enhet"] = forms.TypedChoiceField(label="Enhet", coerce=int, choices=list(self.unit_names.items()))

    def clean(self) -> dict[str, Any]:
        """A free period has both ends, in order."""
        cleaned = super().clean() or {}
        if cleaned.get("period") != FREE:
            return cleaned
        first, last = cleaned.get("fran"), cleaned.get("till")
        for name, day, which in (("fran", first, "första"), ("till", last, "sista")):
            if day is None and name not in self.errors:
                self.add_error(name, f"Ange periodens {which} dag, till exempel 2026-11-23.")
        if first and last and last < first:
            self.add_error("till", "Välj en dag som inte ligger före den första.")
        return cleaned

    @property
    def period(self) -> Period:
        """The chosen period; only of a valid form."""
        chosen, year = self.cleaned_data["period"], self.cleaned_data["ar"]
        if chosen == SO_FAR:
            return year_so_far(self.today)
        if chosen == FREE:
            return Period(self.cleaned_data["fran"], self.cleaned_data["till"])
        if chosen == "jan-aug":
            return january_to_august(year)
        return whole_year(year) if chosen == "helar" else tertial(year, int(chosen[1:]))

    @property
    def unit(self) -> int:
        """The key of the chosen row; only of a valid form."""
        unit: int = self.cleaned_data["enhet"]
        return unit


def _defaults(scope: Scope, today: datetime.date) -> dict[str, Any]:
    unit = scope.jobbtorg_id if scope.reach is Reach.UNIT else TOTAL
    return {"period": SO_FAR, "ar": str(today.year), "enhet": str(unit)}


def _units(scope: Scope, units: Iterable[Jobbtorg]) -> list[tuple[int, str]]:
    everything = [] if scope.reach is Reach.UNIT else [(TOTAL, scope.reach.value)]
    return everything + [(unit.pk, unit.name) for unit in units]
