"""How far back something may be said to have happened (R-4-20)."""

from __future__ import annotations

import datetime

from django.utils import timezone

from aspirants.models import Enrolment
from core.refusals import OperationRefused
from core.swedish.dates import weekday_date
from core.workdays import working_days_between
from jobplans.models import JobPlanVersion
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


def after_proposal(
    *, version: JobPlanVersion, answered_at: datetime.datetime, field: str, within_a_meeting: bool = False
) -> datetime.datetime:
    """When an answer was given, as it is stored: on the day of the proposal not before it (R-4-20).

    A day before that is possible: a plan written and signed on paper is typed afterwards. `within_a_meeting`: the
    instant is when a meeting began, and the answer came later in it. Raises OperationRefused.

    Part of: `record_answer`, `correct_answer`.
    """
    proposed_at = version.proposed_at
    if proposed_at is None or answered_at >= proposed_at:
        return answered_at
    if timezone.localdate(answered_at) < timezone.localdate(proposed_at):
        return answered_at
    if within_a_meeting or answered_at >= proposed_at.replace(second=0, microsecond=0):
        return proposed_at
    local = timezone.localtime(proposed_at)
    when = f"{weekday_date(local.date())} {local:%H.%M}"
    raise OperationRefused(f"Planen föreslogs {when}. Svaret kan inte ha kommit före det samma dag.", field=field)
