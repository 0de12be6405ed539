"""What the log reviewer sees at a glance: each employee's day, and whether the managers go through their months."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate

from audit.models import AccessKind, LogReview, ReviewResult
from organisation.models import Jobbtorg, User
from workbench.access_log.entries import events_where

OPENINGS = (AccessKind.READ, AccessKind.REVEAL, AccessKind.PRINT, AccessKind.BREAK_GLASS, AccessKind.OPEN_PROTECTED)


def days_where(asked: dict[str, Any]) -> QuerySet[Any, Any]:
    """A dictionary per employee and local day of what a valid DaysForm asks for, the latest first. One statement.

    `persons` are different persons; the other numbers are events. `reasons`: what was written for opening.
    """
    events = events_where(asked).filter(user__isnull=False).select_related(None)
    return (
        events.annotate(day=TruncDate("at"))
        .values("day", "user_id", "user__first_name", "user__last_name", "user__role", "user__jobbtorg__name")
        .annotate(
            persons=Count("person_id", distinct=True, filter=Q(kind__in=OPENINGS)),
            look_ups=Count("pk", filter=Q(kind=AccessKind.SEARCH)),
            files=Count("pk", filter=Q(kind__in=[AccessKind.EXPORT, AccessKind.PRINT])),
            acts=Count("pk", filter=Q(kind=AccessKind.WRITE)),
            refused=Count("pk", filter=Q(kind=AccessKind.DENIED)),
            reasons=ArrayAgg("reason", distinct=True, filter=~Q(reason=""), default=[], order_by="reason"),
        )
        .order_by("-day", "user__last_name", "user__first_name", "user_id")
    )


@dataclass(frozen=True)
class ReviewedUnit:
    """How the manager of a jobbtorg stands with a month; without `review` nothing has been drawn for it."""

    jobbtorg: Jobbtorg
    review: LogReview | None


@dataclass(frozen=True)
class ReviewedMonth:
    """A month with every jobbtorg's review of it."""

    month: datetime.date
    units: list[ReviewedUnit]

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(one.review is not None and one.review.is_done for one in self.units)

    @property
    def deviations(self) -> int:
        """How many found something."""
        return sum(one.review is not None and one.review.result == ReviewResult.DEVIATION for one in self.units)


def reviewed_months(user: User, months: list[datetime.date]) -> list[ReviewedMonth]:
    """The months with their reviews, as far as the user may see them; jobbtorg with staff, by name. Two statements."""
    units = list(Jobbtorg.objects.filter(staff__isnull=False).distinct().order_by("name"))
    reviews = LogReview.objects.visible_to(user).filter(month__in=months).select_related("reviewed_by")
    found = {(review.month, review.jobbtorg_id): review for review in reviews}
    return [
        ReviewedMonth(month, [ReviewedUnit(unit, found.get((month, unit.pk))) for unit in units]) for month in months
    ]


def months_with_reviews(user: User) -> QuerySet[LogReview, datetime.date]:
    """The months there are reviews of, the latest first."""
    months = LogReview.objects.visible_to(user).order_by("-month").values_list("month", flat=True)
    return months.distinct()
