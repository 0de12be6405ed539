"""The steps of a referral and its offers to other jobbtorg, as its page lists them to either side."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from referrals.choices import CORRECTION, NAME_BEFORE
from referrals.facts.days import when_it_happened
from referrals.models import MoveStatus, Referral, ReferralEvent, ReferralMove, ReferralStatus, Source


@dataclass(frozen=True)
class HistoryItem:
    """A step in the referral's life, for the timeline."""

    title: str
    at: datetime.datetime
    by: str
    text: str
    kind: str = "referral"
    url: str = ""
    anchor: str = ""
    done_at: datetime.datetime | None = None
    """When it was registered, where that may be later than it happened."""


def history_of(referral: Referral, *, for_sender: bool = False) -> list[HistoryItem]:
    """Steps and moves, newest first. What the first step notes about a person already known is for the jobbtorg only.

    The stadsdel reads that the referral has moved, and not what the jobbtorg have said to each other; of a protected
    person not what it has called her itself either (`referrals.access.kept_from`).
    """
    events = sorted(referral.events.all(), key=lambda event: (event.at, event.pk), reverse=True)
    steps = [
        _of_step(referral, event, earlier, for_sender=for_sender)
        for event, earlier in zip(events, [*events, None][1:], strict=True)
    ]
    moves = [item for move in referral.moves.all() for item in _of_move(move, for_sender=for_sender)]
    return sorted([*steps, *moves], key=lambda item: item.at, reverse=True)


def _of_step(
    referral: Referral, event: ReferralEvent, earlier: ReferralEvent | None, *, for_sender: bool
) -> HistoryItem:
    at, later = when_it_happened(event, is_first=earlier is None, referral=referral)
    on_paper = earlier is None and referral.source != Source.DISTRICT
    title = "Kom in" if on_paper else _completed(event, earlier) or event.get_status_display()
    written = (event.comment, event.changes) if earlier or not for_sender else ()
    text = "\n".join(filter(None, (later, *written)))
    if for_sender and referral.person.is_protected:
        text = "\n".join(line for line in text.splitlines() if not line.startswith(NAME_BEFORE))
    return HistoryItem(title, at, str(event.actor), text, done_at=event.at)


def _of_move(move: ReferralMove, *, for_sender: bool) -> list[HistoryItem]:
    """That a referral was offered to another jobbtorg, and the answer; to the stadsdel only that it has moved."""
    told = []
    if not for_sender:
        told.append(HistoryItem(f"Erbjuden {move.destination}", move.sent_at, str(move.sent_by), move.reason))
    if move.answered_at is not None and (move.status == MoveStatus.ACCEPTED or not for_sender):
        titles = {
            MoveStatus.ACCEPTED: f"Flyttad från {move.origin} till {move.destination}",
            MoveStatus.RETURNED: f"{move.destination} tog inte emot den",
            MoveStatus.TAKEN_BACK: f"Flytten till {move.destination} togs tillbaka",
            MoveStatus.ENDED: f"{move.destination} tillfrågas inte längre",
        }
        by = "" if for_sender else str(move.answered_by)
        told.append(HistoryItem(titles[MoveStatus(move.status)], move.answered_at, by, move.answer_reason))
    return told


def _completed(event: ReferralEvent, earlier: ReferralEvent | None) -> str:
    """The title of an event that is not what its status says: sent in again, or a decline that was taken back."""
    if event.comment.startswith(CORRECTION):
        return "Rättad"
    if event.takes_back:
        return "Avböjandet togs tillbaka"
    return "Kompletterad" if earlier is not None and event.status == ReferralStatus.SUBMITTED else ""
