"""What became of the latest letter with a link, in words for an administrator."""

from __future__ import annotations

from dataclasses import dataclass

from notices.models import OutboxMessage
from notices.outbox import is_replaced, latest_invitation
from organisation.models import User


@dataclass(frozen=True)
class LetterState:
    """A word with the colour of its tag, and what to do about it where there is something."""

    word: str
    color: str
    advice: str = ""


WAITS = LetterState("Väntar på att skickas", "info")
SENT = LetterState("Skickat", "success")
TRIED = LetterState("Kunde inte skickas än", "warning", "Systemet försöker igen av sig självt.")
FAILED = LetterState("Kunde inte skickas", "danger", "Kontrollera e-postadressen och skicka e-posten igen.")


def letter_state(user: User) -> LetterState | None:
    """The state of the latest letter; None where there is none, or where it was queued more than 90 days ago."""
    if user.invited_at is None:
        return None
    letter = latest_invitation(user)
    return None if letter is None or is_replaced(letter) else _state_of(letter)


def _state_of(letter: OutboxMessage) -> LetterState:
    if letter.sent_at is not None:
        return SENT
    if letter.failed_at is not None:
        return FAILED
    return TRIED if letter.attempts else WAITS
