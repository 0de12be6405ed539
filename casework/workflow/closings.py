"""The states of a case and of its closings, and every step between them. A step that is not listed is refused."""

from __future__ import annotations

from aspirants.models import ClosureStatus, EnrolmentStatus
from core.refusals import OperationRefused

CASE_STEPS: dict[EnrolmentStatus, frozenset[EnrolmentStatus]] = {
    EnrolmentStatus.ACTIVE: frozenset({EnrolmentStatus.PAUSED, EnrolmentStatus.CLOSED}),
    EnrolmentStatus.PAUSED: frozenset({EnrolmentStatus.ACTIVE, EnrolmentStatus.CLOSED}),
    # By reopening, which leads to where the case's interruptions say that it is.
    EnrolmentStatus.CLOSED: frozenset({EnrolmentStatus.ACTIVE, EnrolmentStatus.PAUSED}),
}

CLOSURE_STEPS: dict[ClosureStatus, frozenset[ClosureStatus]] = {
    ClosureStatus.PRELIMINARY: frozenset({ClosureStatus.CONFIRMED, ClosureStatus.CORRECTED}),
    ClosureStatus.CONFIRMED: frozenset({ClosureStatus.CORRECTED}),
    ClosureStatus.CORRECTED: frozenset(),
}


def require_case_step(current: str, to: EnrolmentStatus) -> None:
    """Refuse a step of the case that the table does not hold."""
    if to in CASE_STEPS[EnrolmentStatus(current)]:
        return
    if to == EnrolmentStatus.CLOSED:
        raise OperationRefused("Ärendet är redan avslutat.")
    raise OperationRefused("Ärendet är inte avslutat.")


def require_closure_step(current: str, to: ClosureStatus) -> None:
    """Refuse a step of the closing that the table does not hold."""
    if to in CLOSURE_STEPS[ClosureStatus(current)]:
        return
    now = ClosureStatus(current).label.lower()
    raise OperationRefused(f"Avslutet är {now} och kan inte bli {to.label.lower()}.")
