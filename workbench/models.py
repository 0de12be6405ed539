"""What somebody had typed when the session ended, and which forms have been taken."""

from __future__ import annotations

from django.db import models

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
    saved_at = models.DateTimeField("sparad", auto_now=True)

    class Meta:
        verbose_name = "osparad text"
        verbose_name_plural = "osparade texter"
        constraints = [
            models.UniqueConstraint(
                fields=["author", "address"],
                name="one_unsaved_text_per_form",
                violation_error_message="Det finns redan en osparad text i formuläret.",
            )
        ]

    def __str__(self) -> str:
        return f"Osparad text {self.saved_at:%Y-%m-%d}"


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
