"""A file that is sent with a referral, and its content, which no list ever loads."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from core.encryption import EncryptedBytesField, EncryptedTextField
from organisation.models import User
from referrals.choices import AttachmentKind
from referrals.models.drafts import ReferralDraft
from referrals.models.referrals import Referral


class AttachmentQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser) -> AttachmentQuerySet:
        """Of one's own drafts, and of the referrals one may see; the jobbtorg's staff only what has been sent.

        A case that has come from another jobbtorg brings its referral's along.
        """
        if isinstance(user, AnonymousUser):
            return self.none()
        seen = Referral.objects.visible_to(user).values("pk")
        if user.works_with_cases:
            here = Referral.objects.of_cases_at_work(user).values("pk")
            return self.filter(Q(referral__in=seen) | Q(referral__in=here), sent_at__isnull=False)
        return self.filter(Q(referral__in=seen) | Q(draft__author=user))

    def loose(self) -> AttachmentQuerySet:
        """Not sent yet: these can be removed."""
        return self.filter(sent_at__isnull=True)


class Attachment(models.Model):
    """One file of a draft or of a referral: what it is, and who hid it after it was sent.

    It belongs to the draft until that is sent. With a completion it belongs to the referral, and the jobbtorg sees it
    once the completion is sent (`sent_at`). From then on nothing of it changes, but that it can be hidden once.
    """

    key = models.UUIDField("nyckel i adressen", default=uuid.uuid4, unique=True, editable=False)
    draft = models.ForeignKey(
        ReferralDraft,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="attachments",
        verbose_name="utkast",
        db_index=False,
    )
    referral = models.ForeignKey(
        Referral,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="attachments",
        verbose_name="remiss",
        db_index=False,
    )
    number = models.PositiveSmallIntegerField("nummer", help_text="I utkastet eller remissen, från 1.")
    kind = models.CharField("slag", max_length=4, choices=AttachmentKind, help_text="Efter innehållet.")
    name = EncryptedTextField("namn", help_text="Rensat, med den ändelse som följer av innehållet.")
    size = models.PositiveIntegerField("storlek", help_text="Byte.")
    fingerprint = models.CharField("avtryck", max_length=64, help_text="Nycklat hashvärde av innehållet.")
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="tillagd av", db_index=False)
    added_at = models.DateTimeField("tillagd")
    sent_at = models.DateTimeField("skickad", null=True, blank=True)
    hidden_at = models.DateTimeField("dold", null=True, blank=True)
    hidden_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="dold av", db_index=False
    )
    hidden_reason = models.CharField("varför den doldes", max_length=300, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = "bilaga"
        verbose_name_plural = "bilagor"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "number"],
                name="one_attachment_per_number_of_a_draft",
                violation_error_message="Numret är taget.",
            ),
            models.UniqueConstraint(
                fields=["referral", "number"],
                name="one_attachment_per_number_of_a_referral",
                violation_error_message="Numret är taget.",
            ),
            models.CheckConstraint(
                condition=Q(draft__isnull=True) ^ Q(referral__isnull=True),
                name="attachment_of_a_draft_or_a_referral",
                violation_error_message="En bilaga hör till ett utkast eller till en remiss.",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(referral__isnull=False),
                name="sent_attachment_has_a_referral",
                violation_error_message="En skickad bilaga hör till en remiss.",
            ),
            models.CheckConstraint(
                condition=Q(hidden_at__isnull=True, hidden_by__isnull=True, hidden_reason="")
                | (Q(sent_at__isnull=False, hidden_at__isnull=False, hidden_by__isnull=False) & ~Q(hidden_reason="")),
                name="hidden_attachment_says_by_whom_and_why",
                violation_error_message="Skriv varför bilagan döljs.",
            ),
        ]

    def __str__(self) -> str:
        """Without its name, which may say whom it is about."""
        return f"Bilaga {self.number}"

    @property
    def is_hidden(self) -> bool:
        """Whether it was hidden after it was sent: nobody opens it any more."""
        return self.hidden_at is not None

    @property
    def is_sent(self) -> bool:
        """Whether the jobbtorg has got it."""
        return self.sent_at is not None


class AttachmentPart(models.Model):
    """A piece of what an attachment holds, encrypted. Added with it and removed with it, never changed."""

    attachment = models.ForeignKey(
        Attachment, models.CASCADE, related_name="parts", verbose_name="bilaga", db_index=False
    )
    number = models.PositiveSmallIntegerField("nummer")
    content = EncryptedBytesField("innehåll")

    class Meta:
        verbose_name = "del av en bilaga"
        verbose_name_plural = "delar av bilagor"
        ordering = ["attachment", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["attachment", "number"],
                name="one_attachment_part_per_number",
                violation_error_message="Delen finns redan.",
            )
        ]

    def __str__(self) -> str:
        return f"Del {self.number}"
