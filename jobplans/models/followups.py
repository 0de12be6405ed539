"""The three-month follow-up (R-4-22)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from aspirants.models import Enrolment
from aspirants.querysets import PersonBoundQuerySet
from core.history.tracking import keeps_history
from deadlines.models.clocks import DeadlineClock
from jobplans.choices import FollowUpResult, FollowUpStatus
from organisation.models import User


@keeps_history(by="enrolment")
class FollowUp(models.Model):
    """One follow-up in the series of a case; its last day is its clock's."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="follow_ups", verbose_name="ärende")
    clock = models.OneToOneField(DeadlineClock, models.PROTECT, related_name="follow_up", verbose_name="frist")
    status = models.CharField("status", max_length=10, choices=FollowUpStatus, default=FollowUpStatus.PLANNED)
    held_at = models.DateTimeField("hållen", null=True, blank=True)
    result = models.CharField("resultat", max_length=10, choices=FollowUpResult, blank=True)
    note = models.TextField("anteckning", max_length=1000, blank=True)
    unit_took_part = models.BooleanField("försörjningsstödsenheten deltog", default=False)
    recorded_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="registrerad av",
        db_index=False,
    )
    recorded_at = models.DateTimeField("registrerad", null=True, blank=True)

    objects = PersonBoundQuerySet.as_manager()

    class Meta:
        verbose_name = "uppföljning"
        verbose_name_plural = "uppföljningar"
        ordering = ["-clock__started_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(status=FollowUpStatus.PLANNED),
                name="one_planned_follow_up_per_case",
                violation_error_message="Ärendet har redan en planerad uppföljning.",
            ),
            models.CheckConstraint(
                condition=~Q(status=FollowUpStatus.HELD) | (Q(held_at__isnull=False) & ~Q(result="")),
                name="held_follow_up_has_a_result",
                violation_error_message="En hållen uppföljning har en tid och ett resultat.",
            ),
        ]

    def __str__(self) -> str:
        return f"Uppföljning {self.enrolment}"
