"""What did not work between stadsdel and jobbtorg about a referral (samverkansavvikelse, R-4-42)."""

from __future__ import annotations

import uuid

from django.db import models

from core.encryption import EncryptedTextField
from organisation.models import User
from referrals.choices import DeviationKind
from referrals.models.referrals import Referral


class Deviation(models.Model):
    """One note, which both sides read; only ever added. It is about the work together, not about the person."""

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="deviations", verbose_name="remiss")
    kind = models.CharField("vad det gäller", max_length=20, choices=DeviationKind)
    text = EncryptedTextField("vad som hände")
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="av", db_index=False)
    noted_at = models.DateTimeField("tid")
    submission_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        verbose_name = "samverkansavvikelse"
        verbose_name_plural = "samverkansavvikelser"
        ordering = ["-noted_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.referral} {self.get_kind_display()}"
