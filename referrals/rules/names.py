"""What prioritised groups are called, and the agreements that they come from."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from organisation.models import Jobbtorg
from referrals.models import PriorityRule, Referral


def priority_names(referrals: Iterable[Referral]) -> dict[int, list[str]]:
    """The groups that each referral is in by the agreement of its day 0, by the referral's key. One statement.

    The referrals have their units at hand.
    """
    found = [referral for referral in referrals if referral.priority]
    if not found:
        return {}
    jobbtorg = {referral.jobbtorg_id for referral in found}
    rules = list(PriorityRule.objects.filter(jobbtorg__in=jobbtorg).order_by("code", "-valid_from"))
    return {referral.pk: [_name(code, referral, rules) for code in referral.priority] for referral in found}


def _name(code: str, referral: Referral, rules: list[PriorityRule]) -> str:
    """As the group was called; the code of one that moved to another jobbtorg, whose agreement is not this one's."""
    of_code = [rule for rule in rules if rule.code == code]
    on_day_0 = [rule for rule in of_code if rule.is_valid_on(referral.received_on)]
    return next((rule.name for rule in [*on_day_0, *of_code]), code)


def agreements_of(jobbtorg: Jobbtorg | None, day: datetime.date) -> list[PriorityRule]:
    """The prioritised groups that a jobbtorg has agreed on with its stadsdelar, in force on a local date."""
    rules = PriorityRule.objects.valid_on(day).filter(jobbtorg=jobbtorg).select_related("district")
    return list(rules.order_by("district__name", "code"))
