"""What becomes of a referral: accepted, enrolled, declined, taken back by the stadsdel, or given up."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from aspirants.models import Enrolment
from aspirants.operations import enrol_person
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from deadlines.operations import attach_clocks, cancel_clocks, excuse_unreached
from notices.choices import NoticeKind
from notices.operations import notify
from organisation.access.permissions import Act, may, require
from organisation.models import User
from referrals.facts.standing import require_jobbtorg_that_exists
from referrals.models import DeclineReason, Referral
from referrals.operations.stated.enrolment_day import require_enrolment_day
from referrals.operations.steps import lock_referral, notify_of_step, sender_of, take_step
from referrals.shown import shown_referral
from referrals.workflow import ReferralAct, require_step


@transaction.atomic
def accept_referral(*, actor: User, referral: Referral, seen_referral: Seen) -> Referral:
    """The jobbtorg takes the referral on. The clock has been running since it was received."""
    require(actor, Act.RECEIVE_REFERRAL, at=referral.jobbtorg_id)
    referral = lock_referral(referral=referral)
    require_seen(seen_referral, shown_referral(referral))
    require_jobbtorg_that_exists(referral.jobbtorg)
    take_step(actor=actor, referral=referral, act=ReferralAct.ACCEPT)
    return referral


@transaction.atomic
def enrol_referral(
    *,
    actor: User,
    referral: Referral,
    seen_referral: Seen,
    coach: User | None,
    enrolled_on: datetime.date | None = None,
) -> Enrolment:
    """Enrol the person of an accepted referral; the clock follows the case.

    `enrolled_on` is a local date, today unless it is given. Without a coach, which takes ENROL_WITHOUT_COACH, the case
    waits on the manager's list. Raises OperationRefused.
    """
    require(actor, Act.RECEIVE_REFERRAL, at=referral.jobbtorg_id)
    require_coach_or_manager(actor=actor, coach=coach)
    referral = lock_referral(referral=referral)
    require_seen(seen_referral, shown_referral(referral))
    return enrol_accepted(actor=actor, referral=referral, coach=coach, enrolled_on=enrolled_on)


def require_coach_or_manager(*, actor: User, coach: User | None) -> None:
    """Refuse an enrolment without a coach to whom may not leave that choice for later."""
    if coach is None:
        refusal = "Välj en coach. Bara enhetschefen kan fördela ärendet senare."
        require(actor, Act.ENROL_WITHOUT_COACH, refusal=refusal)


def enrol_accepted(
    *, actor: User, referral: Referral, coach: User | None, enrolled_on: datetime.date | None
) -> Enrolment:
    """Enrol the person of a locked referral that has been accepted.

    Checked by: `enrol_referral`, `take_in_referral` (RECEIVE_REFERRAL).
    """
    require_step(referral.status, ReferralAct.ENROL)
    require_jobbtorg_that_exists(referral.jobbtorg)
    day = enrolled_on or timezone.localdate()
    require_enrolment_day(actor=actor, person=referral.person, enrolled_on=day, received_on=referral.received_on)
    enrolment = enrol_person(
        actor=actor,
        person=referral.person,
        jobbtorg=referral.jobbtorg,
        enrolled_on=day,
        income_support_unit=referral.unit,
        target_group=referral.target_group,
        coach=coach,
    )
    referral.enrolment = enrolment
    take_step(actor=actor, referral=referral, act=ReferralAct.ENROL)
    attach_clocks(reference=referral.number, enrolment=enrolment)
    tell_its_coach(actor=actor, enrolment=enrolment, coach=coach)
    return enrolment


def tell_its_coach(*, actor: User, enrolment: Enrolment, coach: User | None) -> None:
    """A notice of a new case to the coach whom somebody else has given it.

    Checked by: `enrol_referral`, `take_in_referral`, `register_walk_in` (RECEIVE_REFERRAL).
    """
    if coach is not None and coach != actor:
        text, path = f"Du har fått ärende {enrolment.case_no}", reverse("case", args=[enrolment.pk])
        notify([coach], kind=NoticeKind.ASSIGNED, event_key=f"assigned-{enrolment.pk}", text=text, path=path)


@transaction.atomic
def decline_referral(
    *, actor: User, referral: Referral, seen_referral: Seen, reason: DeclineReason, comment: str = ""
) -> Referral:
    """A manager declines the referral with a reason; the sender is notified, the referral's clocks are cancelled."""
    refusal = "Bara enhetschefen kan avböja en remiss."
    require(actor, Act.DECLINE_REFERRAL, at=referral.jobbtorg_id, refusal=refusal)
    referral = lock_referral(referral=referral)
    require_seen(seen_referral, shown_referral(referral))
    referral.decline_reason = reason
    event = take_step(actor=actor, referral=referral, act=ReferralAct.DECLINE, comment=comment)
    cancel_clocks(reference=referral.clock.reference, today=timezone.localdate())
    text = f"Remiss {referral.number} har avböjts: {reason.label.lower()}"
    notify_of_step(recipients=sender_of(referral=referral), referral=referral, event=event, text=text)
    return referral


@transaction.atomic
def withdraw_referral(*, actor: User, referral: Referral, seen_referral: Seen, comment: str = "") -> Referral:
    """The stadsdel takes the referral back; no share counts it."""
    if actor.income_support_unit_id != referral.unit_id or not may(actor, Act.SEND_REFERRAL):
        raise OperationRefused("Bara enheten som skickade remissen kan återkalla den.")
    referral = lock_referral(referral=referral)
    require_seen(seen_referral, shown_referral(referral))
    take_step(actor=actor, referral=referral, act=ReferralAct.WITHDRAW, comment=comment)
    cancel_clocks(reference=referral.clock.reference, today=timezone.localdate())
    return referral


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
