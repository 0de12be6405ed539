"""What the reader asks for: a period and a unit. Everything is in the address, so that it can be shared."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms

from core.forms import AnyDateField
from core.swedish.dates import WhichYear
from measures.periods import FIXED_PERIODS, Period, ended_periods, latest_ended, nearest_ended, year_so_far
from measures.publication import Publication
from measures.scope import Reach, Scope
from measures.statistics.outside import publication_outside
from measures.statistics.statement import Statement, collect
from measures.units import TOTAL
from organisation.models import Jobbtorg

FIRST_YEAR = 2008  # the service opened on 1 January 2008
SO_FAR, FREE = "hittills", "fri"
FIXED = [
    ("t1", "Tertial 1, januari–april"),
    ("t2", "Tertial 2, maj–augusti"),
    ("t3", "Tertial 3, september–december"),
    ("jan-aug", "Januari–augusti"),
    ("helar", "Helår"),
]
PERIODS = [(SO_FAR, "Året till och med dagens datum"), *FIXED, (FREE, "Fri period")]


class StatisticsForm(forms.Form):
    """The choice of period and unit. Without any choice: the current year so far, and all the user may see."""

    periods = PERIODS
    about_year = "Gäller inte fri period"

    def __init__(
        self, choices: dict[str, Any], *, scope: Scope, units: Iterable[Jobbtorg], today: datetime.date
    ) -> None:
        super().__init__({**self.defaults(today), "enhet": str(_unit_at_first(scope)), **choices})
        self.today = today
        self.scope = scope
        self.fields["period"] = forms.ChoiceField(label="Period", choices=self.periods)
        years = [(year, str(year)) for year in range(self.last_year(today), FIRST_YEAR - 1, -1)]
        self.fields["ar"] = forms.TypedChoiceField(label="År", coerce=int, choices=years, help_text=self.about_year)
        self.add_days()
        self.unit_names = dict(_units(scope, units))
        self.fields["enhet"] = forms.TypedChoiceField(label="Enhet", coerce=int, choices=list(self.unit_names.items()))

    @staticmethod
    def defaults(today: datetime.date) -> dict[str, str]:
        """The period and year of who has chosen none."""
        return {"period": SO_FAR, "ar": str(today.year)}

    @staticmethod
    def last_year(today: datetime.date) -> int:
        """The last year there are figures of."""
        return today.year

    def add_days(self) -> None:
        """The days of a free period."""
        for name, label in (("fran", "Från och med"), ("till", "Till och med")):
            self.fields[name] = AnyDateField(
                which_year=WhichYear.PAST, label=label, required=False, help_text="Bara för fri period"
            )

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

    def publication(self) -> Publication[Statement]:
        """The statistics that were asked for, as this reader may see them; only of a valid form."""
        chosen, year = self.cleaned_data["period"], self.cleaned_data["ar"]
        if chosen == SO_FAR:
            period = year_so_far(year, self.today)
        elif chosen == FREE:
            period = Period(self.cleaned_data["fran"], self.cleaned_data["till"])
        else:
            period = FIXED_PERIODS[chosen](year)
        return Publication(collect(self.scope, period))

    @property
    def unit(self) -> int:
        """The key of the chosen row; only of a valid form."""
        unit: int = self.cleaned_data["enhet"]
        return unit


class FixedPeriodsForm(StatisticsForm):
    """The choice of those who read of others than their own unit: periods that are over, and the same for everybody.

    Two periods that differ by a day would tell what happened on it (docs/statistics.md).
    """

    periods = FIXED
    about_year = ""
    nearest: tuple[int, str] | None = None
    """The year and name of the period to offer to who asked for one that there is not."""

    @staticmethod
    def defaults(today: datetime.date) -> dict[str, str]:
        """The period that ended last."""
        year, name = latest_ended(today)
        return {"period": name, "ar": str(year)}

    @staticmethod
    def last_year(today: datetime.date) -> int:
        """The last year with a period that has ended."""
        return latest_ended(today)[0]

    def add_days(self) -> None:
        """None: there are no free periods."""

    def clean(self) -> dict[str, Any]:
        """A period that is free, or has not ended, is answered with the nearest there is."""
        cleaned = forms.Form.clean(self) or {}
        year, name = cleaned.get("ar"), cleaned.get("period")
        if year is not None and name in ended_periods(year, self.today):
            return cleaned
        if year is not None or self.data["ar"] == str(self.today.year):
            self.nearest = self._nearest(year or self.today.year)
            for field in ("period", "ar"):
                self.errors.pop(field, None)
            self.add_error("period", f"{ONLY_FIXED} Närmast är {self.nearest_period}.")
        return cleaned

    def _nearest(self, year: int) -> tuple[int, str]:
        chosen, days = self.data["period"], [_day(self.data.get(name, "")) for name in ("fran", "till")]
        first, last = days
        if chosen == FREE and first and last and first.year >= FIRST_YEAR and first <= last:
            return nearest_ended(Period(first, last), self.today)
        if chosen in FIXED_PERIODS:
            return nearest_ended(FIXED_PERIODS[chosen](year), self.today)
        return latest_ended(self.today)

    @property
    def nearest_period(self) -> Period | None:
        """The period to offer."""
        return FIXED_PERIODS[self.nearest[1]](self.nearest[0]) if self.nearest else None

    def publication(self) -> Publication[Statement]:
        """The statistics that were asked for, made fit for readers with all other ended periods of the year."""
        return publication_outside(self.scope, self.cleaned_data["ar"], self.cleaned_data["period"], self.today)


ONLY_FIXED = "Utanför det egna jobbtorget visas bara tertial, januari–augusti och helår som är slut."


def form_for(scope: Scope) -> type[StatisticsForm]:
    """What a reader may choose from."""
    return FixedPeriodsForm if scope.leaves_unit else StatisticsForm


def _day(text: str) -> datetime.date | None:
    try:
        found = AnyDateField(which_year=WhichYear.PAST, required=False).clean(text)
    except forms.ValidationError:
        return None
    return found if isinstance(found, datetime.date) else None


def _unit_at_first(scope: Scope) -> int | None:
    return scope.jobbtorg_id if scope.reach is Reach.UNIT else TOTAL


def _units(scope: Scope, units: Iterable[Jobbtorg]) -> list[tuple[int, str]]:
    everything = [] if scope.reach is Reach.UNIT else [(TOTAL, scope.reach.value)]
    return everything + [(unit.pk, unit.name) for unit in units]
