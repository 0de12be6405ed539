"""An interruption: the person takes part in nothing for a while, and the case stays open (uppehåll)."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q

from aspirants.choices import InterruptionReason
from aspirants.models.enrolments import Enrolment
from aspirants.querysets import PersonBoundQuerySet
from core.history.tracking import keeps_history
from core.validity import DateRange
from organisation.models import User


@keeps_history(by="enrolment")
class Interruption(models.Model):
    """Days of a case from `started_on` up to, not including, `returned_on`, the first day the person is back."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="interruptions", verbose_name="ärende")
    reason = models.CharField("skäl", max_length=12, choices=InterruptionReason)
    started_on = models.DateField("första dag")
    returned_on = models.DateField("åter", null=True, blank=True, help_text="Första dagen aspiranten är tillbaka.")
    registered_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="registrerat av", db_index=False
    )
    registered_at = models.DateTimeField("registrerat", auto_now_add=True)

    objects = PersonBoundQuerySet.as_manager()

    class Meta:
        verbose_name = "uppehåll"
        verbose_name_plural = "uppehåll"
        ordering = ["started_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(returned_on__isnull=True) | Q(returned_on__gt=F("started_on")),
                name="interruption_ends_after_start",
                violation_error_message="Uppehållet måste sluta efter att det börjat.",
            ),
            ExclusionConstraint(
                name="interruptions_do_not_overlap",
                expressions=[
                    ("enrolment", RangeOperators.EQUAL),
                    (DateRange("started_on", "returned_on", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Ärendet har redan ett uppehåll de dagarna.",
            ),
        ]

    def __str__(self) -> str:
        return f"Uppehåll {self.started_on}"
