"""Filters of the deadlines list and of the register. They live in the URL and hold nothing about a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from core.forms import AnyDateField
from core.swedish.dates import short_weekday_date
from deadlines.models import Breach, BreachCause, ClockKind, DeadlineClock
from deadlines.querysets import ClockQuerySet
from deadlines.status import clock_conditions
from deadlines.status.planned import is_paused
from measures.promises import decided
from meetings.booked_meetings import booked_in_time
from oversight.groups import Coaches
from oversight.register import UNEXPLAINED, overdue_explanation

KINDS = [(kind.value, kind.label) for kind in (ClockKind.PLAN_GUARANTEE, ClockKind.FOLLOW_UP)]
YES_AND_NO = [("True", "Ja"), ("False", "Nej")]
STATES = [
    ("near", "Förfaller inom 5 arbetsdagar"),
    ("week", "Förfaller denna vecka"),
    ("late", "Försenade eller brutna, ej uppfyllda"),
    ("new", "Brutna sedan förra arbetsdagen"),
    ("broken", "Alla brutna"),
    ("month", "Förföll de senaste 30 dagarna"),
    ("paused", "Pausade"),
]
HISTORY = ("broken", "month")
"""The states that tell of what has been: they list what imported lists tell of as well."""

NOT_IN_TIME = "senare"
MISSING, OVERDUE = "missing", "overdue"


@dataclass(frozen=True)
class FilterChip:
    """One chosen filter in words, and the query string without it."""

    label: str
    url: str


class FilterSetWithChips(django_filters.FilterSet):
    """A filter set that can say what is chosen."""

    def chips(self) -> list[FilterChip]:
        """What is chosen, in the order of the filters; what was typed wrong narrows nothing and is not among it."""
        if not self.form.is_bound:
            return []
        self.form.is_valid()
        chosen = self.form.cleaned_data
        return [
            FilterChip(f"{self.form.fields[name].label}: {self._in_words(name, chosen[name])}", self._without(name))
            for name in self.filters
            if chosen.get(name) not in (None, "")
        ]

    def in_words(self) -> list[str]:
        """What is asked, for the cover of a file: each choice, and what a filter without a choice lets through."""
        chosen = self.form.cleaned_data if self.form.is_bound and self.form.is_valid() else {}
        said = []
        for name, one in self.filters.items():
            value = chosen.get(name)
            words = one.extra.get("empty_label") if value in (None, "") else self._in_words(name, value)
            if words:
                said.append(f"{self.form.fields[name].label}: {words}")
        return said

    def _in_words(self, name: str, value: Any) -> str:
        if hasattr(value, "isoformat"):
            return short_weekday_date(value)
        choices = getattr(self.form.fields[name], "choices", ())
        return str(dict(choices).get(value, value)) if isinstance(value, str) else str(value)

    def _without(self, name: str) -> str:
        query = self.data.copy()
        for gone in (name, "page"):
            query.pop(gone, None)
        return f"?{query.urlencode()}#listan"


class DeadlineFilter(FilterSetWithChips):
    """What is in the list. Without a state: everything that is still to be kept."""

    kind = django_filters.ChoiceFilter(
        label="Frist", field_name="policy__kind", choices=KINDS, empty_label="Alla frister"
    )
    state = django_filters.ChoiceFilter(label="Läge", choices=STATES, empty_label="Alla öppna", method="filter_state")
    day = django_filters.DateFilter(label="Förfaller", field_name="due_on", widget=forms.HiddenInput)
    group = django_filters.ChoiceFilter(label="Grupp", choices=[], empty_label="Alla grupper", method="filter_group")
    coach = django_filters.ChoiceFilter(
        label="Coach", field_name="enrolment__coach", choices=[], empty_label="Alla coacher"
    )
    booked = django_filters.ChoiceFilter(
        label="Bokat möte",
        choices=[*YES_AND_NO, (NOT_IN_TIME, "Inte före sista dagen")],
        empty_label="Ja och nej",
        method="filter_booked",
    )
    cause = django_filters.ChoiceFilter(
        label="Orsak", choices=[(MISSING, "Orsak saknas")], empty_label="Alla", method="filter_cause"
    )
    covered = django_filters.ChoiceFilter(
        label="Omfattas av garantin", choices=YES_AND_NO, empty_label="Ja och nej", method="filter_covered"
    )

    class Meta:
        model = DeadlineClock
        fields: list[str] = []

    def __init__(self, *args: Any, coaches: Coaches | None, **kwargs: Any) -> None:
        """`coaches`: those of a manager's jobbtorg; None for a coach, whose list is about her own cases."""
        super().__init__(*args, **kwargs)
        self.coaches = coaches
        if coaches is None:
            del self.filters["coach"]
            del self.filters["group"]
        else:
            self.filters["coach"].extra["choices"] = [(str(coach.pk), str(coach)) for coach in coaches.all]
            self.filters["group"].extra["choices"] = coaches.choices
            if not coaches.choices:
                del self.filters["group"]

    def filter_state(self, queryset: ClockQuerySet, name: str, value: str) -> ClockQuerySet:
        """One of STATES, as of today in Stockholm; right before and after the sweep has run."""
        today = timezone.localdate()
        # What has been decided is in the figures of where the case was then, and these two are lists of figures here.
        here = Q(counted_at__isnull=True)
        conditions = {
            "near": clock_conditions.near(today),
            "week": clock_conditions.this_week(today),
            "late": clock_conditions.late(today),
            "new": clock_conditions.newly_broken(today) & here,
            "broken": clock_conditions.broken(today),
            "month": decided(clock_conditions.last_thirty_days(today), today) & here,
            "paused": is_paused(today),
        }
        return queryset.filter(conditions[value])

    def filter_group(self, queryset: ClockQuerySet, name: str, value: str) -> ClockQuerySet:
        assert self.coaches is not None, "the filter is there only with coaches"
        return queryset.filter(self.coaches.in_row(value))

    def filter_booked(self, queryset: ClockQuerySet, name: str, value: str) -> ClockQuerySet:
        if value == NOT_IN_TIME:
            return queryset.filter(~booked_in_time(timezone.now()))
        return queryset.filter(has_booked_meeting=value == "True")

    def filter_cause(self, queryset: ClockQuerySet, name: str, value: str) -> ClockQuerySet:
        return queryset.filter(Exists(Breach.objects.filter(UNEXPLAINED, clock=OuterRef("pk"))))

    def filter_covered(self, queryset: ClockQuerySet, name: str, value: str) -> ClockQuerySet:
        return queryset.filter(covered=value == "True")

    def filter_queryset(self, queryset: ClockQuerySet) -> ClockQuerySet:
        found: ClockQuerySet = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("state") not in HISTORY:
            found = found.live()
        # With a state or a cause chosen, fulfilled rows are listed too: a cause may be missing on one kept late.
        wider = self.form.cleaned_data.get("state") or self.form.cleaned_data.get("cause")
        return found if wider else found.unfulfilled()


class SwedishDateFilter(django_filters.DateFilter):
    field_class = AnyDateField


class BreachFilter(FilterSetWithChips):
    """The register by last day and cause."""

    first = SwedishDateFilter(label="Sista dag från", field_name="due_on", lookup_expr="gte")
    last = SwedishDateFilter(label="Sista dag till", field_name="due_on", lookup_expr="lte")
    cause = django_filters.ChoiceFilter(
        label="Orsak",
        choices=[
            (MISSING, "Orsak saknas"),
            (OVERDUE, "Orsak saknas sedan mer än 5 arbetsdagar"),
            *BreachCause.choices,
        ],
        empty_label="Alla orsaker",
        method="filter_cause",
    )

    class Meta:
        model = Breach
        fields: list[str] = []

    def filter_cause(self, queryset: QuerySet[Breach], name: str, value: str) -> QuerySet[Breach]:
        if value == MISSING:
            return queryset.filter(UNEXPLAINED)
        if value == OVERDUE:
            return queryset.filter(overdue_explanation(timezone.localdate()))
        return queryset.filter(cause=value)
