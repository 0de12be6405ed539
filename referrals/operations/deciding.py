"""What becomes of a referral: accepted, enrolled, declined by the jobbtorg, or taken back by the stadsdel."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from aspirants.models import Enrolment
from aspirants.operations import enrol_person
from core.refusals import OperationRefused
from deadlines.operations import attach_promises, cancel_promises
from notices.choices import NoticeKind
from notices.operations import notify
from organisation.access.permissions import Act, may
from organisation.models import User
from referrals.models import DeclineReason, Referral, ReferralStatus
from referrals.operations.steps import locked, move, sender_of, tell
from referrals.workflow import require_transition


@transaction.atomic
def accept_referral(*, actor: User, referral: Referral) -> Referral:
    """The jobbtorg takes the referral on. The clock has been running since it was received."""
    referral = locked(referral)
    move(referral, ReferralStatus.ACCEPTED, actor)
    return referral


@transaction.atomic
def enrol_referral(*, actor: User, referral: Referral, coach: User | None) -> Enrolment:
    """Enrol the person today; the clock follows the case. Without a coach it waits on the manager's list."""
    referral = locked(referral)
    require_transition(referral.status, ReferralStatus.ENROLLED)
    enrolment = enrol_person(
        actor=actor,
        person=referral.person,
        jobbtorg=referral.jobbtorg,
        enrolled_on=timezone.localdate(),
        income_support_unit=referral.unit,
        target_group=referral.target_group,
        coach=coach,
    )
    referral.enrolment = enrolment
    move(referral, ReferralStatus.ENROLLED, actor)
    attach_promises(reference=referral.number, enrolment=enrolment)
    if coach is not None and coach != actor:
        text, path = f"Du har fått ärende {enrolment.case_no}", reverse("case", args=[enrolment.pk])
        notify([coach], kind=NoticeKind.ASSIGNED, event_key=f"assigned-{enrolment.pk}", text=text, path=path)
    return enrolment


@transaction.atomic
def decline_referral(*, actor: User, referral: Referral, reason: DeclineReason, comment: str = "") -> Referral:
    """A manager declines the referral with a reason; the sender is told and the clock loses its object."""
    if not may(actor, Act.DECLINE_REFERRAL):
        raise OperationRefused("Bara enhetschefen kan avböja en remiss.")
    referral = locked(referral)
    referral.decline_reason = reason
    event = move(referral, ReferralStatus.DECLINED, actor, comment)
    cancel_promises(reference=referral.clock.reference, today=timezone.localdate())
    tell(sender_of(referral), referral, event, f"Remiss {referral.number} har avböjts: {reason.label.lower()}")
    return referral


@transaction.atomic
def withdraw_referral(*, actor: User, referral: Referral, comment: str = "") -> Referral:
    """The stadsdel takes the referral back; no share counts it."""
    referral = locked(referral)
    if actor.income_support_unit_id != referral.unit_id:
        raise OperationRefused("Bara enheten som skickade remissen kan återkalla den.")
    move(referral, ReferralStatus.WITHDRAWN, actor, comment)
    cancel_promises(reference=referral.clock.reference, today=timezone.localdate())
    return referral
