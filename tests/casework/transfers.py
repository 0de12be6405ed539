"""Two jobbtorg and what the tests of transfers do between them, each time as the database knows the user."""

from __future__ import annotations

from aspirants.models import Enrolment
from casework.models import CaseTransfer
from casework.operations import accept_transfer, return_transfer, send_transfer, take_back_transfer
from casework.transfers.offers import unit_told
from casework.transfers.shown import shown_for_transfer, shown_offer, shown_transfer
from organisation.models import Jobbtorg, User
from tests.roles import at_desk

REASON = "Har flyttat till Kista"


def sent(sender: User, case: Enrolment, to: Jobbtorg, reason: str = REASON) -> CaseTransfer:
    """The case offered by a manager."""
    with at_desk(sender):
        return send_transfer(
            actor=sender,
            enrolment=case,
            seen_case=shown_for_transfer(case),
            destination=to,
            reason=reason,
        )


def accepted(receiver: User, transfer: CaseTransfer, coach: User | None = None) -> Enrolment:
    """The offer accepted."""
    with at_desk(receiver):
        seen = shown_offer(transfer, unit_told(transfer))
        return accept_transfer(actor=receiver, transfer=transfer, seen_offer=seen, coach=coach)


def returned(receiver: User, transfer: CaseTransfer, reason: str = "Har ingen plats") -> CaseTransfer:
    """The offer sent back."""
    with at_desk(receiver):
        return return_transfer(actor=receiver, transfer=transfer, seen_transfer=shown_transfer(transfer), reason=reason)


def taken_back(sender: User, transfer: CaseTransfer) -> CaseTransfer:
    """The offer taken back by who made it."""
    with at_desk(sender):
        return take_back_transfer(actor=sender, enrolment=transfer.enrolment, seen_transfer=shown_transfer(transfer))
