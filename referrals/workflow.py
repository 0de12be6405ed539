"""The allowed transitions of a referral. A transition that is not listed is refused."""

from core.refusals import OperationRefused
from referrals.choices import ReferralStatus

TRANSITIONS: dict[ReferralStatus, frozenset[ReferralStatus]] = {
    ReferralStatus.SUBMITTED: frozenset(
        {
            ReferralStatus.INCOMPLETE,
            ReferralStatus.ACCEPTED,
            ReferralStatus.DECLINED,
            ReferralStatus.WITHDRAWN,
            ReferralStatus.LAPSED,
        }
    ),
    ReferralStatus.INCOMPLETE: frozenset({ReferralStatus.SUBMITTED, ReferralStatus.DECLINED, ReferralStatus.WITHDRAWN}),
    ReferralStatus.ACCEPTED: frozenset(
        {ReferralStatus.ENROLLED, ReferralStatus.DECLINED, ReferralStatus.WITHDRAWN, ReferralStatus.LAPSED}
    ),
    ReferralStatus.ENROLLED: frozenset(),
    ReferralStatus.DECLINED: frozenset(),
    ReferralStatus.WITHDRAWN: frozenset(),
    ReferralStatus.LAPSED: frozenset(),
}

_THEN = {ReferralStatus.SUBMITTED: "kompletteras", ReferralStatus.INCOMPLETE: "skickas tillbaka"}


def can_become(current: str, to: ReferralStatus) -> bool:
    """Whether the table holds the step."""
    return to in TRANSITIONS[ReferralStatus(current)]


def require_transition(current: str, to: ReferralStatus) -> None:
    """Refuse a step the table does not hold."""
    if can_become(current, to):
        return
    is_now, already = _now(ReferralStatus(current))
    if current == to:
        raise OperationRefused(f"Remissen {already}.")
    raise OperationRefused(f"Remissen {is_now} och kan inte {_THEN.get(to, f'bli {to.label.lower()}')}.")


def _now(status: ReferralStatus) -> tuple[str, str]:
    """What the referral is, and what it is already: "är mottagen", "är redan mottagen"."""
    if status == ReferralStatus.INCOMPLETE:
        return "ska kompletteras", "ska redan kompletteras"
    return f"är {status.label.lower()}", f"är redan {status.label.lower()}"
