"""Corrections: what was registered wrongly in a case, by whom it was put right, and what still waits for a manager."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from aspirants.choices import CorrectedKind, CorrectionSort, CorrectionState
from aspirants.models.enrolments import Enrolment
from aspirants.querysets import PersonBoundQuerySet
from core.history.tracking import keeps_history
from core.refusals import OperationRefused
from organisation.models import User

STEPS: dict[CorrectionState, frozenset[CorrectionState]] = {
    CorrectionState.DONE: frozenset(),
    CorrectionState.WAITING: frozenset({CorrectionState.ACCEPTED, CorrectionState.REFUSED, CorrectionState.LAPSED}),
    CorrectionState.ACCEPTED: frozenset(),
    CorrectionState.REFUSED: frozenset(),
    CorrectionState.LAPSED: frozenset(),
}
"""The steps a correction may take. It is made DONE, or WAITING where it could heal a broken deadline; a step that is
not listed is refused (docs/corrections.md)."""

DECIDED = (CorrectionState.ACCEPTED, CorrectionState.REFUSED)


# The words that were changed are in the versions of the thing itself; a second copy of them has no history of its own.
@keeps_history(by="enrolment", exclude=("differences",))
class Correction(models.Model):
    """One correction of one thing in a case: the thing by its kind and key, why, and what stood there before.

    `differences` is what the thing said before and after, as the page showed it: rows of label, before, after. It is
    emptied, like the thing and its versions, where the thing turns out to have been about another person.
    """

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="corrections", verbose_name="ärende")
    kind = models.CharField("vad", max_length=12, choices=CorrectedKind)
    number = models.PositiveBigIntegerField("nummer")
    title = models.CharField("det som rättades", max_length=120, blank=True)
    sort = models.CharField("hur", max_length=12, choices=CorrectionSort, default=CorrectionSort.CHANGED)
    reason = models.CharField("skäl", max_length=200, blank=True)
    differences = models.JSONField("ändringar", default=list, blank=True)
    moves_evidence = models.BooleanField(
        "ändrar underlag", default=False, help_text="Det som kan ursäkta en frist är registrerat först nu."
    )
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="rättat av", db_index=False)
    made_at = models.DateTimeField("rättat")
    state = models.CharField("läge", max_length=10, choices=CorrectionState, default=CorrectionState.DONE)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="beslutat av", db_index=False
    )
    decided_at = models.DateTimeField("beslutat", null=True, blank=True)
    decision_reason = models.CharField("skäl till beslutet", max_length=200, blank=True)

    objects = PersonBoundQuerySet.as_manager()

    class Meta:
        verbose_name = "rättelse"
        verbose_name_plural = "rättelser"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=DECIDED, decided_at__isnull=False, decided_by__isnull=False)
                | (~Q(state__in=DECIDED) & Q(decided_at__isnull=True, decided_by__isnull=True)),
                name="decided_correction_has_a_decision",
                violation_error_message="Ett beslut om en rättelse har en tid och någon som har fattat det.",
            )
        ]
        indexes = [
            # What excuses a deadline asks of each meeting and attempt whether it was corrected later.
            models.Index(fields=["number", "kind"], name="corrections_of_a_thing"),
            # The manager's list: few wait at any time, however many have been made.
            models.Index(fields=["made_at"], name="corrections_waiting", condition=Q(state="WAITING")),
        ]

    def __str__(self) -> str:
        return f"{self.get_sort_display()}: {self.title or self.get_kind_display()}"

    def require_step(self, to: CorrectionState) -> None:
        """Refuse a step that the table does not hold."""
        if to not in STEPS[CorrectionState(self.state)]:
            now, then = self.get_state_display().lower(), to.label.lower()
            raise OperationRefused(f"Rättelsen är {now} och kan inte bli {then}.")
