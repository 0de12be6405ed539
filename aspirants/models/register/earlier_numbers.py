"""Numbers that a person was known by before: kept, so that who is looked for by one of them is found (FC-03)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from aspirants.choices import IdentityKind, NumberChange
from aspirants.models.persons import Person
from core.encryption import EncryptedTextField
from organisation.models import User


class EarlierNumber(models.Model):
    """One number that was the person's, or was taken for it by mistake, until it was changed; only ever added."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="earlier_numbers", verbose_name="person")
    identity_kind = models.CharField("typ av nummer", max_length=20, choices=IdentityKind)
    identity_no = EncryptedTextField("identitetsnummer", blank=True)
    identity_hash = models.CharField(max_length=64, blank=True, default="", editable=False)
    change = models.CharField("skäl", max_length=12, choices=NumberChange)
    text = models.CharField("kommentar", max_length=200, blank=True)
    leads_here = models.BooleanField(
        "gäller personen",
        default=True,
        help_text="En remiss med numret gäller personen. Inte för ett nummer som aldrig var personens.",
    )
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="ändrat av", db_index=False)
    changed_at = models.DateTimeField("ändrat", auto_now_add=True)

    class Meta:
        verbose_name = "tidigare nummer"
        verbose_name_plural = "tidigare nummer"
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["identity_hash"],
                condition=Q(leads_here=True) & ~Q(identity_hash=""),
                name="one_person_per_earlier_number",
                violation_error_message="Numret hör redan till en person i registret.",
            )
        ]
        indexes = [models.Index(fields=["identity_hash"], name="earlier_numbers_by_hash")]

    def __str__(self) -> str:
        return f"Tidigare nummer {self.pk}"
