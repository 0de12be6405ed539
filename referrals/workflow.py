"""The steps of a referral: who takes which, from where to where. A step that is not listed is refused.

docs/referrals.md has the same as a drawing (`make drawing`); a test compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from core.refusals import OperationRefused
from organisation.access.permissions import Act
from referrals.choices import WAITING, ReferralStatus

S = ReferralStatus


class ReferralAct(Enum):
    """What somebody does with a referral that has been sent, as the documentation calls it."""

    RETURN = "return with a question"
    COMPLETE = "complete"
    ACCEPT = "accept"
    ENROL = "enrol"
    DECLINE = "decline with a reason"
    TAKE_BACK_DECLINE = "take the decline back, the same day"
    END_FOR_DEATH = "end, the person has died"
    WITHDRAW = "withdraw"
    LAPSE = "give up, not reached"


@dataclass(frozen=True)
class Step:
    """One step, and the right that it takes."""

    origin: ReferralStatus
    act: ReferralAct
    to: ReferralStatus
    who: Act


STEPS = (
    Step(S.SUBMITTED, ReferralAct.RETURN, S.INCOMPLETE, Act.RECEIVE_REFERRAL),
    Step(S.INCOMPLETE, ReferralAct.COMPLETE, S.SUBMITTED, Act.SEND_REFERRAL),
    Step(S.SUBMITTED, ReferralAct.ACCEPT, S.ACCEPTED, Act.RECEIVE_REFERRAL),
    Step(S.ACCEPTED, ReferralAct.ENROL, S.ENROLLED, Act.RECEIVE_REFERRAL),
    *(Step(S(status), ReferralAct.DECLINE, S.DECLINED, Act.DECLINE_REFERRAL) for status in WAITING),
    # To where it was before it was declined.
    *(Step(S.DECLINED, ReferralAct.TAKE_BACK_DECLINE, S(status), Act.DECLINE_REFERRAL) for status in WAITING),
    *(Step(S(status), ReferralAct.END_FOR_DEATH, S.DECLINED, Act.RECEIVE_REFERRAL) for status in WAITING),
    *(Step(S(status), ReferralAct.WITHDRAW, S.WITHDRAWN, Act.SEND_REFERRAL) for status in WAITING),
    Step(S.SUBMITTED, ReferralAct.LAPSE, S.LAPSED, Act.DECLINE_REFERRAL),
    Step(S.ACCEPTED, ReferralAct.LAPSE, S.LAPSED, Act.DECLINE_REFERRAL),
)

_TARGETS: dict[tuple[ReferralStatus, ReferralAct], frozenset[ReferralStatus]] = {
    (status, act): frozenset(step.to for step in STEPS if (step.origin, step.act) == (status, act))
    for status in ReferralStatus
    for act in ReferralAct
}
_REACHED = {
    ReferralAct.RETURN: S.INCOMPLETE,
    ReferralAct.ACCEPT: S.ACCEPTED,
    ReferralAct.ENROL: S.ENROLLED,
    ReferralAct.DECLINE: S.DECLINED,
    ReferralAct.END_FOR_DEATH: S.DECLINED,
    ReferralAct.WITHDRAW: S.WITHDRAWN,
    ReferralAct.LAPSE: S.LAPSED,
    ReferralAct.COMPLETE: S.SUBMITTED,
}
_CANNOT = {ReferralAct.COMPLETE: "kompletteras", ReferralAct.RETURN: "skickas tillbaka"}


def allows(current: str, act: ReferralAct) -> bool:
    """Whether the table holds such a step from a status."""
    return bool(_TARGETS[ReferralStatus(current), act])


def require_step(current: str, act: ReferralAct) -> frozenset[ReferralStatus]:
    """Where the act leads from a status: one place, except that a decline is taken back to where it was before.

    Raises OperationRefused with a sentence on how it stands where the table holds no such step.
    """
    if targets := _TARGETS[ReferralStatus(current), act]:
        return targets
    is_now, already = _now(ReferralStatus(current))
    if act == ReferralAct.TAKE_BACK_DECLINE:
        raise OperationRefused(f"Remissen {is_now}, så det finns inget avböjande att ta tillbaka.")
    to = _REACHED[act]
    if current == to:
        raise OperationRefused(f"Remissen {already}.")
    raise OperationRefused(f"Remissen {is_now} och kan inte {_CANNOT.get(act, f'bli {to.label.lower()}')}.")


def _now(status: ReferralStatus) -> tuple[str, str]:
    """What the referral is, and what it is already: "är mottagen", "är redan mottagen"."""
    if status == ReferralStatus.INCOMPLETE:
        return "ska kompletteras", "ska redan kompletteras"
    return f"är {status.label.lower()}", f"är redan {status.label.lower()}"
