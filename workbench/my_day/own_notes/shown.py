"""The notes to oneself as Min dag shows them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from organisation.models import User
from workbench.models import OwnNote


@dataclass(frozen=True)
class OwnNotes:
    """What is to be done, the latest first, and what has been done, the latest done first."""

    to_do: list[OwnNote]
    done: list[OwnNote]


def own_notes_of(author: User, now: datetime.datetime) -> OwnNotes:
    """The notes of a user at an instant. One query."""
    notes = list(OwnNote.objects.of(author, now))
    done = [note for note in notes if note.done_at is not None]
    return OwnNotes(
        to_do=[note for note in notes if note.done_at is None],
        done=sorted(done, key=lambda note: note.done_at or now, reverse=True),
    )
