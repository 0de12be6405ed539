"""The life of a referral as a table. What is not listed cannot happen."""

from organisation.operations import OperationRefused
from referrals.models import ReferralStatus

TRANSITIONS: dict[ReferralStatus, frozenset[ReferralStatus]] = {
    ReferralStatus.SUBMITTED: frozenset({ReferralStatus.ACCEPTED, ReferralStatus.DECLINED, ReferralStatus.WITHDRAWN}),
    ReferralStatus.ACCEPTED: frozenset({ReferralStatus.ENROLLED, ReferralStatus.DECLINED, ReferralStatus.WITHDRAWN}),
    ReferralStatus.ENROLLED: frozenset(),
    ReferralStatus.DECLINED: frozenset(),
    ReferralStatus.WITHDRAWN: frozenset(),
}


def require_transition(current: str, to: ReferralStatus) -> None:
    """Refuse a step the table does not hold."""
    if to not in TRANSITIONS[ReferralStatus(current)]:
        now, then = ReferralStatus(current).label.lower(), to.label.lower()
        if current == to:
            raise OperationRefused(f"Remissen är redan {now}.")
        raise OperationRefused(f"Remissen är {now} och kan inte bli {then}.")
