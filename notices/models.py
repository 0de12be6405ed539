"""In-app notices. They carry case numbers, never names: a notice may be read over a shoulder."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """One thing one user should know, once per event."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name="mottagare"
    )
    event_key = models.CharField("händelse", max_length=80, help_text="Samma händelse meddelas en mottagare en gång.")
    text = models.CharField("text", max_length=200)
    path = models.CharField("länk", max_length=200, blank=True)
    created_at = models.DateTimeField("skapad", auto_now_add=True)
    read_at = models.DateTimeField("läst", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "notis"
        verbose_name_plural = "notiser"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "event_key"],
                name="one_notice_per_recipient_and_event",
                violation_error_message="Mottagaren har redan fått den notisen.",
            )
        ]
        indexes = [
            models.Index(
                fields=["recipient", "-created_at"], name="unread_notices", condition=models.Q(read_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return self.text
