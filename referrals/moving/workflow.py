"""The steps of an offer of a referral to another jobbtorg. A step that is not listed is refused."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from core.refusals import OperationRefused
from organisation.access.permissions import Act
from referrals.choices import MoveStatus


class MoveAct(Enum):
    """What somebody does with an offer, as the documentation calls it."""

    ACCEPT = "the receiver accepts"
    RETURN = "the receiver sends back with a reason"
    TAKE_BACK = "the sending jobbtorg takes back"
    END = "the referral is enrolled, declined, withdrawn or lapsed"


@dataclass(frozen=True)
class MoveStep:
    """One step, and the right that it takes."""

    origin: MoveStatus
    act: MoveAct
    to: MoveStatus
    who: Act


STEPS = (
    MoveStep(MoveStatus.SENT, MoveAct.ACCEPT, MoveStatus.ACCEPTED, Act.TRANSFER_CASE),
    MoveStep(MoveStatus.SENT, MoveAct.RETURN, MoveStatus.RETURNED, Act.TRANSFER_CASE),
    MoveStep(MoveStatus.SENT, MoveAct.TAKE_BACK, MoveStatus.TAKEN_BACK, Act.TRANSFER_CASE),
    MoveStep(MoveStatus.SENT, MoveAct.END, MoveStatus.ENDED, Act.FOLLOW_REFERRAL),
)

_IS = {
    MoveStatus.ACCEPTED: "Remissen är redan mottagen.",
    MoveStatus.RETURNED: "Remissen är redan skickad tillbaka.",
    MoveStatus.TAKEN_BACK: "Flytten har tagits tillbaka.",
    MoveStatus.ENDED: "Remissen är redan avgjord.",
}


def require_move_step(current: str, act: MoveAct) -> MoveStatus:
    """Where the act leads. Raises OperationRefused, with how it stands, where the table has no such step."""
    for step in STEPS:
        if (step.origin, step.act) == (MoveStatus(current), act):
            return step.to
    raise OperationRefused(_IS[MoveStatus(current)])
