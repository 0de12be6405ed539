"""Who stands in for a coach who is away: a period of local dates, and never a reason."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from core.history.tracking import keeps_history
from core.validity import validity_order, validity_range
from organisation.models.places import Jobbtorg
from organisation.models.positions import Position


class DeputyState(models.TextChoices):
    """Where a period stands on a day. Only ending it is an act; the days pass by themselves."""

    COMING = "COMING", "Kommande"
    IN_FORCE = "IN_FORCE", "Gäller"
    OVER = "OVER", "Slut"
    ENDED = "ENDED", "Avslutad i förtid"


class DeputyQuerySet(models.QuerySet["Deputy"]):
    def in_force_on(self, day: datetime.date) -> DeputyQuerySet:
        """Periods that hold on a local date, with a deputy who works at the jobbtorg that day."""
        here = Position.objects.working_with_cases_on(day).filter(
            user=OuterRef("deputy"), jobbtorg=OuterRef("jobbtorg")
        )
        return self.filter(Exists(here), valid_from__lte=day, valid_to__gte=day, ended_at=None)


@keeps_history()
class Deputy(models.Model):
    """A colleague who looks after a coach's cases for some days. The coach stays responsible for them.

    It gives no rights: whoever may work in the cases of the jobbtorg may be a deputy there, and a protected person is
    met by those appointed only. Never deleted: it ends with its last day, or is ended before.
    """

    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="deputies", verbose_name="coach", db_index=False
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="stands_in", verbose_name="ersättare"
    )
    jobbtorg = models.ForeignKey(Jobbtorg, models.PROTECT, related_name="+", verbose_name="jobbtorg", db_index=False)
    valid_from = models.DateField("från")
    valid_to = models.DateField("till och med")
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="inlagd av", db_index=False
    )
    set_at = models.DateTimeField("inlagd", default=timezone.now)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="avslutad av",
        db_index=False,
    )
    ended_at = models.DateTimeField("avslutad", null=True, blank=True)

    objects: ClassVar[Any] = DeputyQuerySet.as_manager()

    class Meta:
        verbose_name = "ersättare"
        verbose_name_plural = "ersättare"
        ordering = ["-valid_from", "-pk"]
        constraints = [
            validity_order("deputy_validity_order"),
            models.CheckConstraint(
                condition=~Q(deputy=F("coach")),
                name="deputy_is_somebody_else",
                violation_error_message="En coach kan inte vara sin egen ersättare.",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="ended_deputy_has_a_time",
                violation_error_message="En avslutad period har en tid och någon som avslutade den.",
            ),
            ExclusionConstraint(
                name="one_period_per_coach_deputy_and_day",
                expressions=[
                    ("coach", RangeOperators.EQUAL),
                    ("deputy", RangeOperators.EQUAL),
                    (validity_range(), RangeOperators.OVERLAPS),
                ],
                condition=Q(ended_at__isnull=True),
                violation_error_message="Kollegan är redan ersättare någon av de dagarna.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} {self.valid_from:%Y-%m-%d}"

    def state_on(self, day: datetime.date) -> DeputyState:
        """Where the period stands on a local date."""
        if self.ended_at is not None:
            return DeputyState.ENDED
        if day < self.valid_from:
            return DeputyState.COMING
        return DeputyState.IN_FORCE if day <= self.valid_to else DeputyState.OVER
