"""A referral offered to another jobbtorg before anybody is enrolled, and the answer."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from aspirants.offers.model import OfferElsewhere, OfferQuerySet
from core.history.tracking import keeps_history
from referrals.choices import MoveStatus
from referrals.models.referrals import Referral


@keeps_history(by="referral")
class ReferralMove(OfferElsewhere):
    """One offer. The referral belongs to `origin` until it is accepted; then it is the receiver's, deadline and all."""

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="moves", verbose_name="remiss")
    status = models.CharField("status", max_length=12, choices=MoveStatus, default=MoveStatus.SENT)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = "flytt av remiss"
        verbose_name_plural = "flyttar av remisser"
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral"],
                condition=Q(status=MoveStatus.SENT),
                name="one_pending_move_per_referral",
                violation_error_message="Remissen väntar redan på svar från ett annat jobbtorg.",
            ),
            models.CheckConstraint(
                condition=~Q(origin=F("destination")),
                name="move_goes_elsewhere",
                violation_error_message="Välj ett annat jobbtorg än remissens eget.",
            ),
            models.CheckConstraint(
                condition=Q(status=MoveStatus.SENT, answered_at__isnull=True)
                | (~Q(status=MoveStatus.SENT) & Q(answered_at__isnull=False)),
                name="answered_move_has_a_time",
                violation_error_message="En besvarad flytt har en tid för svaret.",
            ),
        ]
        indexes = [
            # Remisser: what waits for the own jobbtorg's answer; few wait at any time.
            models.Index(fields=["destination"], name="moves_to_answer", condition=Q(status=MoveStatus.SENT)),
        ]
