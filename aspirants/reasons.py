"""What counts as a reason for reading about a person or for weakening a protection."""

from __future__ import annotations

from core.refusals import OperationRefused

SHORTEST_REASON = 10
"""Characters: a shorter text tells the reviewer of the log nothing."""

REASON_REQUIRED = "Skriv med minst tio tecken varför du behöver läsa uppgifterna."


def checked_reason(text: str, *, field: str = "reason", refusal: str = REASON_REQUIRED) -> str:
    """The reason without blanks around it; refused when it is too short to say anything."""
    reason = text.strip()
    if len(reason) < SHORTEST_REASON:
        raise OperationRefused(refusal, field=field)
    return reason


def given_reason(text: str, refusal: str) -> str:
    """The reason without blanks around it; refused with the sentence where there is none."""
    reason = text.strip()
    if not reason:
        raise OperationRefused(refusal, field="reason")
    return reason
