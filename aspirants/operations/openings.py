"""Giving a reason before reading: about a protected person, or a case of another jobbtorg."""

from __future__ import annotations

import datetime

from django.utils import timezone

from aspirants.models import Opening, OpeningKind, Person
from aspirants.reasons import checked_reason
from core.refusals import OperationRefused
from organisation.access.permissions import Act, may
from organisation.models import User

OPENING_LASTS = datetime.timedelta(minutes=60)
"""How long a reason holds; then it is asked for again."""


def open_with_reason(*, actor: User, person: Person, kind: OpeningKind, reason: str) -> Opening:
    """Let the actor read about the person for an hour from now.

    A protected person is opened by the specially appointed only, and never from another jobbtorg. That the
    actor may come to this person at all is checked by the pages that ask for the reason. Raises OperationRefused.
    """
    reason = checked_reason(reason)
    if kind == OpeningKind.PROTECTED:
        is_allowed = may(actor, Act.WORK_IN_CASE) and person.is_protected and actor.protected_access
    else:
        is_allowed = may(actor, Act.READ_ELSEWHERE) and not person.is_protected
    if not is_allowed:
        raise OperationRefused("Personen kan inte öppnas på det sättet.")
    now = timezone.now()
    opening: Opening = Opening.objects.create(
        user=actor, person=person, kind=kind, reason=reason, opened_at=now, expires_at=now + OPENING_LASTS
    )
    return opening
