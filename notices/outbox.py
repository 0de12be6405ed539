"""Writing letters into the outbox, in the transaction of whatever they tell of (docs/decisions/060-outbox.md)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from notices.choices import LetterKind
from notices.models import OutboxMessage
from organisation.models import User
from organisation.staff.invitations import SUBJECT

LETTERS_PER_BATCH = 1_000

LETTERS_WAIT = datetime.timedelta(minutes=15)
"""How long a letter may wait before anybody tries to send it; the relay runs every minute."""


@dataclass(frozen=True)
class Letter:
    """A letter to a user, by key. It may hold counts and nothing that points at a case or a person."""

    recipient_id: int
    subject: str
    body: str


def queue_letters(letters: Iterable[Letter], *, event_key: str) -> None:
    """Queue the letters about an event; a recipient who has one about it already gets no second."""
    OutboxMessage.objects.bulk_create(
        (
            OutboxMessage(
                recipient_id=letter.recipient_id, event_key=event_key, subject=letter.subject, body=letter.body
            )
            for letter in letters
        ),
        batch_size=LETTERS_PER_BATCH,
        ignore_conflicts=True,
    )


def queue_invitation(user: User) -> None:
    """Queue the letter with which the user chooses a password. The row has no text: the relay makes the link."""
    OutboxMessage.objects.bulk_create(
        [
            OutboxMessage(
                recipient=user, kind=LetterKind.INVITATION, event_key=_invitation_key(user), subject=SUBJECT, body=""
            )
        ]
    )


def is_replaced(letter: OutboxMessage) -> bool:
    """Whether the letter is an invitation and a later one is on its way, or has been sent."""
    return letter.kind == LetterKind.INVITATION and letter.event_key != _invitation_key(letter.recipient)


def latest_invitation(user: User) -> OutboxMessage | None:
    """The last letter with a link to the user, for an administrator; None when there was none in the last 90 days."""
    letters = OutboxMessage.objects.filter(recipient=user, kind=LetterKind.INVITATION)
    return letters.order_by("-created_at", "-pk").first()


def _invitation_key(user: User) -> str:
    """Names the moment of the invitation: only the letter of the latest one is sent."""
    assert user.invited_at is not None
    return f"invitation-{user.invited_at.astimezone(datetime.UTC).isoformat()}"


def untried_letters() -> tuple[int, datetime.datetime | None]:
    """How many due letters nobody has tried to send, and since when the first is due. Asked by pages, by count only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT letters, since FROM notices_untried")
        letters, since = cursor.fetchone()
    return letters, since


def letters_are_tried() -> tuple[bool, dict[str, Any]]:
    """For the deep health check: whether no letter has waited too long for its first try, and how many wait."""
    letters, since = untried_letters()
    return since is None or timezone.now() - since < LETTERS_WAIT, {"untried": letters}
