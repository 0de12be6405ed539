"""Until when a closing can be taken back, and from when it can be confirmed."""

from __future__ import annotations

import datetime

from django.utils import timezone

from aspirants.models import Closure, OutcomeGroup
from core.workdays import add_months

DAYS_TO_REOPEN = 14
"""Days after the closing was registered; after them a new case is a new period, with a new referral."""

CONFIRMED_AFTER = 1
"""Months that work must have lasted before a closing to it is confirmed (Kolada)."""


def last_day_to_reopen(closure: Closure) -> datetime.date:
    """The local date on which a case with this closing can be opened again for the last time."""
    return timezone.localdate(closure.first.decided_at) + datetime.timedelta(days=DAYS_TO_REOPEN)


def first_day_to_confirm(closure: Closure) -> datetime.date:
    """The local date from which a closing can be confirmed: of one to work a month after its first day."""
    if closure.reason.group != OutcomeGroup.WORK:
        return closure.closed_on
    return add_months(closure.destination_starts_on or closure.closed_on, CONFIRMED_AFTER)
