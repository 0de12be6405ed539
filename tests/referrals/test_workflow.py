"""Each edge and each non-edge of a referral's life, by the operations that walk them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import product

import pytest
import time_machine

from core.refusals import OperationRefused
from deadlines.models import ClockStatus
from demo.factories import ReferralFactory, UserFactory
from notices.models import Notice
from organisation.models import User
from referrals.models import DeclineReason, Referral, ReferralStatus
from referrals.operations import (
    accept_referral,
    complete_referral,
    decline_referral,
    enrol_referral,
    lapse_referral,
    return_referral,
    withdraw_referral,
)
from referrals.shown import shown_referral
from tests.referrals.attempts import seek

S = ReferralStatus
TRAITS = {S.SUBMITTED: {}, S.INCOMPLETE: {"incomplete": True}, S.ACCEPTED: {"accepted": True}}
TRAITS |= {S.ENROLLED: {"enrolled": True}, S.DECLINED: {"declined": True}, S.WITHDRAWN: {"withdrawn": True}}
TRAITS |= {S.LAPSED: {"lapsed": True}}

EDGES = {
    (S.SUBMITTED, S.INCOMPLETE): ClockStatus.WAITING,
    (S.SUBMITTED, S.ACCEPTED): ClockStatus.RUNNING,
    (S.SUBMITTED, S.DECLINED): ClockStatus.CANCELLED,
    (S.SUBMITTED, S.WITHDRAWN): ClockStatus.CANCELLED,
    (S.SUBMITTED, S.LAPSED): ClockStatus.EXCUSED,
    (S.INCOMPLETE, S.SUBMITTED): ClockStatus.RUNNING,
    (S.INCOMPLETE, S.DECLINED): ClockStatus.CANCELLED,
    (S.INCOMPLETE, S.WITHDRAWN): ClockStatus.CANCELLED,
    (S.ACCEPTED, S.ENROLLED): ClockStatus.RUNNING,
    (S.ACCEPTED, S.DECLINED): ClockStatus.CANCELLED,
    (S.ACCEPTED, S.WITHDRAWN): ClockStatus.CANCELLED,
    (S.ACCEPTED, S.LAPSED): ClockStatus.EXCUSED,
}
"""Every step there is, and what the jobbgaranti's clock says after it."""

WORDS = {S.INCOMPLETE: ("ska kompletteras", "ska redan kompletteras")}

Step = Callable[[Referral], object]


def _manager(referral: Referral) -> User:
    return UserFactory(manager=True, jobbtorg=referral.jobbtorg)


def _lapse(referral: Referral) -> None:
    """Sought on the two working days after it came, and given up a month later."""
    seek(referral.clock, date(2026, 11, 23), date(2026, 11, 24), by=_manager(referral))
    with time_machine.travel(datetime(2026, 12, 28, 9, tzinfo=UTC), tick=False):
        lapse_referral(actor=_manager(referral), referral=referral, seen_referral=shown_referral(referral))


STEPS: dict[ReferralStatus, Step] = {
    S.SUBMITTED: lambda r: complete_referral(
        actor=r.sent_by, referral=r, seen_referral=shown_referral(r), answer="Den 2 november."
    ),
    S.INCOMPLETE: lambda r: return_referral(
        actor=_manager(r), referral=r, seen_referral=shown_referral(r), question="När ansökte personen?"
    ),
    S.ACCEPTED: lambda r: accept_referral(actor=_manager(r), referral=r, seen_referral=shown_referral(r)),
    S.ENROLLED: lambda r: enrol_referral(actor=_manager(r), referral=r, seen_referral=shown_referral(r), coach=None),
    S.DECLINED: lambda r: decline_referral(
        actor=_manager(r), referral=r, seen_referral=shown_referral(r), reason=DeclineReason.LIVES_ELSEWHERE
    ),
    S.WITHDRAWN: lambda r: withdraw_referral(actor=r.sent_by, referral=r, seen_referral=shown_referral(r)),
    S.LAPSED: _lapse,
}


def test_every_step_and_every_state_is_walked() -> None:
    assert set(STEPS) == set(TRAITS) == set(S)


@pytest.mark.parametrize(("now", "then"), sorted(EDGES))
def test_edges(now: ReferralStatus, then: ReferralStatus) -> None:
    referral = ReferralFactory(received_on=date(2026, 11, 20), **TRAITS[now])
    STEPS[then](referral)
    referral.refresh_from_db()
    assert referral.status == then
    assert referral.events.order_by("-at", "-pk").first().status == then
    assert referral.clock.status == EDGES[now, then]


@pytest.mark.parametrize(("now", "then"), sorted(set(product(S, STEPS)) - set(EDGES)))
def test_non_edges(now: ReferralStatus, then: ReferralStatus) -> None:
    referral = ReferralFactory(**TRAITS[now])
    events, clock = referral.events.count(), referral.clock.status
    with pytest.raises(OperationRefused) as refusal:
        STEPS[then](referral)
    said = WORDS.get(now, (f"är {now.label.lower()}", f"är redan {now.label.lower()}"))
    assert refusal.value.message.startswith(f"Remissen {said[now == then]}")
    referral.refresh_from_db()
    assert (referral.status, referral.events.count(), referral.clock.status) == (now, events, clock)


@pytest.mark.parametrize(
    ("now", "then", "sentence"),
    [
        (S.INCOMPLETE, S.ACCEPTED, "Remissen ska kompletteras och kan inte bli mottagen."),
        (S.ACCEPTED, S.INCOMPLETE, "Remissen är mottagen och kan inte skickas tillbaka."),
        (S.ENROLLED, S.SUBMITTED, "Remissen är inskriven och kan inte kompletteras."),
        (S.INCOMPLETE, S.INCOMPLETE, "Remissen ska redan kompletteras."),
        (S.DECLINED, S.LAPSED, "Remissen är avböjd och kan inte bli förfallen."),
    ],
)
def test_a_refusal_is_a_sentence(now: ReferralStatus, then: ReferralStatus, sentence: str) -> None:
    with pytest.raises(OperationRefused) as refusal:
        STEPS[then](ReferralFactory(**TRAITS[now]))
    assert refusal.value.message == sentence


def test_only_a_manager_declines() -> None:
    referral = ReferralFactory()
    coach = UserFactory(coach=True, jobbtorg=referral.jobbtorg)
    with pytest.raises(OperationRefused, match="Bara enhetschefen"):
        decline_referral(
            actor=coach, referral=referral, seen_referral=shown_referral(referral), reason=DeclineReason.DUPLICATE
        )
    referral.refresh_from_db()
    assert referral.status == S.SUBMITTED


def test_only_the_sending_unit_withdraws() -> None:
    referral = ReferralFactory()
    with pytest.raises(OperationRefused, match="Bara enheten som skickade"):
        withdraw_referral(actor=UserFactory(caseworker=True), referral=referral, seen_referral=shown_referral(referral))
    referral.refresh_from_db()
    assert referral.status == S.SUBMITTED


def test_the_sender_is_told_of_a_refusal_without_names() -> None:
    referral = ReferralFactory()
    decline_referral(
        actor=_manager(referral),
        referral=referral,
        seen_referral=shown_referral(referral),
        reason=DeclineReason.LIVES_ELSEWHERE,
    )
    notice = Notice.objects.get(recipient=referral.sent_by)
    assert notice.text == f"Remiss {referral.number} har avböjts: bor i en annan kommun"


def test_the_clock_follows_into_the_case() -> None:
    referral = ReferralFactory(accepted=True)
    coach = UserFactory(coach=True, jobbtorg=referral.jobbtorg)
    case = enrol_referral(
        actor=_manager(referral), referral=referral, seen_referral=shown_referral(referral), coach=coach
    )
    clock = Referral.objects.get(pk=referral.pk).clock
    assert (clock.enrolment, clock.reference, clock.due_on) == (case, case.case_no, referral.clock.due_on)
    assert case.income_support_unit == referral.unit
    assert Notice.objects.get(recipient=coach).text == f"Du har fått ärende {case.case_no}"
