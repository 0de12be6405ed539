"""What somebody had typed when the session ended, which forms have been taken, and notes to oneself."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import Q

from core.encryption import EncryptedTextField
from organisation.models import User


class UnsavedText(models.Model):
    """The fields of one form as they stood, for their author alone; encrypted, because they are about a person."""

    author = models.ForeignKey(
        User, models.CASCADE, related_name="unsaved_texts", verbose_name="författare", db_index=False
    )
    page = models.CharField("sida", max_length=300, help_text="Där formuläret stod.")
    address = models.CharField("adress", max_length=300, help_text="Dit formuläret skickas.")
    fields = EncryptedTextField("fält", help_text="JSON: fältens namn och vad som stod i dem.")
    was_sent = models.BooleanField("skickad", default=False, help_text="Helt, men utan att tas emot.")
    fetched = models.CharField(
        "sidan som den hämtades",
        max_length=64,
        blank=True,
        db_default="",
        editable=False,
        help_text="Fingeravtryck av sidans eget märke.",
    )
    offered = models.BooleanField(
        "erbjuden",
        default=False,
        db_default=False,
        editable=False,
        help_text="Har visats för författaren och väntar på att hämtas eller slängas.",
    )
    saved_at = models.DateTimeField("sparad", auto_now=True)

    class Meta:
        verbose_name = "osparad text"
        verbose_name_plural = "osparade texter"
        indexes = [models.Index(fields=["author", "address"], name="unsaved_texts_of_a_form")]

    def __str__(self) -> str:
        return f"Osparad text {self.saved_at:%Y-%m-%d}"


DONE_KEPT = datetime.timedelta(days=30)
"""How long a note to oneself is kept after it was marked as done."""


class OwnNoteQuerySet(models.QuerySet["OwnNote"]):
    def of(self, author: User, now: datetime.datetime) -> OwnNoteQuerySet:
        """What an author sees: what is to be done, and what has been done so lately that it is kept."""
        return self.filter(Q(done_at=None) | Q(done_at__gte=now - DONE_KEPT), author=author)

    def outlived(self, now: datetime.datetime) -> OwnNoteQuerySet:
        """What has been done so long ago that it is removed."""
        return self.filter(done_at__lt=now - DONE_KEPT)


class OwnNote(models.Model):
    """A note to oneself on Min dag. For its author alone; encrypted, in case it is about a person after all."""

    author = models.ForeignKey(
        User, models.CASCADE, related_name="own_notes", verbose_name="författare", db_index=False
    )
    text = EncryptedTextField("text")
    written_at = models.DateTimeField("skriven", auto_now_add=True)
    done_at = models.DateTimeField("klar", null=True, blank=True)
    submission_id = models.UUIDField(unique=True, editable=False, help_text="Formuläret som anteckningen skrevs i.")

    objects = OwnNoteQuerySet.as_manager()

    class Meta:
        verbose_name = "anteckning till sig själv"
        verbose_name_plural = "anteckningar till sig själv"
        ordering = ["-written_at", "-pk"]
        indexes = [models.Index(fields=["author", "-written_at"], name="own_notes_of_author")]

    def __str__(self) -> str:
        return f"Anteckning {self.written_at:%Y-%m-%d}"


class SentForm(models.Model):
    """A form that was sent in and taken, so that the same page sent again changes nothing (decision 073)."""

    sender = models.ForeignKey(
        User, models.CASCADE, related_name="sent_forms", verbose_name="avsändare", db_index=False
    )
    fingerprint = models.CharField("fingeravtryck", max_length=64, help_text="Av sidan och allt som skickades.")
    page = models.CharField(
        "sidan som den hämtades", max_length=64, blank=True, help_text="Fingeravtryck av sidans eget märke."
    )
    answer = models.TextField("svar", blank=True, help_text="Adressen som svaret ledde till.")
    sent_at = models.DateTimeField("skickad", auto_now_add=True)

    class Meta:
        verbose_name = "skickat formulär"
        verbose_name_plural = "skickade formulär"
        constraints = [
            models.UniqueConstraint(
                fields=["sender", "fingerprint"],
                name="a_form_is_taken_once",
                violation_error_message="Formuläret är redan skickat.",
            )
        ]

    def __str__(self) -> str:
        return f"Skickat formulär {self.sent_at:%Y-%m-%d}"
