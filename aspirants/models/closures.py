"""Why a case ended: work, studies, or something else (R-1-30)."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from aspirants.choices import CheckResult, CheckSource, ClosureStatus, OutcomeGroup
from aspirants.models.enrolments import Enrolment
from aspirants.querysets import CheckQuerySet, ClosureQuerySet
from core.history.tracking import keeps_history
from core.validity import DatedModel, validity_order
from organisation.models import User

DECEASED = 80
"""The code of *Avliden*, which makes the death a fact of the person (FC-05)."""

WHAT_IT_COUNTS_AS = ("identifier", "group", "counts_nationally", "neutral", "valid_from")
"""What the figures of a year ask of a reason."""

UNKNOWN_IMPORTED = 98
"""The code of *Okänd (importerad)*: an imported list says that a case was closed, and not why."""


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

    def clean(self) -> None:
        """What a reason in force counts as is not changed: the figures of years past would change with it."""
        stored = ClosureReason.objects.filter(pk=self.pk, valid_from__lte=timezone.localdate()).first()
        if stored is None:
            return
        changed = [name for name in WHAT_IT_COUNTS_AS if getattr(stored, name) != getattr(self, name)]
        if changed:
            heading = getattr(self._meta.get_field(changed[0]), "verbose_name", "")
            raise ValidationError(
                f"Orsaken används redan, så ”{heading}” kan inte ändras. Avsluta den och lägg till en ny."
            )


@keeps_history(by="enrolment")
class Closure(models.Model):
    """A decision to close a case. Reopening or another reason corrects it; it is never deleted.

    `confirmed_by` is empty for one that stood firm from the beginning. What follows which state: `casework.workflow`.
    """

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
    decided_at = models.DateTimeField("registrerat", default=timezone.now, editable=False)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name="rättar avslutet"
    )
    evidence = models.CharField("underlag för bekräftelsen", max_length=200, blank=True)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bekräftat av", db_index=False
    )
    confirmed_at = models.DateTimeField("bekräftat", null=True, blank=True)
    corrected_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="rättat av", db_index=False
    )
    corrected_at = models.DateTimeField("rättat", null=True, blank=True)
    correction_reason = models.CharField("skäl till rättelsen", max_length=300, blank=True)

    objects = ClosureQuerySet.as_manager()

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

    @property
    def first(self) -> Closure:
        """The closing that closed the case, where this one only gave another reason for it."""
        closure = self
        while closure.replaces is not None:
            closure = closure.replaces
        return closure

    @property
    def is_registered_in_error(self) -> bool:
        """Whether it says that there should never have been a case, so that the case counts nowhere."""
        return self.reason.group == OutcomeGroup.EXCLUDED


@keeps_history(by="enrolment")
class PostClosureCheck(models.Model):
    """Whether somebody who left for work or studies is still there some months later: due, and once done, its result.

    The check after one month is what a closing to work is confirmed by (Kolada), the one after four says whether the
    work lasted (R-1-30). One of a closing that has been corrected is nobody's work.
    """

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="post_closure_checks", verbose_name="ärende")
    closure = models.ForeignKey(Closure, models.CASCADE, related_name="checks", verbose_name="avslut", db_index=False)
    months = models.PositiveSmallIntegerField("månader efter")
    due_on = models.DateField("ska göras", help_text="En arbetsdag.")
    result = models.CharField("resultat", max_length=8, choices=CheckResult, blank=True)
    source = models.CharField("enligt", max_length=12, choices=CheckSource, blank=True)
    note = models.CharField("kommentar", max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="registrerat av", db_index=False
    )
    recorded_at = models.DateTimeField("registrerat", null=True, blank=True)

    objects = CheckQuerySet.as_manager()

    class Meta:
        verbose_name = "kontroll efter avslut"
        verbose_name_plural = "kontroller efter avslut"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["closure", "months"],
                name="one_check_per_closure_and_month",
                violation_error_message="Kontrollen finns redan.",
            ),
            models.CheckConstraint(
                condition=Q(result="", source="", recorded_at__isnull=True)
                | (~Q(result="") & Q(recorded_at__isnull=False)),
                name="done_check_has_a_time",
                violation_error_message="En gjord kontroll har ett resultat och en tid.",
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="checks_to_do", condition=Q(result=""))]

    def __str__(self) -> str:
        return f"Kontroll efter {self.months} månader"
