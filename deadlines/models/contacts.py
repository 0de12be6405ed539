"""Attempts to reach the person whose clock it is: evidence of what the jobbtorg offered in time."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from aspirants.querysets import StandingManager
from core.history.tracking import keeps_history
from deadlines.choices import ContactChannel, ContactResult
from deadlines.models.clocks import DeadlineClock
from organisation.models import User


@keeps_history(by="clock")
class ContactAttempt(models.Model):
    """One attempt: how, when, and that nobody answered or that an offered time was declined."""

    clock = models.ForeignKey(DeadlineClock, models.CASCADE, related_name="contact_attempts", verbose_name="frist")
    channel = models.CharField("hur", max_length=8, choices=ContactChannel)
    attempted_at = models.DateTimeField("när")
    result = models.CharField("resultat", max_length=16, choices=ContactResult)
    offered_time = models.DateTimeField("erbjuden tid", null=True, blank=True)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="registrerat av", db_index=False
    )
    recorded_at = models.DateTimeField("registrerat")
    removed_at = models.DateTimeField("borttaget", null=True, blank=True)

    objects = StandingManager()
    with_removed: models.Manager[Any] = models.Manager()

    class Meta:
        verbose_name = "kontaktförsök"
        verbose_name_plural = "kontaktförsök"
        ordering = ["attempted_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(attempted_at__lte=F("recorded_at")),
                name="contact_attempt_before_recording",
                violation_error_message="Kontaktförsöket kan inte ligga i framtiden.",
            ),
            models.CheckConstraint(
                condition=Q(result=ContactResult.DECLINED_TIME, offered_time__isnull=False)
                | Q(result=ContactResult.NOT_REACHED, offered_time__isnull=True),
                name="declined_contact_has_the_offered_time",
                violation_error_message="Ange vilken tid aspiranten tackade nej till.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.attempted_at:%Y-%m-%d}"
