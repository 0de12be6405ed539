"""Why a case ended: work, studies, or something else (R-1-30)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from aspirants.choices import ClosureStatus, OutcomeGroup
from aspirants.models.enrolments import Enrolment
from aspirants.querysets import PersonBoundQuerySet
from core.history.tracking import keeps_history
from core.validity import DatedModel, validity_order
from organisation.models import User

DECEASED = 80
"""The code of *Avliden*, which makes the death a fact of the person (FC-05)."""


@keeps_history()
class ClosureReason(DatedModel):
    """A code with which a case is closed. A retired code stays readable."""

    code = models.PositiveSmallIntegerField("kod", unique=True)
    identifier = models.CharField("beteckning", max_length=40, unique=True)
    label = models.CharField("avslutsorsak", max_length=160)
    group = models.CharField("grupp", max_length=1, choices=OutcomeGroup)
    counts_nationally = models.BooleanField(
        "räknas i Kolada", default=False, help_text="Arbete minst en månad eller studiemedelsberättigande studier."
    )
    neutral = models.BooleanField("neutral", default=False, help_text="Avliden eller flyttat från kommunen.")
    import_only = models.BooleanField("endast import", default=False)
    needs_text = models.BooleanField("kräver fritext", default=False)
    evidence = models.CharField("underlag", max_length=120, blank=True)
    socialstyrelsen_code = models.CharField("Socialstyrelsens kod", max_length=10, blank=True)

    class Meta:
        verbose_name = "avslutsorsak"
        verbose_name_plural = "avslutsorsaker"
        ordering = ["code"]
        constraints = [validity_order("closure_reason_validity_order")]

    def __str__(self) -> str:
        return self.label


@keeps_history(by="enrolment")
class Closure(models.Model):
    """A decision to close a case. Reopening corrects it; it is never deleted."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="closures", verbose_name="ärende")
    reason = models.ForeignKey(
        ClosureReason, models.PROTECT, related_name="closures", verbose_name="avslutsorsak", db_index=False
    )
    closed_on = models.DateField("avslutat")
    status = models.CharField("status", max_length=12, choices=ClosureStatus, default=ClosureStatus.PRELIMINARY)
    destination = models.CharField("arbetsgivare eller skola", max_length=120, blank=True)
    destination_starts_on = models.DateField("börjar", null=True, blank=True)
    text = models.TextField("kommentar", max_length=500, blank=True)
    imported_text = models.CharField("text i den importerade listan", max_length=200, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="beslutat av", db_index=False)
    decided_at = models.DateTimeField("registrerat", auto_now_add=True)

    objects = PersonBoundQuerySet.as_manager()

    class Meta:
        verbose_name = "avslut"
        verbose_name_plural = "avslut"
        ordering = ["-closed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=~Q(status=ClosureStatus.CORRECTED),
                name="one_standing_closure_per_case",
                violation_error_message="Ärendet är redan avslutat.",
            )
        ]
        indexes = [models.Index(fields=["closed_on", "reason"], name="closures_by_day")]

    def __str__(self) -> str:
        return f"{self.reason} {self.closed_on}"
