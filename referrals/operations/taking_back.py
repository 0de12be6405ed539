"""A decline is taken back on the day it was made: everything goes on as if it had not been (R-1-41: with its trace)."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from deadlines.operations import uncancel_clocks
from organisation.access.acting import DatabaseRole, as_database_role
from organisation.access.permissions import Act, require
from organisation.models import User
from referrals.choices import CHOSEN_BY_MANAGERS
from referrals.facts.before_sending import ALREADY_REFERRED, obstacle_in_the_city
from referrals.facts.standing import declined_today
from referrals.models import Referral, ReferralEvent, ReferralStatus
from referrals.operations.steps import lock_referral, notify_of_step, sender_of, take_step
from referrals.shown import shown_referral
from referrals.workflow import ReferralAct, require_step

TOO_LATE = "Avböjandet kan bara tas tillbaka samma dag. Be den som skickade remissen att skicka en ny."
NOT_A_CHOICE = "Remissen är avslutad för att den inte längre är aktuell. Det kan inte tas tillbaka här."


@transaction.atomic
def take_back_decline(*, actor: User, referral: Referral, seen_referral: Seen, comment: str = "") -> Referral:
    """A manager takes a decline back on the same local day. The referral is where it was, and its clocks go on.

    The sender is notified. Raises OperationRefused: another day, another referral or a case of the person meanwhile.
    """
    refusal = "Bara enhetschefen kan ta tillbaka ett avböjande."
    require(actor, Act.DECLINE_REFERRAL, at=referral.jobbtorg_id, refusal=refusal)
    referral = lock_referral(referral=referral)
    require_seen(seen_referral, shown_referral(referral))
    require_step(referral.status, ReferralAct.TAKE_BACK_DECLINE)
    if referral.decline_reason not in CHOSEN_BY_MANAGERS:
        raise OperationRefused(NOT_A_CHOICE)
    declined = declined_today(referral)
    if declined is None:
        raise OperationRefused(TOO_LATE)
    with as_database_role(DatabaseRole.REGISTRAR):
        obstacle = obstacle_in_the_city(referral.person)
    if obstacle:
        raise OperationRefused(obstacle)
    referral.decline_reason = ""
    try:
        with transaction.atomic():
            event = take_step(
                actor=actor,
                referral=referral,
                act=ReferralAct.TAKE_BACK_DECLINE,
                comment=comment,
                back_to=_before(declined),
            )
    except IntegrityError as error:
        if "one_open_referral_per_person" not in str(error):
            raise
        raise OperationRefused(ALREADY_REFERRED) from error
    uncancel_clocks(reference=referral.number, today=timezone.localdate())
    text = f"Remiss {referral.number} gäller igen: jobbtorget har tagit tillbaka avböjandet"
    notify_of_step(recipients=sender_of(referral=referral), referral=referral, event=event, text=text)
    return referral


def _before(declined: ReferralEvent) -> ReferralStatus:
    """Where the referral was when it was declined."""
    earlier = declined.referral.events.exclude(pk=declined.pk).order_by("-at", "-pk").first()
    return ReferralStatus(earlier.status) if earlier is not None else ReferralStatus.SUBMITTED
