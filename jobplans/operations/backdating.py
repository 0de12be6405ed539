"""How far back something may be said to have happened (R-4-20)."""

from __future__ import annotations

import datetime

from django.utils import timezone

from aspirants.models import Enrolment
from core.refusals import OperationRefused
from core.workdays import working_days_between
from organisation.access.permissions import Act, may
from organisation.models import User
from organisation.reference_tables.calendar import stored_holiday

BACKDATING_LIMIT = 5
"""Working days a coach may backdate an answer; a manager may go further back."""


def require_plausible_answer(
    *, actor: User, enrolment: Enrolment, answered_at: datetime.datetime, now: datetime.datetime, field: str
) -> None:
    """Refuse an answer of the aspirant's that lies ahead, before the enrolment, or too far back for the actor."""
    if answered_at > now:
        raise OperationRefused("Svaret kan inte ligga i framtiden.", field=field)
    answered_on = timezone.localdate(answered_at)
    if answered_on < enrolment.enrolled_on:
        raise OperationRefused("Svaret kan inte ligga före inskrivningen.", field=field)
    days_ago = working_days_between(answered_on, timezone.localdate(now), stored_holiday)
    if days_ago > BACKDATING_LIMIT and not may(actor, Act.CONFIRM_LATE):
        raise OperationRefused(
            "Svaret är mer än 5 arbetsdagar gammalt. Be enhetschefen att registrera det.", field=field
        )
