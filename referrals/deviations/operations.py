"""Noting what did not work between stadsdel and jobbtorg about a referral (R-4-42)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core.refusals import OperationRefused
from notices.choices import NoticeKind
from notices.operations import notify
from organisation.access.permissions import Act, require
from organisation.models import Role, User
from referrals.access import is_sender, may_note_deviation
from referrals.models import Deviation, DeviationKind, Referral
from referrals.operations.steps import lock_referral, sender_of

NOT_OURS = "Bara jobbtorget och enheten som följer remissen kan notera en avvikelse om den."


@transaction.atomic
def note_deviation(
    *, actor: User, referral: Referral, kind: DeviationKind, text: str, submission_id: uuid.UUID
) -> Deviation:
    """Add a note that both sides read; the other side is told. The same `submission_id` twice gives the first one.

    Raises OperationRefused where the actor is on neither side, or nothing is written.
    """
    require(actor, Act.FOLLOW_REFERRAL)
    referral = lock_referral(referral=referral)
    if not may_note_deviation(actor, referral):
        raise OperationRefused(NOT_OURS)
    if not text.strip():
        raise OperationRefused("Skriv vad som hände.", field="text")
    earlier: Deviation | None = Deviation.objects.filter(submission_id=submission_id).first()
    if earlier is not None:
        return earlier
    noted: Deviation = Deviation.objects.create(
        referral=referral,
        kind=kind,
        text=text.strip(),
        noted_by=actor,
        noted_at=timezone.now(),
        submission_id=submission_id,
    )
    notify(
        _other_side(referral, by_sender=is_sender(actor)),
        kind=NoticeKind.REFERRAL,
        event_key=f"deviation-{noted.pk}",
        text=f"En avvikelse i samverkan är noterad om remiss {referral.number}",
        path=reverse("referral_detail", args=[referral.pk]),
    )
    return noted


def _other_side(referral: Referral, *, by_sender: bool) -> Iterable[User]:
    """The managers of the jobbtorg, or who sent the referral."""
    if not by_sender:
        return sender_of(referral=referral) if referral.is_followed else []
    managers = User.objects.in_service().filter(role=Role.MANAGER, jobbtorg=referral.jobbtorg_id)
    return managers.filter(protected_access=True) if referral.person.is_protected else managers
