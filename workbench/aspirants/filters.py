"""Filters of the list of aspirants. They travel in the URL, so they never hold anything about a person."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone

from aspirants.models import Enrolment, EnrolmentStatus
from organisation.models import User

NO_COACH = "ingen"


class AspirantFilter(django_filters.FilterSet):
    """By coach and by status; without a status the open cases are shown."""

    coach = django_filters.ChoiceFilter(label="Coach", method="by_coach", empty_label="Alla coacher")
    status = django_filters.ChoiceFilter(
        label="Status",
        method="by_status",
        empty_label="Öppna ärenden",
        choices=[
            (EnrolmentStatus.ACTIVE, EnrolmentStatus.ACTIVE.label),
            (EnrolmentStatus.PAUSED, EnrolmentStatus.PAUSED.label),
            (EnrolmentStatus.CLOSED, "Avslutade"),
            ("alla", "Öppna och avslutade"),
        ],
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["coach"].extra["choices"] = [
            *((str(coach.pk), str(coach)) for coach in User.objects.coaches_at(user.jobbtorg_id)),
            (NO_COACH, "Utan coach i tjänst"),
        ]

    def by_coach(self, cases: QuerySet[Enrolment], name: str, value: str) -> QuerySet[Enrolment]:
        if value == NO_COACH:
            return cases.without_coach_in_service(timezone.localdate())  # type: ignore[attr-defined]
        return cases.filter(coach=int(value))

    def by_status(self, cases: QuerySet[Enrolment], name: str, value: str) -> QuerySet[Enrolment]:
        return cases if value == "alla" else cases.filter(status=value)

    def filter_queryset(self, queryset: Any) -> Any:
        """Open cases unless a status is chosen."""
        narrowed = super().filter_queryset(queryset)
        return narrowed if self.form.cleaned_data.get("status") else narrowed.open()
