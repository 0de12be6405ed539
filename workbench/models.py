"""What somebody had typed when the session ended."""

from __future__ import annotations

from django.db import models

from core.encryption import EncryptedTextField
from organisation.models import User


class UnsavedText(models.Model):
    """The fields of one form as they stood, for their author alone; encrypted, because they are about a person."""

    author = models.ForeignKey(User, models.CASCADE, related_name="unsaved_texts", verbose_name="författare")
    path = models.CharField("sida", max_length=200)
    fields = EncryptedTextField("fält", help_text="JSON: fältets namn och vad som stod i det.")
    saved_at = models.DateTimeField("sparad", auto_now=True)

    class Meta:
        verbose_name = "osparad text"
        verbose_name_plural = "osparade texter"
        constraints = [
            models.UniqueConstraint(
                fields=["author", "path"],
                name="one_unsaved_text_per_page",
                violation_error_message="Det finns redan en osparad text på sidan.",
            )
        ]

    def __str__(self) -> str:
        return f"Osparad text {self.saved_at:%Y-%m-%d}"
