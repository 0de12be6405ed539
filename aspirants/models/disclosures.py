"""What left the jobbtorg, to whom, and on what legal ground (R-2-66)."""

from __future__ import annotations

from django.db import models

from aspirants.choices import DisclosureBasis, DisclosureContent
from aspirants.models.enrolments import Enrolment
from aspirants.querysets import DisclosureQuerySet
from core.history.tracking import keeps_history
from organisation.models import IncomeSupportUnit, User


@keeps_history(by="enrolment")
class Disclosure(models.Model):
    """One transfer of personal data across the boundary between two nämnder. Never changed afterwards."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="disclosures", verbose_name="ärende")
    content = models.CharField("innehåll", max_length=12, choices=DisclosureContent)
    recipient = models.ForeignKey(
        IncomeSupportUnit, models.PROTECT, related_name="+", verbose_name="mottagare", db_index=False
    )
    basis = models.CharField("rättslig grund", max_length=12, choices=DisclosureBasis)
    disclosed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="lämnat av", db_index=False)
    disclosed_at = models.DateTimeField("lämnat")

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        verbose_name = "uppgiftslämnande"
        verbose_name_plural = "uppgiftslämnanden"
        ordering = ["-disclosed_at", "-pk"]
        # Meddelat till oss: what a unit was told last.
        indexes = [models.Index(fields=["recipient", "-disclosed_at"], name="disclosures_by_unit")]

    def __str__(self) -> str:
        return f"{self.get_content_display()} till {self.recipient}"
