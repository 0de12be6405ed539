"""An offer to another jobbtorg and its answer, whatever is offered."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone

from organisation.models import Jobbtorg, Role, User

WAITS = "SENT"
"""The status of an offer that waits for its answer; each other is an answer, or an end without one."""


class OfferQuerySet(models.QuerySet[Any]):
    def pending(self) -> Self:
        """Those that wait for an answer."""
        return self.filter(status=WAITS)

    def answerable_by(self, user: User | AnonymousUser) -> Self:
        """Offers that wait for an answer of the user's jobbtorg, for its managers.

        That a protected person's is there only for those appointed to open such persons is the database's matter:
        neither person nor what is offered is the receiver's to ask for before it is theirs.
        """
        if isinstance(user, AnonymousUser) or user.role != Role.MANAGER:
            return self.none()
        return self.pending().filter(destination_id=user.jobbtorg_id)


class OfferElsewhere(models.Model):
    """One offer; what is offered belongs to `origin` until it is accepted. A subclass adds it, and `status`."""

    origin = models.ForeignKey(Jobbtorg, models.PROTECT, related_name="+", verbose_name="från jobbtorg", db_index=False)
    destination = models.ForeignKey(
        Jobbtorg, models.PROTECT, related_name="+", verbose_name="till jobbtorg", db_index=False
    )
    reason = models.CharField("skäl", max_length=300)
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="skickat av", db_index=False)
    sent_at = models.DateTimeField("skickat")
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="besvarat av", db_index=False
    )
    answered_at = models.DateTimeField("besvarat", null=True, blank=True)
    answer_reason = models.CharField("skäl till svaret", max_length=300, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.origin} till {self.destination}"


def store_answer(offer: Any, status: str, actor: User, reason: str = "") -> None:
    """Store what became of a locked offer. Who may answer, and whether that can follow, the caller has asked.

    It is written by its key and not read back: once it is answered it may be another jobbtorg's.
    """
    offer.status, offer.answered_by, offer.answered_at, offer.answer_reason = status, actor, timezone.now(), reason
    type(offer).objects.filter(pk=offer.pk, status=WAITS).update(
        status=status, answered_by=actor, answered_at=offer.answered_at, answer_reason=reason
    )
