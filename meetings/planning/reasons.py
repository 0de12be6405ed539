"""Which reasons go with whose wish, when a time is moved or cancelled."""

from __future__ import annotations

from core.refusals import OperationRefused
from meetings.choices import REASONS_OF, ChangeReason, Wish


def require_reason(wish: Wish, reason: ChangeReason, note: str) -> None:
    """Raise OperationRefused unless the reason goes with the wish, and is said in words where it is another one."""
    if reason not in REASONS_OF[wish]:
        raise OperationRefused("Välj ett skäl som hör till den som önskade ändringen.", field="reason")
    if reason == ChangeReason.ANOTHER and not note.strip():
        raise OperationRefused("Skriv vilket skälet är.", field="note")
