"""When a sender can expect the next follow-up: from what was communicated, never from a booked meeting."""

from __future__ import annotations

import datetime
from functools import cached_property
from typing import Any

from django.utils import timezone

from deadlines.calculation.deadline import compute_deadline
from deadlines.models import ClockKind, DeadlinePolicy
from organisation.reference_tables.calendar import stored_holiday


class NextDates:
    """The dates of one page, counted from a local date. The rules are fetched once, where any row needs them."""

    def __init__(self, today: datetime.date) -> None:
        self._today = today

    def follow_up_of(self, referral: Any) -> datetime.date | None:
        """The last day of the next follow-up: the rule of its time, from the latest plan or follow-up that the unit was
        told of. None before any was, once the case has ended as far as the unit knows, and when the day has passed:
        what came of it is then for the jobbtorg to tell.

        Needs the annotations of `with_disclosures`.
        """
        if not referral.is_followed or referral.case_closed_on is not None:
            return None
        told = [at for at in (referral.plan_answered_at, referral.follow_up_told_at) if at is not None]
        if not told:
            return None
        base = timezone.localdate(max(told))
        policy = next((one for one in self._policies if one.is_valid_on(base)), None)
        if policy is None:
            return None
        due_on = compute_deadline(policy.rule, base, calendar=stored_holiday).due_on
        return due_on if due_on is not None and due_on >= self._today else None

    @cached_property
    def _policies(self) -> list[DeadlinePolicy]:
        return list(DeadlinePolicy.objects.filter(kind=ClockKind.FOLLOW_UP))
