"""Each edge and each non-edge of a referral's life, by the operations that walk them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import product

import pytest

from jobbtorg.demo.factories import ReferralFactory, UserFactory
from jobplans.models import ClockStatus
from notices.models import Notice
from organisation.models import User
from organisation.operations import OperationRefused
from referrals.models import DeclineReason, Referral, ReferralStatus
from referrals.operations import accept_referral, decline_referral, enrol_referral, withdraw_referral

S = ReferralStatus
TRAITS = {S.SUBMITTED: {}, S.ACCEPTED: {"accepted": True}, S.ENROLLED: {"enrolled": True}}
TRAITS |= {S.DECLINED: {"declined": True}, S.WITHDRAWN: {"withdrawn": True}}

EDGES = {
    (S.SUBMITTED, S.ACCEPTED),
    (S.SUBMITTED, S.DECLINED),
    (S.SUBMITTED, S.WITHDRAWN),
    (S.ACCEPTED, S.ENROLLED),
    (S.ACCEPTED, S.DECLINED),
    (S.ACCEPTED, S.WITHDRAWN),
}

Step = Callable[[Referral], object]


def _manager(referral: Referral) -> User:
    return UserFactory(manager=True, jobbtorg=referral.jobbtorg)


STEPS: dict[ReferralStatus, Step] = {
    S.ACCEPTED: lambda r: accept_referral(actor=_manager(r), referral=r),
    S.ENROLLED: lambda r: enrol_referral(actor=_manager(r), referral=r, coach=None),
    S.DECLINED: lambda r: decline_referral(actor=_manager(r), referral=r, reason=DeclineReason.LIVES_ELSEWHERE),
    S.WITHDRAWN: lambda r: withdraw_referral(actor=r.sent_by, referral=r),
}


@pytest.mark.parametrize(("now", "then"), sorted(EDGES))
def test_edges(now: ReferralStatus, then: ReferralStatus) -> None:
    referral = ReferralFactory(received_on=date(2026, 11, 20), **TRAITS[now])
    STEPS[then](referral)
    referral.refresh_from_db()
    assert referral.status == then
    assert referral.events.order_by("-at", "-pk").first().status == then
    open_clock = then in (S.ACCEPTED, S.ENROLLED)
    assert referral.clock.status == (ClockStatus.RUNNING if open_clock else ClockStatus.CANCELLED)


@pytest.mark.parametrize(("now", "then"), sorted(set(product(S, STEPS)) - EDGES))
def test_non_edges(now: ReferralStatus, then: ReferralStatus) -> None:
    referral = ReferralFactory(**TRAITS[now])
    events = referral.events.count()
    with pytest.raises(OperationRefused) as refusal:
        STEPS[then](referral)
    assert refusal.value.message.startswith(f"Remissen är {'redan ' if now == then else ''}{now.label.lower()}")
    referral.refresh_from_db()
    assert (referral.status, referral.events.count()) == (now, events)


def test_only_a_manager_declines() -> None:
    referral = ReferralFactory()
    coach = UserFactory(coach=True, jobbtorg=referral.jobbtorg)
    with pytest.raises(OperationRefused, match="Bara enhetschefen"):
        decline_referral(actor=coach, referral=referral, reason=DeclineReason.DUPLICATE)
    referral.refresh_from_db()
    assert referral.status == S.SUBMITTED


def test_only_the_sending_unit_withdraws() -> None:
    referral = ReferralFactory()
    with pytest.raises(OperationRefused, match="Bara enheten som skickade"):
        withdraw_referral(actor=UserFactory(caseworker=True), referral=referral)
    referral.refresh_from_db()
    assert referral.status == S.SUBMITTED


def test_the_sender_is_told_of_a_refusal_without_names() -> None:
    referral = ReferralFactory()
    decline_referral(actor=_manager(referral), referral=referral, reason=DeclineReason.LIVES_ELSEWHERE)
    notice = Notice.objects.get(recipient=referral.sent_by)
    assert notice.text == f"Remiss {referral.number} har avböjts: bor i en annan kommun"


def test_the_clock_follows_into_the_case() -> None:
    referral = ReferralFactory(accepted=True)
    coach = UserFactory(coach=True, jobbtorg=referral.jobbtorg)
    case = enrol_referral(actor=_manager(referral), referral=referral, coach=coach)
    clock = Referral.objects.get(pk=referral.pk).clock
    assert (clock.enrolment, clock.reference, clock.due_on) == (case, case.case_no, referral.clock.due_on)
    assert case.income_support_unit == referral.unit
    assert Notice.objects.get(recipient=coach).text == f"Du har fått ärende {case.case_no}"
