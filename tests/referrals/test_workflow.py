"""Each step and each pair that is no step of a referral's life, by the operations that walk it.

The steps stand here once more, written by hand: a step that the table gains or loses fails.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from datetime import UTC, date
from itertools import product

import pytest
import time_machine

from casework.operations import end_referral_of_dead
from core.refusals import OperationRefused
from core.seen import NOTHING
from deadlines.models import ClockStatus
from demo.factories import ReferralFactory, UserFactory
from notices.models import Notice
from organisation.access.acting import acting_for
from organisation.access.database_roles import STADSDEL
from organisation.access.permissions import MATRIX
from organisation.models import Role, User
from referrals.choices import DecisionStatus
from referrals.inbox.operations import take_back_decline
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
from referrals.operations.stated.correcting import NOT_YOURS as NOT_YOURS_TO_CORRECT
from referrals.operations.stated.correcting import correct_referral
from referrals.operations.stated.decisions import NOT_YOURS as NOT_YOURS_TO_DECIDE
from referrals.operations.stated.decisions import record_decision
from referrals.shown import shown_referral
from referrals.workflow import STEPS, ReferralAct, require_step
from tests.referrals.attempts import seek
from tests.roles import as_role

ACTS_OF_A_SENDER: dict[str, tuple[Callable[..., object], dict[str, object]]] = {
    "Bara enheten som skickade remissen kan komplettera den.": (complete_referral, {"answer": "Somaliska."}),
    "Bara enheten som skickade remissen kan återkalla den.": (withdraw_referral, {}),
    NOT_YOURS_TO_CORRECT: (correct_referral, {"purpose": "Praktik."}),
    NOT_YOURS_TO_DECIDE: (record_decision, {"decision": DecisionStatus.DECIDED, "decided_on": date(2026, 11, 20)}),
}


@pytest.mark.parametrize("refusal", ACTS_OF_A_SENDER)
def test_who_may_not_is_refused_before_anything_is_read(refusal: str) -> None:
    """Another unit is told that the referral is not its own, not that it has moved away."""
    act, facts = ACTS_OF_A_SENDER[refusal]
    referral, stranger = ReferralFactory(incomplete=True), UserFactory(caseworker=True)
    with as_role(STADSDEL), acting_for(stranger), pytest.raises(OperationRefused) as refused:
        act(actor=stranger, referral=referral, seen_referral=NOTHING, **facts)
    assert refused.value.message == refusal


S = ReferralStatus
A = ReferralAct
TRAITS = {S.SUBMITTED: {}, S.INCOMPLETE: {"incomplete": True}, S.ACCEPTED: {"accepted": True}}
TRAITS |= {S.ENROLLED: {"enrolled": True}, S.DECLINED: {"declined": True}, S.WITHDRAWN: {"withdrawn": True}}
TRAITS |= {S.LAPSED: {"lapsed": True}}

LIFE = {
    (S.SUBMITTED, A.RETURN): S.INCOMPLETE,
    (S.SUBMITTED, A.ACCEPT): S.ACCEPTED,
    (S.SUBMITTED, A.DECLINE): S.DECLINED,
    (S.SUBMITTED, A.END_FOR_DEATH): S.DECLINED,
    (S.SUBMITTED, A.WITHDRAW): S.WITHDRAWN,
    (S.SUBMITTED, A.LAPSE): S.LAPSED,
    (S.INCOMPLETE, A.COMPLETE): S.SUBMITTED,
    (S.INCOMPLETE, A.DECLINE): S.DECLINED,
    (S.INCOMPLETE, A.END_FOR_DEATH): S.DECLINED,
    (S.INCOMPLETE, A.WITHDRAW): S.WITHDRAWN,
    (S.ACCEPTED, A.ENROL): S.ENROLLED,
    (S.ACCEPTED, A.DECLINE): S.DECLINED,
    (S.ACCEPTED, A.END_FOR_DEATH): S.DECLINED,
    (S.ACCEPTED, A.WITHDRAW): S.WITHDRAWN,
    (S.ACCEPTED, A.LAPSE): S.LAPSED,
    (S.DECLINED, A.TAKE_BACK_DECLINE): S.SUBMITTED,
}
"""Where each step leads; a decline of a referral that waited otherwise is taken back to there (below)."""
WAITED = (S.SUBMITTED, S.INCOMPLETE, S.ACCEPTED)
RECEIVERS, SENDERS = (Role.COACH, Role.MANAGER), (Role.CASEWORKER, Role.DISTRICT_MANAGER)
WHO = {
    A.RETURN: RECEIVERS,
    A.COMPLETE: SENDERS,
    A.ACCEPT: RECEIVERS,
    A.ENROL: RECEIVERS,
    A.DECLINE: (Role.MANAGER,),
    A.TAKE_BACK_DECLINE: (Role.MANAGER,),
    A.END_FOR_DEATH: RECEIVERS,
    A.WITHDRAW: SENDERS,
    A.LAPSE: (Role.MANAGER,),
}
CLOCK_AFTER = {A.DECLINE: ClockStatus.CANCELLED, A.WITHDRAW: ClockStatus.CANCELLED, A.LAPSE: ClockStatus.EXCUSED}
CLOCK_AFTER |= {A.END_FOR_DEATH: ClockStatus.CANCELLED, A.RETURN: ClockStatus.WAITING}
"""What the jobbgaranti's clock says after a step; after any other it runs."""
WORDS = {S.INCOMPLETE: ("ska kompletteras", "ska redan kompletteras")}

ASKED = (*SENDERS, *RECEIVERS, Role.CENTRAL_COORDINATOR)
"""The roles of both sides, and one of neither."""

Walk = Callable[[Referral, User], object]


def _party(referral: Referral, role: Role) -> User:
    """Somebody of a role on the side of the referral where the role is."""
    if role in (Role.COACH, Role.MANAGER):
        return UserFactory(role=role, jobbtorg=referral.jobbtorg)
    if role in (Role.CASEWORKER, Role.DISTRICT_MANAGER):
        return UserFactory(role=role, jobbtorg=None, income_support_unit=referral.unit)
    return UserFactory(role=role, jobbtorg=None)


def _manager(referral: Referral) -> User:
    return _party(referral, Role.MANAGER)


def _walker(referral: Referral, act: ReferralAct) -> User:
    """Somebody who may take the step."""
    return _party(referral, WHO[act][0])


def _lapse(referral: Referral, actor: User) -> None:
    """Sought on the two working days after it came, and given up a month later."""
    seek(referral.clock, date(2026, 11, 23), date(2026, 11, 24), by=_manager(referral))
    with time_machine.travel(datetime.datetime(2026, 12, 28, 9, tzinfo=UTC), tick=False):
        lapse_referral(actor=actor, referral=referral, seen_referral=shown_referral(referral))


def _end_of_dead(referral: Referral, actor: User) -> None:
    end_referral_of_dead(
        actor=actor, referral=referral, seen_referral=shown_referral(referral), deceased_on=date(2026, 11, 20)
    )


WALKS: dict[ReferralAct, Walk] = {
    A.COMPLETE: lambda r, who: complete_referral(
        actor=who, referral=r, seen_referral=shown_referral(r), answer="Den 2 november."
    ),
    A.RETURN: lambda r, who: return_referral(
        actor=who, referral=r, seen_referral=shown_referral(r), question="När ansökte personen?"
    ),
    A.ACCEPT: lambda r, who: accept_referral(actor=who, referral=r, seen_referral=shown_referral(r)),
    A.ENROL: lambda r, who: enrol_referral(
        actor=who, referral=r, seen_referral=shown_referral(r), coach=_party(r, Role.COACH)
    ),
    A.DECLINE: lambda r, who: decline_referral(
        actor=who, referral=r, seen_referral=shown_referral(r), reason=DeclineReason.LIVES_ELSEWHERE
    ),
    A.TAKE_BACK_DECLINE: lambda r, who: take_back_decline(actor=who, referral=r, seen_referral=shown_referral(r)),
    A.END_FOR_DEATH: _end_of_dead,
    A.WITHDRAW: lambda r, who: withdraw_referral(actor=who, referral=r, seen_referral=shown_referral(r)),
    A.LAPSE: _lapse,
}


def _brought_to(status: ReferralStatus, *, from_: ReferralStatus = S.SUBMITTED) -> Referral:
    """A referral in a status; a declined one was declined just now."""
    if status != S.DECLINED:
        return ReferralFactory(received_on=date(2026, 11, 20), **TRAITS[status])
    referral = ReferralFactory(received_on=date(2026, 11, 20), **TRAITS[from_])
    WALKS[A.DECLINE](referral, _manager(referral))
    return Referral.objects.get(pk=referral.pk)


def test_every_act_and_every_state_is_walked() -> None:
    assert set(WALKS) == set(A)
    assert set(TRAITS) == set(S)


def test_the_table_has_these_steps_and_no_others() -> None:
    taken_back = {(S.DECLINED, A.TAKE_BACK_DECLINE, before) for before in WAITED}
    assert {(step.origin, step.act, step.to) for step in STEPS} == {
        (*step, to) for step, to in LIFE.items()
    } | taken_back
    assert {(step.act, frozenset(MATRIX[step.who])) for step in STEPS} == {
        (act, frozenset(who)) for act, who in WHO.items()
    }


@pytest.mark.parametrize(("now", "act"), sorted(LIFE, key=str))
def test_edges(now: ReferralStatus, act: ReferralAct) -> None:
    referral = _brought_to(now)
    WALKS[act](referral, _walker(referral, act))
    referral.refresh_from_db()
    assert referral.status == LIFE[now, act]
    assert referral.events.order_by("-at", "-pk").first().status == referral.status
    assert referral.clock.status == CLOCK_AFTER.get(act, ClockStatus.RUNNING)


@pytest.mark.parametrize(("now", "act"), sorted(set(product(S, A)) - LIFE.keys(), key=str))
def test_non_edges(now: ReferralStatus, act: ReferralAct) -> None:
    referral = _brought_to(now)
    events, clock = referral.events.count(), referral.clock.status
    with pytest.raises(OperationRefused) as refusal:
        WALKS[act](referral, _walker(referral, act))
    said = WORDS.get(now, (f"är {now.label.lower()}", f"är redan {now.label.lower()}"))
    assert refusal.value.message.startswith((f"Remissen {said[0]}", f"Remissen {said[1]}"))
    referral.refresh_from_db()
    assert (referral.status, referral.events.count(), referral.clock.status) == (now, events, clock)


@pytest.mark.parametrize("before", WAITED)
def test_a_decline_is_taken_back_to_where_it_was(before: ReferralStatus) -> None:
    referral = _brought_to(S.DECLINED, from_=before)
    assert referral.status == S.DECLINED
    WALKS[A.TAKE_BACK_DECLINE](referral, _manager(referral))
    referral.refresh_from_db()
    assert referral.status == before


@pytest.mark.parametrize(("act", "role"), list(product(A, ASKED)), ids=str)
def test_who(act: ReferralAct, role: Role) -> None:
    """Each role on the right side either may take the step, or is refused by the operation."""
    origin = next(now for now, one in LIFE if one == act)
    referral = _brought_to(origin)
    actor = _party(referral, role)
    if role in WHO[act]:
        WALKS[act](referral, actor)
    else:
        with pytest.raises(OperationRefused):
            WALKS[act](referral, actor)
    referral.refresh_from_db()
    assert referral.status == (LIFE[origin, act] if role in WHO[act] else origin)


@pytest.mark.parametrize(
    ("now", "act", "sentence"),
    [
        (S.INCOMPLETE, A.ACCEPT, "Remissen ska kompletteras och kan inte bli mottagen."),
        (S.ACCEPTED, A.RETURN, "Remissen är mottagen och kan inte skickas tillbaka."),
        (S.ENROLLED, A.COMPLETE, "Remissen är inskriven och kan inte kompletteras."),
        (S.INCOMPLETE, A.RETURN, "Remissen ska redan kompletteras."),
        (S.DECLINED, A.LAPSE, "Remissen är avböjd och kan inte bli förfallen."),
        (S.WITHDRAWN, A.TAKE_BACK_DECLINE, "Remissen är återkallad, så det finns inget avböjande att ta tillbaka."),
    ],
)
def test_a_refusal_is_a_sentence(now: ReferralStatus, act: ReferralAct, sentence: str) -> None:
    with pytest.raises(OperationRefused) as refusal:
        require_step(now, act)
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
