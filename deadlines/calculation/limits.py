"""How long a clock may be paused without a manager's decision."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from core.workdays import ONE_DAY, add_working_days, working_days_between
from deadlines.models import ClockPause
from organisation.reference_tables.calendar import stored_holiday

PAUSE_LIMIT = 20
"""Working days in all that a coach may pause a clock; beyond that a manager decides."""

CONTACT_PAUSE_LIMIT = 5
"""Working days a pause to arrange a safe way of contact (P06) may last."""


def paused_days(paused_from: datetime.date, resumed_on: datetime.date) -> int:
    """Working days from the first uncounted day up to, not including, the first counted one."""
    return working_days_between(paused_from - ONE_DAY, resumed_on - ONE_DAY, stored_holiday)


def latest_return(paused_from: datetime.date, days: int) -> datetime.date:
    """The first counted day after a pause of so many working days."""
    return add_working_days(paused_from - ONE_DAY, days, stored_holiday) + ONE_DAY if days else paused_from + ONE_DAY


def days_left(pauses: Iterable[ClockPause]) -> int:
    """How many of a coach's working days the pauses that have ended leave."""
    used = sum(paused_days(one.paused_from, one.resumed_on) for one in pauses if one.resumed_on is not None)
    return max(0, PAUSE_LIMIT - used)
