"""An offer to another jobbtorg hangs on its case: a closing shows it, and nobody can accept it afterwards."""

from __future__ import annotations

from aspirants.closing.hanging import HangingThing
from aspirants.models import Closure, Enrolment
from casework.models import CaseTransfer
from organisation.models import User


def _pending(enrolment: Enrolment) -> list[str]:
    pending = CaseTransfer.objects.pending().filter(enrolment=enrolment).select_related("destination")
    return [f"Till {transfer.destination}, väntar på svar" for transfer in pending]


def _ended_by_the_closing(actor: User, enrolment: Enrolment, closure: Closure) -> None:
    """`close_case` ends it itself (`end_transfer`), with the locks that an answer takes."""


TRANSFER = HangingThing(
    key="transfer",
    label="Flytt till annat jobbtorg",
    becomes="upphör",
    position=70,
    found=_pending,
    settle=_ended_by_the_closing,
)
