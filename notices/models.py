"""Notices inside the service, who wants which, and letters on their way out of it.

A notice holds case numbers and no names, because others may see the screen. A letter holds counts and nothing else,
because e-mail leaves the service.
"""

from __future__ import annotations

import datetime
import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from notices.choices import LetterKind, NoticeKind


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """One thing one user should know, once per event."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="notices",
        verbose_name="mottagare",
        db_index=False,
    )
    # Empty only where the version before there were kinds wrote a row while it was being replaced.
    kind = models.CharField("slag", max_length=16, choices=NoticeKind, db_default="")
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


class NoticeSettings(models.Model):
    """What a user has chosen. Without a row every notice is sent, and the morning letter too."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="notice_settings",
        verbose_name="användare",
    )
    switched_off = ArrayField(
        models.CharField(max_length=16, choices=NoticeKind), default=list, blank=True, verbose_name="avstängda notiser"
    )
    morning_digest = models.BooleanField("brev på morgonen", default=True)

    class Meta:
        verbose_name = "notisinställning"
        verbose_name_plural = "notisinställningar"

    def __str__(self) -> str:
        return f"Notisinställningar för {self.user_id}"


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    def waiting(self) -> OutboxQuerySet:
        """Neither sent nor given up."""
        return self.filter(sent_at__isnull=True, failed_at__isnull=True)

    def due(self, now: datetime.datetime) -> OutboxQuerySet:
        """To be sent now, or tried again."""
        return self.waiting().filter(not_before__lte=now)


class OutboxMessage(models.Model):
    """A letter to a member of staff: queued once per event, sent at least once, always under the same Message-ID."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="Brevets Message-ID.")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="letters",
        verbose_name="mottagare",
        db_index=False,
    )
    kind = models.CharField("slag", max_length=12, choices=LetterKind, default=LetterKind.TEXT, db_default="TEXT")
    event_key = models.CharField("händelse", max_length=80)
    subject = models.CharField("ämne", max_length=120)
    body = models.TextField("text", max_length=2000, blank=True)
    created_at = models.DateTimeField("skapat", default=timezone.now)
    not_before = models.DateTimeField("skickas tidigast", default=timezone.now)
    sent_at = models.DateTimeField("skickat", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("misslyckade försök", default=0)
    last_error = models.CharField("senaste fel", max_length=80, blank=True)
    failed_at = models.DateTimeField("uppgivet", null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = "brev"
        verbose_name_plural = "brev"
        ordering = ["not_before", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "event_key"],
                name="one_letter_per_recipient_and_event",
                violation_error_message="Mottagaren har redan fått det brevet.",
            ),
            # Case numbers, identity numbers and telephone numbers all have one; a count has not.
            models.CheckConstraint(
                condition=~Q(subject__regex=r"[0-9]{5}") & ~Q(body__regex=r"[0-9]{5}"),
                name="letter_has_no_long_number",
                violation_error_message="Ett brev får inte innehålla nummer på ärenden eller personer.",
            ),
            # Its text has a link that opens an account: it is made while it is sent, and kept nowhere (decision 060).
            models.CheckConstraint(
                condition=~Q(kind=LetterKind.INVITATION) | Q(body=""),
                name="invitation_is_written_when_sent",
                violation_error_message="En inbjudan skrivs när den skickas.",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(failed_at__isnull=True),
                name="letter_is_sent_or_given_up",
                violation_error_message="Ett brev är antingen skickat eller uppgivet.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["not_before"],
                name="waiting_letters",
                condition=models.Q(sent_at__isnull=True, failed_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.subject


class DigestRun(models.Model):
    """That the morning letters of a day have been written: they show the morning, and are written once."""

    day = models.DateField("dag", primary_key=True)
    written_at = models.DateTimeField("skrivna", default=timezone.now)
    letters = models.PositiveIntegerField("brev", default=0)

    class Meta:
        verbose_name = "morgonbrev"
        verbose_name_plural = "morgonbrev"
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"Morgonbrev {self.day}"
