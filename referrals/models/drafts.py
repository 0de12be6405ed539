"""What a sender has begun and not yet sent: one referral, or several in a list."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from core.encryption import EncryptedTextField
from organisation.models import User


class ReferralDraft(models.Model):
    """Answers typed so far, kept on the server so that nothing is lost; encrypted because they name a person.

    `identity_hash` finds another draft about the same identity number, also a colleague's; empty where there is none.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(User, models.CASCADE, related_name="referral_drafts", verbose_name="författare")
    answers = EncryptedTextField("svar", blank=True)
    identity_hash = models.CharField("nummer som sökvärde", max_length=64, blank=True, editable=False)
    begun_at = models.DateTimeField("börjat", default=timezone.now, editable=False)
    updated_at = models.DateTimeField("ändrad", auto_now=True)

    class Meta:
        verbose_name = "utkast till remiss"
        verbose_name_plural = "utkast till remisser"
        ordering = ["-updated_at"]
        indexes = [
            models.Index(
                fields=["identity_hash"], name="referral_drafts_by_number", condition=~models.Q(identity_hash="")
            ),
        ]

    def __str__(self) -> str:
        return f"Utkast {self.updated_at:%Y-%m-%d}"


class ReferralListDraft(models.Model):
    """Several referrals that are sent from one list, as far as it is filled in; encrypted, and the author's alone.

    `content` is JSON (referrals/lists/stored.py). Each row has a key of its own, which is the `submission_id` of the
    referral that it becomes: a row is sent once, however often the list is.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(User, models.CASCADE, related_name="referral_lists", verbose_name="författare")
    content = EncryptedTextField("innehåll", blank=True)
    begun_at = models.DateTimeField("börjad", default=timezone.now, editable=False)
    updated_at = models.DateTimeField("ändrad", auto_now=True)

    class Meta:
        verbose_name = "lista med remisser att skicka"
        verbose_name_plural = "listor med remisser att skicka"
        ordering = ["-updated_at"]

    def __str__(self) -> str:
        return f"Lista {self.updated_at:%Y-%m-%d}"
