"""A case offered to another jobbtorg, and the answer (R-2-63)."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from aspirants.models import Enrolment
from aspirants.offers.model import OfferElsewhere, OfferQuerySet
from aspirants.querysets import of_persons_open_to
from casework.choices import TransferStatus
from core.history.tracking import keeps_history
from organisation.models import User


class TransferQuerySet(OfferQuerySet):
    def visible_to(self, user: User | AnonymousUser) -> TransferQuerySet:
        """Transfers of the cases the user may work in; who answers for those offered is `answerable_by`."""
        if isinstance(user, AnonymousUser) or not user.works_with_cases:
            return self.none()
        return self.filter(of_persons_open_to(user, "enrolment__person"), enrolment__jobbtorg_id=user.jobbtorg_id)


@keeps_history(by="enrolment")
class CaseTransfer(OfferElsewhere):
    """One offer. The case belongs to `origin` until it is accepted; then it is the receiver's."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="transfers", verbose_name="ärende")
    status = models.CharField("status", max_length=12, choices=TransferStatus, default=TransferStatus.SENT)

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = "flytt till annat jobbtorg"
        verbose_name_plural = "flyttar till annat jobbtorg"
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(status=TransferStatus.SENT),
                name="one_pending_transfer_per_case",
                violation_error_message="Ärendet väntar redan på svar från ett annat jobbtorg.",
            ),
            models.CheckConstraint(
                condition=~Q(origin=F("destination")),
                name="transfer_goes_elsewhere",
                violation_error_message="Välj ett annat jobbtorg än ärendets eget.",
            ),
            models.CheckConstraint(
                condition=Q(status=TransferStatus.SENT, answered_at__isnull=True)
                | (~Q(status=TransferStatus.SENT) & Q(answered_at__isnull=False)),
                name="answered_transfer_has_a_time",
                violation_error_message="En besvarad flytt har en tid för svaret.",
            ),
        ]
        indexes = [
            # Remisser and the navigation: what waits for the own jobbtorg's answer; few wait at any time.
            models.Index(fields=["destination"], name="transfers_to_answer", condition=Q(status=TransferStatus.SENT)),
        ]
