"""A referral offered to another jobbtorg before anybody is enrolled, and the answer."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from core.history.tracking import keeps_history
from organisation.models import Jobbtorg, Role, User
from referrals.choices import MoveStatus
from referrals.models.referrals import Referral


class MoveQuerySet(models.QuerySet[Any]):
    def answerable_by(self, user: User | AnonymousUser) -> MoveQuerySet:
        """Moves that wait for an answer of the user's jobbtorg, for its managers.

        That a protected person's is there only for those appointed to open such persons is the database's matter
        (referrals/row_security/moves.py).
        """
        if isinstance(user, AnonymousUser) or user.role != Role.MANAGER:
            return self.none()
        return self.filter(status=MoveStatus.SENT, destination_id=user.jobbtorg_id)


@keeps_history(by="referral")
class ReferralMove(models.Model):
    """One offer. The referral belongs to `origin` until it is accepted; then it is the receiver's, deadline and all."""

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="moves", verbose_name="remiss")
    origin = models.ForeignKey(Jobbtorg, models.PROTECT, related_name="+", verbose_name="från jobbtorg", db_index=False)
    destination = models.ForeignKey(
        Jobbtorg, models.PROTECT, related_name="+", verbose_name="till jobbtorg", db_index=False
    )
    status = models.CharField("status", max_length=12, choices=MoveStatus, default=MoveStatus.SENT)
    reason = models.CharField("skäl", max_length=300)
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="skickat av", db_index=False)
    sent_at = models.DateTimeField("skickat")
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="besvarat av", db_index=False
    )
    answered_at = models.DateTimeField("besvarat", null=True, blank=True)
    answer_reason = models.CharField("skäl till svaret", max_length=300, blank=True)

    objects = MoveQuerySet.as_manager()

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

    def __str__(self) -> str:
        return f"{self.origin} till {self.destination}"
