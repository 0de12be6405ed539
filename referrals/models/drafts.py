"""What a sender has begun and not yet sent."""

from __future__ import annotations

import uuid

from django.db import models

from core.encryption import EncryptedTextField
from organisation.models import User


class ReferralDraft(models.Model):
    """Answers typed so far, kept on the server so that nothing is lost; encrypted because they name a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(User, models.CASCADE, related_name="referral_drafts", verbose_name="författare")
    answers = EncryptedTextField("svar", blank=True)
    updated_at = models.DateTimeField("ändrad", auto_now=True)

    class Meta:
        verbose_name = "utkast till remiss"
        verbose_name_plural = "utkast till remisser"
        ordering = ["-updated_at"]

    def __str__(self) -> str:
        return f"Utkast {self.updated_at:%Y-%m-%d}"
