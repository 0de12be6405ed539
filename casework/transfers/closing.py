"""What a transfer that waits for an answer leaves hanging on its case."""

from __future__ import annotations

from django.utils import timezone

from aspirants.closing.hanging import HangingThing
from aspirants.models import Enrolment
from casework.models import CaseTransfer
from casework.transfers.ending import end_transfer
from core.swedish.dates import weekday_date


def _waiting(enrolment: Enrolment) -> list[str]:
    waiting = CaseTransfer.objects.pending().filter(enrolment=enrolment).select_related("destination")
    days = [(one.destination, weekday_date(timezone.localdate(one.sent_at))) for one in waiting]
    return [f"Till {destination}, väntar på svar sedan {day}" for destination, day in days]


TRANSFER = HangingThing(
    key="transfer",
    label="Flytt till annat jobbtorg",
    becomes="upphör",
    position=70,
    found=_waiting,
    settle=lambda actor, enrolment, closure: end_transfer(actor=actor, enrolment=enrolment),
)
"""It is not brought back: whoever was asked has heard that the case has ended."""
