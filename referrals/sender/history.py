"""What has happened to a referral as its sender reads it: the steps, and what the two sides told and asked."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.urls import reverse

from referrals.choices import Side
from referrals.facts.history import HistoryItem, moved_in_words, steps_of
from referrals.models import QuestionMessage, Referral
from referrals.telling.told import ShownTold


def history_for_sender(referral: Referral, told: Iterable[ShownTold]) -> list[HistoryItem]:
    """Steps, moves, what was told either way (`told`) and what was asked, the newest first. Two statements."""
    disclosed = [
        HistoryItem(f"Meddelat {'er' if one.to_unit else 'jobbtorget'}: {one.what}", one.at, one.by, "")
        for one in told
        if not one.is_message
    ]
    items = [*steps_for_sender(referral), *disclosed, *_asked(referral)]
    return sorted(items, key=lambda item: item.at, reverse=True)


def steps_for_sender(referral: Referral) -> list[HistoryItem]:
    """The steps, and where the referral has gone, in no order; of no offer to another jobbtorg. One statement."""
    return [*steps_of(referral, for_sender=True), *_moved(referral)]


def _moved(referral: Referral) -> list[HistoryItem]:
    """Where the referral has gone. What the jobbtorg have said to each other is not the unit's to read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT origin.name, destination.name, moved.answered_at FROM referrals_moved moved"
            " JOIN organisation_jobbtorg origin ON origin.id = moved.origin_id"
            " JOIN organisation_jobbtorg destination ON destination.id = moved.destination_id"
            " WHERE moved.referral_id = %s ORDER BY moved.answered_at DESC",
            [referral.pk],
        )
        found = cursor.fetchall()
    return [HistoryItem(moved_in_words(origin, destination), at, "", "") for origin, destination, at in found]


def _asked(referral: Referral) -> list[HistoryItem]:
    """Each message of the questions about the referral, with a link to where it can be read."""
    found = QuestionMessage.objects.filter(thread__referral=referral).select_related("author", "thread")
    begun: set[int] = set()
    items = []
    for message in found.order_by("sent_at", "pk"):
        who = "Ni" if message.side == Side.UNIT else "Jobbtorget"
        verb = "skrev" if message.thread_id in begun else "frågade"
        begun.add(message.thread_id)
        by, subject = str(message.author), message.thread.subject
        url = reverse("question_thread", args=[message.thread_id])
        items.append(HistoryItem(f"{who} {verb}", message.sent_at, by, subject, url=url))
    return items
