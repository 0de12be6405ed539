"""The deadline rules and the calendar, as an import uses them."""

from __future__ import annotations

from aspirants.models import ClosureReason
from deadlines.models import ClockKind, DeadlinePolicy
from imports.register.clocks import ClockRules
from organisation.reference_tables.calendar import stored_holiday

JUDGED = (ClockKind.PLAN_GUARANTEE, ClockKind.GROUP_INFO_OFFER, ClockKind.FOLLOW_UP)
"""The promises whose dates lists tell of."""


def clock_rules() -> ClockRules:
    """What clocks of imported cases are computed by."""
    policies = list(DeadlinePolicy.objects.filter(kind__in=JUDGED))
    return ClockRules(policies, stored_holiday, list(ClosureReason.objects.all()))
