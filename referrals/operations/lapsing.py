"""A referral whose person could not be reached comes to its end."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from core.refusals import OperationRefused
from deadlines.operations import cancel_promises, excuse_unreached
from organisation.access.permissions import Act, may
from organisation.models import User
from referrals.models import Referral, ReferralStatus
from referrals.operations.steps import locked, move, sender_of, tell
from referrals.workflow import require_transition


@transaction.atomic
def lapse_referral(*, actor: User, referral: Referral, comment: str = "") -> Referral:
    """A manager gives up on a person who was sought in time and has been silent since; the sender is told."""
    if not may(actor, Act.DECLINE_REFERRAL):
        raise OperationRefused("Bara enhetschefen kan låta en remiss förfalla.")
    referral = locked(referral)
    require_transition(referral.status, ReferralStatus.LAPSED)
    excuse_unreached(actor=actor, clock=referral.clock)
    event = move(referral, ReferralStatus.LAPSED, actor, comment)
    cancel_promises(reference=referral.number, today=timezone.localdate())
    tell(sender_of(referral), referral, event, f"Remiss {referral.number} har förfallit: personen gick inte att nå")
    return referral
