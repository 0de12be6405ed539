"""What is worth knowing of a referral before it is opened."""

from __future__ import annotations

import datetime

from django.utils import timezone

from referrals.models import Referral

YOUNG_UNDER = 25
"""Below this age a person counts as young (target group TG5)."""


def flags_of(referral: Referral) -> tuple[str, ...]:
    """What is worth knowing of the person and the unit, in words."""
    ages = referral.person.ages_on(referral.received_on)
    # Where only the year is known: young if everybody born in it is.
    young = bool(ages) and ages[-1] < YOUNG_UNDER
    flags = [
        ("Avliden", referral.person.deceased_on is not None),
        ("Under 25 år", young),
        ("Barn i hemmet", referral.has_children_at_home),
        ("Enheten finns inte längre", _is_over(referral.unit.valid_to)),
    ]
    return tuple(text for text, applies in flags if applies)


def _is_over(last_day: datetime.date | None) -> bool:
    """Whether a local date that is the last one has passed."""
    return last_day is not None and last_day < timezone.localdate()
