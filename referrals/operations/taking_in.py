"""Accepting, enrolling and giving a coach in one step, for one referral and for several."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from aspirants.models import Enrolment
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from organisation.access.permissions import Act, require
from organisation.lists.results import BulkResult
from organisation.models import User
from referrals.models import Referral
from referrals.operations.deciding import enrol_accepted, require_coach_or_manager
from referrals.operations.steps import lock_referral, take_step
from referrals.querysets import ReferralQuerySet
from referrals.shown import shown_referral, shown_referrals
from referrals.workflow import ReferralAct, allows

NO_COACH = "Välj minst en coach."


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
            # A page of referrals at most: each is locked, checked and enrolled by itself.
            with transaction.atomic():
                take_in_referral(actor=actor, referral=referral, seen_referral=shown_referral(referral), coach=coach)
        except OperationRefused as refusal:
            result.leave_out(referral.pk, refusal.message)
        else:
            result.done += 1
            load[coach] += 1
    return result
