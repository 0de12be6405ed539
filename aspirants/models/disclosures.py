"""What left the jobbtorg, to whom, and on what legal ground (R-2-66)."""

from __future__ import annotations

from django.db import models

from aspirants.models.enrolments import Enrolment
from aspirants.querysets import PersonBoundQuerySet
from organisation.models import IncomeSupportUnit, User


class DisclosureContent(models.TextChoices):
    JOB_PLAN = "JOB_PLAN", "Jobbplan"
    CLOSURE = "CLOSURE", "Avslut"


class DisclosureBasis(models.TextChoices):
    OSL_10_2 = "OSL_10_2", "Nödvändigt för den egna verksamheten (OSL 10 kap. 2 §)"
    OSL_26_1 = "OSL_26_1", "Prövat att det kan lämnas ut utan men (OSL 26 kap. 1 §)"
    OSL_26_9 = "OSL_26_9", "Samverkan mellan myndigheter (OSL 26 kap. 9 §)"


class Disclosure(models.Model):
    """One transfer of personal data across the boundary between two nämnder. Never changed afterwards."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="disclosures", verbose_name="ärende")
    content = models.CharField("innehåll", max_length=12, choices=DisclosureContent)
    recipient = models.ForeignKey(IncomeSupportUnit, models.PROTECT, related_name="+", verbose_name="mottagare")
    basis = models.CharField("rättslig grund", max_length=12, choices=DisclosureBasis)
    disclosed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="lämnat av")
    disclosed_at = models.DateTimeField("lämnat")

    objects = PersonBoundQuerySet.as_manager()

    class Meta:
        verbose_name = "uppgiftslämnande"
        verbose_name_plural = "uppgiftslämnanden"
        ordering = ["-disclosed_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_content_display()} till {self.recipient}"
