"""Which days' figures stand: what is registered about them afterwards is a later correction."""

from __future__ import annotations

import datetime

from core.workdays import ONE_DAY, add_working_days
from organisation.reference_tables.calendar import stored_holiday

DAYS_TO_FINISH = 5
"""Working days after the end of a tertial in which what belongs to it can still be registered by anybody."""

_ENDS = ((4, 30), (8, 31), (12, 31))


def frozen_on(last: datetime.date) -> datetime.date:
    """From which local date the figures of a tertial with this last day stand."""
    return add_working_days(last, DAYS_TO_FINISH, stored_holiday) + ONE_DAY


def frozen_through(today: datetime.date) -> datetime.date:
    """The last day whose figures stand as of a local date: the end of the last tertial that has been finished."""
    ends = (datetime.date(year, *end) for year in (today.year, today.year - 1) for end in reversed(_ENDS))
    return next(last for last in ends if last < today and frozen_on(last) <= today)
