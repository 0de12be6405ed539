"""Giving a reason before reading: about a protected person, or a case of another jobbtorg."""

from __future__ import annotations

import datetime

from django.utils import timezone

from aspirants.models import Opening, OpeningKind, Person
from core.refusals import OperationRefused
from organisation.models import User

LASTS = datetime.timedelta(minutes=60)
"""How long a reason holds; then it is asked for again."""

SHORTEST_REASON = 10
"""Characters: a shorter text tells the reviewer of the log nothing."""

REASON_WANTED = "Skriv med minst tio tecken varför du behöver läsa uppgifterna."


def given_reason(text: str) -> str:
    """The reason without blanks around it; refused when it is too short to say anything."""
    reason = text.strip()
    if len(reason) < SHORTEST_REASON:
        raise OperationRefused(REASON_WANTED, field="reason")
    return reason


def open_with_reason(*, actor: User, person: Person, kind: OpeningKind, reason: str) -> Opening:
    """Let the actor read about the person for an hour from now. The caller has made sure that they may ask.

    A protected person is opened by the specially appointed only, and never from another jobbtorg.
    """
    reason = given_reason(reason)
    may = person.is_protected and actor.protected_access if kind == OpeningKind.PROTECTED else not person.is_protected
    if not (may and actor.works_with_cases):
        raise OperationRefused("Personen kan inte öppnas på det sättet.")
    now = timezone.now()
    opening: Opening = Opening.objects.create(
        user=actor, person=person, kind=kind, reason=reason, opened_at=now, expires_at=now + LASTS
    )
    return opening
