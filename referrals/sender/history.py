"""What has happened to a referral, newest first, as either side's page lists it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from referrals.choices import CORRECTION, Side
from referrals.models import MoveStatus, QuestionMessage, Referral, ReferralEvent, ReferralMove, ReferralStatus
from referrals.telling.told import ShownTold


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


def history_of(referral: Referral) -> list[HistoryItem]:
    """The steps and moves, as the jobbtorg reads them."""
    steps = [_step(event, earlier) for event, earlier in _with_earlier(referral)]
    moves = [item for move in referral.moves.all() for item in _of_move(move, for_sender=False)]
    return _newest_first([*steps, *moves])


def history_for_sender(referral: Referral, told: Iterable[ShownTold]) -> list[HistoryItem]:
    """Steps, moves, what was told either way (`told`) and what was asked. One statement.

    What the first step notes about a person already known is for the jobbtorg only. The stadsdel reads that the
    referral has moved, and not what the jobbtorg have said to each other.
    """
    steps = [_step(event, earlier, with_text=earlier is not None) for event, earlier in _with_earlier(referral)]
    moves = [item for move in referral.moves.all() for item in _of_move(move, for_sender=True)]
    disclosed = [
        HistoryItem(f"Meddelat {'er' if one.to_unit else 'jobbtorget'}: {one.what}", one.at, one.by, "")
        for one in told
        if not one.is_message
    ]
    return _newest_first([*steps, *moves, *disclosed, *_asked(referral)])


def _newest_first(items: list[HistoryItem]) -> list[HistoryItem]:
    return sorted(items, key=lambda item: item.at, reverse=True)


def _with_earlier(referral: Referral) -> Iterable[tuple[ReferralEvent, ReferralEvent | None]]:
    """The events, newest first, each with the one before."""
    events = sorted(referral.events.all(), key=lambda event: (event.at, event.pk), reverse=True)
    return zip(events, [*events, None][1:], strict=True)


def _step(event: ReferralEvent, earlier: ReferralEvent | None, *, with_text: bool = True) -> HistoryItem:
    text = "\n".join(filter(None, [event.comment, event.changes])) if with_text else ""
    return HistoryItem(title=_title(event, earlier), at=event.at, by=str(event.actor), text=text)


def _title(event: ReferralEvent, earlier: ReferralEvent | None) -> str:
    """The status, unless it was put right, sent in again, or a decline was taken back."""
    if event.comment.startswith(CORRECTION):
        return "Rättad"
    if event.takes_back:
        return "Avböjandet togs tillbaka"
    if earlier is not None and event.status == ReferralStatus.SUBMITTED:
        return "Kompletterad"
    return event.get_status_display()


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


def _asked(referral: Referral) -> list[HistoryItem]:
    """Each message of the questions about the referral, with a link to where it can be read."""
    found = QuestionMessage.objects.filter(thread__referral=referral).select_related("author", "thread")
    begun: set[int] = set()
    items = []
    for message in found.order_by("sent_at", "pk"):
        who = "Ni" if message.side == Side.UNIT else "Jobbtorget"
        verb = "skrev" if message.thread_id in begun else "frågade"
        begun.add(message.thread_id)
        url = reverse("question_thread", args=[message.thread_id])
        items.append(
            HistoryItem(f"{who} {verb}", message.sent_at, str(message.author), message.thread.subject, url=url)
        )
    return items
