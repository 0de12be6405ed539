"""Reasons given before reading about a protected person, or a case at another jobbtorg."""

from __future__ import annotations

from django.db import models

from aspirants.choices import OpeningKind
from aspirants.models.persons import Person
from aspirants.querysets import OpeningQuerySet
from organisation.models import User


class Opening(models.Model):
    """A user gave a reason and may read about the person until `expires_at`. Row security looks here too."""

    user = models.ForeignKey(User, models.PROTECT, related_name="openings", verbose_name="användare", db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="openings", verbose_name="person", db_index=False)
    kind = models.CharField("slag", max_length=12, choices=OpeningKind)
    reason = models.CharField("skäl", max_length=300)
    opened_at = models.DateTimeField("öppnat")
    expires_at = models.DateTimeField("gäller till")

    objects = OpeningQuerySet.as_manager()

    class Meta:
        verbose_name = "öppning"
        verbose_name_plural = "öppningar"
        ordering = ["-opened_at"]
        indexes = [models.Index(fields=["user", "person", "expires_at"], name="openings_in_force")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} till {self.expires_at:%H.%M}"
