"""The allowed transitions of a plan version. A transition that is not listed is refused."""

from core.refusals import OperationRefused
from jobplans.models import VersionStatus

TRANSITIONS: dict[VersionStatus, frozenset[VersionStatus]] = {
    VersionStatus.DRAFT: frozenset({VersionStatus.PROPOSED, VersionStatus.WITHDRAWN}),
    VersionStatus.PROPOSED: frozenset({VersionStatus.APPROVED, VersionStatus.DECLINED, VersionStatus.WITHDRAWN}),
    VersionStatus.APPROVED: frozenset({VersionStatus.SUPERSEDED}),
    VersionStatus.DECLINED: frozenset(),
    VersionStatus.SUPERSEDED: frozenset(),
    VersionStatus.WITHDRAWN: frozenset(),
}

RETURNS: dict[VersionStatus, VersionStatus] = {
    VersionStatus.APPROVED: VersionStatus.PROPOSED,
    VersionStatus.DECLINED: VersionStatus.PROPOSED,
    VersionStatus.SUPERSEDED: VersionStatus.APPROVED,
}
"""The steps back where an answer is taken back as a mistake: the version's own, and that of the one it superseded."""


def require_return(current: str, to: VersionStatus) -> None:
    """Refuse a step back that the table does not hold."""
    if RETURNS.get(VersionStatus(current)) != to:
        now, then = VersionStatus(current).label.lower(), to.label.lower()
        raise OperationRefused(f"Jobbplanen är {now} och kan inte bli {then} igen.")


def require_transition(current: str, to: VersionStatus) -> None:
    """Refuse a step the table does not hold."""
    if to not in TRANSITIONS[VersionStatus(current)]:
        now, then = VersionStatus(current).label.lower(), to.label.lower()
        raise OperationRefused(f"Jobbplanen är {now} och kan inte bli {then}.")
