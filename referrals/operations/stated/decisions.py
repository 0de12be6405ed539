"""The decision on benefit has been made: whoever waited for it waits no longer (R-2-54)."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from aspirants.models import Enrolment
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from core.swedish.dates import weekday_date
from organisation.access.permissions import Act, require
from organisation.models import User
from referrals.access import may_record_decision, require_a_side
from referrals.choices import CORRECTION, DecisionStatus, ReferralStatus
from referrals.models import Referral, WalkIn
from referrals.operations.stated.correcting import lock_walk_in
from referrals.operations.stated.counting import follow_the_decision
from referrals.operations.steps import add_event, lock_referral
from referrals.shown import shown_referral

COMPLETE_INSTEAD = "Remissen ska kompletteras. Beslutet anges av stadsdelen när den kompletterar remissen."
NOT_YOURS = "Bara jobbtorget och enheten som remitterade kan registrera beslutet."
NOT_WAITED_FOR = "Ingen väntar på beslutet. Det är redan registrerat, eller så ville personen inte vänta."


@transaction.atomic
def record_decision(
    *, actor: User, referral: Referral, seen_referral: Seen, decision: DecisionStatus, decided_on: datetime.date
) -> Referral:
    """Register, as the sender or at the jobbtorg, what was decided on a local date; from that day the clock runs.

    While the jobbtorg waits for an answer it is said by completing. A refusal ends the wait as well: enrolment is no
    condition for a decision, nor the decision one for enrolment.
    """
    require_a_side(actor, referral, NOT_YOURS)
    referral = lock_referral(referral=referral)
    if referral.status == ReferralStatus.INCOMPLETE:
        raise OperationRefused(COMPLETE_INSTEAD)
    if not may_record_decision(actor, referral):
        raise OperationRefused(NOT_YOURS)
    require_seen(seen_referral, shown_referral(referral))
    _decide(referral, decision, decided_on)
    comment = f"{CORRECTION}Beslut om ersättningen {weekday_date(decided_on)}: {decision.label.lower()}."
    add_event(actor=actor, referral=referral, status=ReferralStatus(referral.status), comment=comment)
    follow_the_decision(actor=actor, stated=referral, waited=True, reference=referral.clock.reference)
    return referral


@transaction.atomic
def record_decision_of_visit(
    *, actor: User, enrolment: Enrolment, seen_walk_in: Seen, decision: DecisionStatus, decided_on: datetime.date
) -> WalkIn:
    """As `record_decision`, for somebody who came without a referral."""
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    walk_in = lock_walk_in(enrolment=enrolment, seen=seen_walk_in)
    _decide(walk_in, decision, decided_on)
    follow_the_decision(actor=actor, stated=walk_in, waited=True, reference=walk_in.enrolment.case_no)
    return walk_in


def _decide(stated: Referral | WalkIn, decision: DecisionStatus, decided_on: datetime.date) -> None:
    if not stated.waits_for_decision:
        raise OperationRefused(NOT_WAITED_FOR)
    if decided_on > timezone.localdate():
        raise OperationRefused("Beslutet kan inte ligga i framtiden.", field="decided_on")
    if stated.benefit_applied_on is not None and decided_on < stated.benefit_applied_on:
        raise OperationRefused("Beslutet kan inte vara fattat före ansökan.", field="decided_on")
    stated.benefit_decision_status, stated.benefit_decided_on = decision, decided_on
    stated.save(update_fields=["benefit_decision_status", "benefit_decided_on"])
