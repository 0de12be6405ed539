"""A referral whose person could not be reached comes to its end."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from core.seen import Seen, require_seen
from deadlines.operations import cancel_clocks, excuse_unreached
from organisation.access.permissions import Act, require
from organisation.models import User
from referrals.models import Referral
from referrals.operations.steps import lock_referral, notify_of_step, sender_of, take_step
from referrals.shown import shown_referral
from referrals.workflow import ReferralAct, require_step


@transaction.atomic
def lapse_referral(*, actor: User, referral: Referral, seen_referral: Seen, comment: str = "") -> Referral:
    """A manager gives up on a person who was sought in time and has been silent since; the sender is notified."""
    refusal = "Bara enhetschefen kan låta en remiss förfalla."
    require(actor, Act.DECLINE_REFERRAL, at=referral.jobbtorg_id, refusal=refusal)
    referral = lock_referral(referral=referral)
    require_seen(seen_referral, shown_referral(referral))
    require_step(referral.status, ReferralAct.LAPSE)
    excuse_unreached(actor=actor, clock=referral.clock)
    event = take_step(actor=actor, referral=referral, act=ReferralAct.LAPSE, comment=comment)
    cancel_clocks(reference=referral.number, today=timezone.localdate())
    text = f"Remiss {referral.number} har förfallit: personen gick inte att nå"
    notify_of_step(recipients=sender_of(referral=referral), referral=referral, event=event, text=text)
    return referral
