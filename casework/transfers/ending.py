"""An offer of a case that gets its answer, or ends with the case."""

from __future__ import annotations

from django.db.models import QuerySet

from aspirants.models import Enrolment
from aspirants.offers.model import store_answer
from casework.choices import TransferStatus
from casework.models import CaseTransfer
from organisation.models import User


def locked_transfer(transfers: QuerySet[CaseTransfer]) -> CaseTransfer | None:
    """The first of some transfers with its two jobbtorg, locked."""
    found = transfers.select_for_update(no_key=True, of=("self",)).select_related("origin", "destination")
    return found.first()


def answer_transfer(transfer: CaseTransfer, status: TransferStatus, actor: User, reason: str = "") -> None:
    """Store what became of a locked transfer.

    Part of: `take_back_transfer`, `return_transfer`, `accept_transfer`, `end_transfer`.
    """
    store_answer(transfer, status, actor, reason)


def end_transfer(*, actor: User, enrolment: Enrolment) -> None:
    """A case that has ended is offered to nobody any more. The case is locked.

    Checked by: `close_case` (WORK_IN_CASE), `join_persons`, `accept_join` (JOIN_PERSONS).
    """
    transfer = locked_transfer(CaseTransfer.objects.pending().filter(enrolment=enrolment))
    if transfer is not None:
        answer_transfer(transfer, TransferStatus.ENDED, actor)
