"""What a referral or an old list says about a known person otherwise than the register (FC-01)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from aspirants.choices import ReportedField, ReportedOutcome
from aspirants.models.persons import Person
from core.encryption import EncryptedTextField
from organisation.models import Jobbtorg, User


class ReportedFact(models.Model):
    """One fact, as it was written, for the jobbtorg that it reached: taken over, or put aside.

    A person's record is never overwritten by a referral; somebody says which of the two holds.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="reported_facts", verbose_name="person")
    jobbtorg = models.ForeignKey(Jobbtorg, models.PROTECT, related_name="+", verbose_name="jobbtorg", db_index=False)
    field = models.CharField("uppgift", max_length=20, choices=ReportedField)
    value = EncryptedTextField("står i remissen", blank=True)
    source = models.CharField("källa", max_length=60)
    reported_at = models.DateTimeField("kom in", auto_now_add=True)
    outcome = models.CharField("utfall", max_length=8, choices=ReportedOutcome, default=ReportedOutcome.WAITING)
    settled_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="avgjort av", db_index=False
    )
    settled_at = models.DateTimeField("avgjort", null=True, blank=True)

    class Meta:
        verbose_name = "uppgift från remiss eller lista"
        verbose_name_plural = "uppgifter från remisser och listor"
        ordering = ["reported_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="settled_report_says_by_whom",
                condition=Q(outcome=ReportedOutcome.WAITING, settled_by__isnull=True, settled_at__isnull=True)
                | (~Q(outcome=ReportedOutcome.WAITING) & Q(settled_by__isnull=False, settled_at__isnull=False)),
                violation_error_message="Ange vem som har avgjort och när.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_field_display()} enligt {self.source}"

    @property
    def as_value(self) -> str | bool:
        """The value as the person's field holds it."""
        return self.value == YES if self.field == ReportedField.INTERPRETER else self.value

    @property
    def in_words(self) -> str:
        """The value as it is shown."""
        return "Ja" if self.field == ReportedField.INTERPRETER else self.value


YES = "ja"
"""How an interpreter that is needed is stored among the values, which are texts."""
