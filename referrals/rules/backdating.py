"""How far back an enrolment may be put."""

from __future__ import annotations

import datetime

from django.utils import timezone

from core.workdays import ONE_DAY, working_days_between
from organisation.access.permissions import Act, may
from organisation.models import User
from organisation.reference_tables.calendar import stored_holiday

BACKDATING_LIMIT = 5
"""Working days a coach may put an enrolment back; a manager may go further."""


def earliest_backdating(user: User) -> datetime.date | None:
    """The first local date to which the user may put an enrolment back; None where there is no limit."""
    if may(user, Act.CONFIRM_LATE):
        return None
    day = today = timezone.localdate()
    while working_days_between(day - ONE_DAY, today, stored_holiday) <= BACKDATING_LIMIT:
        day -= ONE_DAY
    return day
