"""Filters of the deadlines list and of the register. They live in the URL and hold nothing about a person."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from core.forms import AnyDateField
from core.swedish.dates import WhichYear
from deadlines.clocks.kinds import ALWAYS_ON
from deadlines.models import Breach, BreachCause, ClockKind, ClockStatus, DeadlineClock, PolicyUse
from deadlines.querysets import ClockQuerySet
from deadlines.status import clock_conditions
from deadlines.status.planned import is_paused
from measures.promises import UNPROTECTED, decided
from meetings.booked_meetings import booked_in_time
from organisation.lists.filters import ORDER, KeyFilter, ListFilter
from oversight.figures import VISITS, by_first_visit
from oversight.groups import Coaches
from oversight.links import BROKEN_IN_MONTH, DECIDED_IN_MONTH, IN_TIME, KEPT_IN_MONTH, NOT_IN_TIME
from oversight.lists.orders import BREACH_ORDERS, DEADLINE_ORDERS
from oversight.register import UNEXPLAINED, overdue_explanation

KINDS = [(kind.value, kind.label) for kind in (ClockKind.PLAN_GUARANTEE, ClockKind.FOLLOW_UP)]
INDICATORS = [(kind.value, kind.label) for kind in ClockKind if kind not in ALWAYS_ON]
YES_AND_NO = [("True", "Ja"), ("False", "Nej")]
STATES = [
    ("near", "Förfaller inom 5 arbetsdagar"),
    ("week", "Förfaller denna vecka"),
    ("late", "Försenade eller brutna, ej uppfyllda"),
    ("new", "Brutna sedan förra arbetsdagen"),
    ("broken", "Alla brutna"),
    (DECIDED_IN_MONTH, "Förföll de senaste 30 dagarna"),
    (KEPT_IN_MONTH, "Hölls de senaste 30 dagarna"),
    (BROKEN_IN_MONTH, "Bröts de senaste 30 dagarna"),
    ("paused", "Pausade"),
]
IN_MONTH = (DECIDED_IN_MONTH, KEPT_IN_MONTH, BROKEN_IN_MONTH)
HISTORY = ("broken", *IN_MONTH)
"""The states that tell of what has been: they list what imported lists tell of as well."""

STANDINGS = [("open", "Ej uppfylld"), ("kept", "Uppfylld sent"), ("revoked", "Upphävd")]

MISSING, OVERDUE = "missing", "overdue"


class DeadlineFilter(ListFilter):
    """What is in the list. Without a state: everything that is still to be kept.

    The clocks are those of rules in active use, or with `indicator` those of one that is only counted.
    """

    kind = django_filters.ChoiceFilter(
        label="Frist", field_name="policy__kind", choices=KINDS, empty_label="Alla frister"
    )
    state = django_filters.ChoiceFilter(label="Läge", choices=STATES, empty_label="Alla öppna", method="filter_state")
    day = django_filters.DateFilter(label="Förfaller", field_name="due_on", widget=forms.HiddenInput)
    group = django_filters.ChoiceFilter(label="Grupp", choices=[], empty_label="Alla grupper", method="filter_group")
    coach = KeyFilter(label="Coach", field_name="enrolment__coach", empty_label="Alla coacher")
    booked = django_filters.ChoiceFilter(
        label="Bokat möte",
        choices=[*YES_AND_NO, (IN_TIME, "Senast sista dagen"), (NOT_IN_TIME, "Inte före sista dagen")],
        empty_label="Ja och nej",
        method="filter_booked",
    )
    cause = django_filters.ChoiceFilter(
        label="Orsak", choices=[(MISSING, "Orsak saknas")], empty_label="Alla", method="filter_cause"
    )
    covered = django_filters.ChoiceFilter(
        label="Omfattas av garantin", choices=YES_AND_NO, empty_label="Ja och nej", method="filter_covered"
    )

    visit = django_filters.ChoiceFilter(
        label="Från första besöket", choices=VISITS, empty_label="Alla", method="filter_visit"
    )

    # Reached from its figure: what is only counted stands in no list that somebody works by.
    indicator = django_filters.ChoiceFilter(
        label="Indikator", field_name="policy__kind", choices=INDICATORS, widget=forms.HiddenInput
    )

    class Meta:
        model = DeadlineClock
        fields: list[str] = []

    also = {ORDER: DEADLINE_ORDERS}

    def __init__(self, *args: Any, coaches: Coaches | None, is_checked: bool = True, **kwargs: Any) -> None:
        """`coaches`: those of a manager's jobbtorg; None for a coach, whose list is about her own cases.

        `is_checked`: whether a coach is looked up among them; see `organisation.lists.filters.KeyField`.
        """
        super().__init__(*args, **kwargs)
        self.coaches = coaches
        if coaches is None:
            del self.filters["coach"]
            del self.filters["group"]
            del self.filters["indicator"]
        else:
            self.filters["coach"].extra |= {"choices": coaches.by_key, "is_checked": is_checked}
            self.filters["group"].extra["choices"] = lambda: coaches.choices
            if is_checked and not coaches.choices:
                del self.filters["group"]

    def filter_state(self, queryset: ClockQuerySet, name: str, value: str) -> ClockQuerySet:
        """One of STATES, as of today in Stockholm; right before and after the sweep has run."""
        today = timezone.localdate()
        # What has been decided is in the figures of where the case was then, and these are lists of figures here. What
        # was decided of protected persons is in no unit's figures.
        here = Q(counted_at__isnull=True)
        in_month = decided(clock_conditions.last_thirty_days(today), today) & here & UNPROTECTED
        conditions = {
            "near": clock_conditions.near(today),
            "week": clock_conditions.this_week(today),
            "late": clock_conditions.late(today),
            "new": clock_conditions.newly_broken(today) & here,
            "broken": clock_conditions.broken(today),
            DECIDED_IN_MONTH: in_month,
            KEPT_IN_MONTH: in_month & Q(status=ClockStatus.MET),
            BROKEN_IN_MONTH: in_month & clock_conditions.broken(today),
            "paused": is_paused(today),
        }
        return queryset.filter(conditions[value])

    def filter_group(self, queryset: ClockQuerySet, name: str, value: str) -> ClockQuerySet:
        assert self.coaches is not None, "the filter is there only with coaches"
        return queryset.filter(self.coaches.in_row(value))

    def filter_booked(self, queryset: ClockQuerySet, name: str, value: str) -> ClockQuerySet:
        if value in (IN_TIME, NOT_IN_TIME):
            in_time = booked_in_time(timezone.now())
            return queryset.filter(in_time if value == IN_TIME else ~in_time)
        return queryset.filter(has_booked_meeting=value == "True")

    def filter_cause(self, queryset: ClockQuerySet, name: str, value: str) -> ClockQuerySet:
        return queryset.filter(Exists(Breach.objects.filter(UNEXPLAINED, clock=OuterRef("pk"))))

    def filter_visit(self, queryset: ClockQuerySet, name: str, value: str) -> ClockQuerySet:
        return queryset.filter(pk__in=by_first_visit(queryset, value, timezone.localdate()))

    def filter_covered(self, queryset: ClockQuerySet, name: str, value: str) -> ClockQuerySet:
        return queryset.filter(covered=value == "True")

    def filter_queryset(self, queryset: ClockQuerySet) -> ClockQuerySet:
        found: ClockQuerySet = super().filter_queryset(queryset)
        is_indicator = self.form.cleaned_data.get("indicator")
        found = found.filter(policy__use=PolicyUse.INDICATOR if is_indicator else PolicyUse.ACTIVE)
        if self.form.cleaned_data.get("state") not in HISTORY:
            found = found.live()
        # With a state or a cause chosen, fulfilled rows are listed too: a cause may be missing on one kept late.
        wider = self.form.cleaned_data.get("state") or self.form.cleaned_data.get("cause")
        return found if wider else found.unfulfilled()


class SwedishDateFilter(django_filters.DateFilter):
    field_class = AnyDateField


class BreachFilter(ListFilter):
    """The register by last day and cause."""

    first = SwedishDateFilter(which_year=WhichYear.PAST, label="Sista dag från", field_name="due_on", lookup_expr="gte")
    last = SwedishDateFilter(which_year=WhichYear.PAST, label="Sista dag till", field_name="due_on", lookup_expr="lte")
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

    kind = django_filters.ChoiceFilter(
        label="Frist", field_name="clock__policy__kind", choices=KINDS, empty_label="Alla frister"
    )
    coach = KeyFilter(label="Coach", field_name="clock__enrolment__coach", empty_label="Alla coacher")
    standing = django_filters.ChoiceFilter(
        label="Läge", choices=STANDINGS, empty_label="Alla", method="filter_standing"
    )

    also = {ORDER: BREACH_ORDERS}

    class Meta:
        model = Breach
        fields: list[str] = []

    def __init__(self, *args: Any, coaches: Coaches | None, is_checked: bool = True, **kwargs: Any) -> None:
        """As for DeadlineFilter."""
        super().__init__(*args, **kwargs)
        if coaches is None:
            del self.filters["coach"]
        else:
            self.filters["coach"].extra |= {"choices": coaches.by_key, "is_checked": is_checked}

    def filter_standing(self, queryset: QuerySet[Breach], name: str, value: str) -> QuerySet[Breach]:
        conditions = {
            "open": Q(revoked_at__isnull=True, clock__fulfilled_at__isnull=True),
            "kept": Q(revoked_at__isnull=True, clock__fulfilled_at__isnull=False),
            "revoked": Q(revoked_at__isnull=False),
        }
        return queryset.filter(conditions[value])

    def filter_cause(self, queryset: QuerySet[Breach], name: str, value: str) -> QuerySet[Breach]:
        if value == MISSING:
            return queryset.filter(UNEXPLAINED)
        if value == OVERDUE:
            return queryset.filter(overdue_explanation(timezone.localdate()))
        return queryset.filter(cause=value)
