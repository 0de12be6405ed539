"""What is done from the inbox: taking referrals in, in one step or several at once, and taking a decline back."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from aspirants.models import Enrolment
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from deadlines.operations import uncancel_clocks
from organisation.access.acting import DatabaseRole, as_database_role
from organisation.access.permissions import Act, require
from organisation.lists.results import BulkResult
from organisation.models import User
from referrals.choices import CHOSEN_BY_MANAGERS
from referrals.facts.before_sending import ALREADY_REFERRED, obstacle_in_the_city
from referrals.facts.standing import declined_today
from referrals.models import Referral, ReferralEvent, ReferralStatus
from referrals.operations.deciding import enrol_accepted, require_coach_or_manager
from referrals.operations.steps import lock_referral, notify_of_step, sender_of, take_step
from referrals.querysets import ReferralQuerySet
from referrals.shown import shown_referral, shown_referrals
from referrals.workflow import ReferralAct, allows, require_step

NO_COACH = "Välj minst en coach."
MOST_AT_ONCE = 10
"""So many referrals are taken in by one press. Until they are, nobody else at the jobbtorg gets a case number, and a
page waits 0.7 seconds for one (decision 092)."""


@transaction.atomic
def take_in_referral(
    *,
    actor: User,
    referral: Referral,
    seen_referral: Seen,
    coach: User | None,
    enrolled_on: datetime.date | None = None,
) -> Enrolment:
    """Accept a referral, if nobody has, and enrol its person with a coach, at once.

    `enrolled_on` and a missing coach as for `enrol_referral`. Raises OperationRefused; then nothing is done.
    """
    require(actor, Act.RECEIVE_REFERRAL, at=referral.jobbtorg_id)
    require_coach_or_manager(actor=actor, coach=coach)
    referral = lock_referral(referral=referral)
    require_seen(seen_referral, shown_referral(referral))
    if allows(referral.status, ReferralAct.ACCEPT):
        take_step(actor=actor, referral=referral, act=ReferralAct.ACCEPT)
    return enrol_accepted(actor=actor, referral=referral, coach=coach, enrolled_on=enrolled_on)


@transaction.atomic
def take_in_referrals(
    *, actor: User, referrals: ReferralQuerySet, seen_referrals: Seen, coaches: Sequence[Any]
) -> BulkResult:
    """Take in several referrals with one coach, or share them out; those that are refused stay as they are.

    `coaches` are annotated with `open_cases`: each referral, in the order of `referrals`, goes to whom has fewest then.
    Raises OperationRefused where there is no coach, or a referral is not what the page showed.
    """
    require(actor, Act.RECEIVE_REFERRAL)
    if not coaches:
        raise OperationRefused(NO_COACH, field="coaches")
    list(referrals.order_by("pk").select_for_update(of=("self",)).values_list("pk"))
    require_seen(seen_referrals, shown_referrals(referrals))
    result, load = BulkResult(), {coach: coach.open_cases for coach in coaches}
    for referral in referrals.select_related("person", "jobbtorg"):
        coach = min(load, key=lambda one: load[one])
        try:
            # Ten at most (MOST_AT_ONCE): each is locked, checked and enrolled by itself.
            with transaction.atomic():
                seen = shown_referral(referral)
                case = take_in_referral(actor=actor, referral=referral, seen_referral=seen, coach=coach)
        except OperationRefused as refusal:
            result.leave_out(referral.pk, refusal.message)
        else:
            result.done += 1
            result.given[referral.pk] = f"coach {coach}, ärende {case.case_no}"
            load[coach] += 1
    return result


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
