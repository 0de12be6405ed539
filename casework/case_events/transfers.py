"""Transfers between two jobbtorg, as events of a case. That it moved is told by its stays (aspirants/events/own.py)."""

from __future__ import annotations

from aspirants.events import CASE, EventSource, Fact, of_case
from casework.choices import TransferStatus
from casework.models import CaseTransfer

ANSWERS = {
    TransferStatus.RETURNED: "{destination} skickade tillbaka ärendet",
    TransferStatus.TAKEN_BACK: "{origin} tog tillbaka ärendet innan det hade besvarats",
    TransferStatus.ENDED: "Flytten till {destination} föll, eftersom ärendet avslutades",
    TransferStatus.ACCEPTED: "{destination} tog emot ärendet",
}


def _sent(fact: Fact) -> tuple[str, str]:
    return f"{fact['origin']} bad {fact['destination']} ta över ärendet", fact.note("reason")


def _answered(fact: Fact) -> tuple[str, str]:
    told = ANSWERS[TransferStatus(fact["status"])]
    return told.format(origin=fact["origin"], destination=fact["destination"]), fact.note("answer_reason")


def _to_the_changes(fact: Fact) -> str:
    return "" if fact.from_elsewhere else fact.page("case_history", "#andringar")


PLACES = {"origin": "origin__name", "destination": "destination__name"}

SOURCES = (
    EventSource(
        key="transfer_sent",
        kind="case",
        position=37,
        rows=CaseTransfer.objects.filter(enrolment=CASE),
        at="sent_at",
        facts={**PLACES, "reason": "reason"},
        by="sent_by",
        link=_to_the_changes,
        tell=_sent,
    ),
    EventSource(
        key="transfer_answered",
        kind="case",
        position=35,
        rows=CaseTransfer.objects.filter(enrolment=CASE, answered_at__isnull=False),
        at="answered_at",
        facts={**PLACES, "status": "status", "answer_reason": "answer_reason"},
        by="answered_by",
        link=_to_the_changes,
        tell=_answered,
    ),
)

HISTORY = (of_case(55, CaseTransfer),)
