"""Which income support unit a case belonged to before: another stadsdel is another authority (R-2-66)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from aspirants.models.enrolments import Enrolment
from aspirants.querysets import PersonBoundQuerySet
from core.history.tracking import keeps_history
from organisation.models import IncomeSupportUnit, User


@keeps_history(by="enrolment")
class SupportUnitChange(models.Model):
    """A case got another income support unit, because the aspirant moved. `Enrolment` has the present one.

    Figures per stadsdel go by who sent the aspirant, so by where the first change came from.
    """

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="support_unit_changes", verbose_name="ärende")
    origin = models.ForeignKey(
        IncomeSupportUnit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="tidigare enhet",
        db_index=False,
    )
    unit = models.ForeignKey(
        IncomeSupportUnit, models.PROTECT, related_name="+", verbose_name="ny enhet", db_index=False
    )
    changed_on = models.DateField("från")
    reason = models.CharField("skäl", max_length=300)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="registrerat av", db_index=False
    )
    recorded_at = models.DateTimeField("registrerat", auto_now_add=True)

    objects = PersonBoundQuerySet.as_manager()

    class Meta:
        verbose_name = "byte av försörjningsstödsenhet"
        verbose_name_plural = "byten av försörjningsstödsenhet"
        ordering = ["changed_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(origin__isnull=True) | ~Q(origin=F("unit")),
                name="support_unit_becomes_another",
                violation_error_message="Ärendet har redan den försörjningsstödsenheten.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.changed_on}"
