"""Filters of the deadlines list. They live in the URL and hold nothing about a person."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone

from jobbtorg.workdays import add_working_days
from jobplans.counts import NEAR
from jobplans.models import ClockKind, ClockStatus, DeadlineClock
from jobplans.querysets import ClockQuerySet
from organisation.models import Role, User

KINDS = [(kind.value, kind.label) for kind in (ClockKind.PLAN_GUARANTEE, ClockKind.FOLLOW_UP)]
STATES = [
    ("near", "Förfaller inom 5 arbetsdagar"),
    ("late", "Försenade eller brutna, ej uppfyllda"),
    ("broken", "Alla brutna"),
    ("paused", "Pausade"),
]


class DeadlineFilter(django_filters.FilterSet):
    """Kind, state, coach and whether a meeting is booked. Without a state: everything that is still to be kept."""

    kind = django_filters.ChoiceFilter(
        label="Frist", field_name="policy__kind", choices=KINDS, empty_label="Alla frister"
    )
    state = django_filters.ChoiceFilter(label="Läge", choices=STATES, empty_label="Alla öppna", method="filter_state")
    day = django_filters.DateFilter(label="Förfaller", field_name="due_on", widget=forms.HiddenInput)
    coach = django_filters.ModelChoiceFilter(
        label="Coach", field_name="enrolment__coach", queryset=User.objects.none(), empty_label="Alla coacher"
    )
    booked = django_filters.ChoiceFilter(
        label="Bokat möte",
        field_name="has_booked_meeting",
        choices=[("True", "Ja"), ("False", "Nej")],
        empty_label="Ja och nej",
    )

    class Meta:
        model = DeadlineClock
        fields: list[str] = []

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if user.role == Role.MANAGER:
            self.filters["coach"].queryset = User.objects.coaches_at(user.jobbtorg_id)
        else:
            del self.filters["coach"]

    def filter_state(self, queryset: ClockQuerySet, name: str, value: str) -> ClockQuerySet:
        """One of STATES, as of today in Stockholm; right before and after the sweep has run."""
        today = timezone.localdate()
        late = Q(status=ClockStatus.RUNNING, due_on__lt=today)
        if value == "near":
            return queryset.due_between(today, add_working_days(today, NEAR))
        if value == "late":
            return queryset.unfulfilled().filter(late | Q(status=ClockStatus.BREACHED))
        if value == "broken":
            return queryset.filter(late | Q(status=ClockStatus.BREACHED))
        return queryset.filter(status=ClockStatus.PAUSED)

    def filter_queryset(self, queryset: ClockQuerySet) -> ClockQuerySet:
        found: ClockQuerySet = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("state") else found.unfulfilled()
