"""How much waits: the number beside Remisser in the main navigation."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from organisation.models import User
from referrals.models import Referral, ReferralStatus


def waiting(user: User) -> QuerySet[Any]:
    """Referrals sent to the user's jobbtorg that nobody has accepted yet; none for everyone outside a jobbtorg."""
    if not user.works_with_cases:
        return Referral.objects.none()
    found: QuerySet[Any] = Referral.objects.visible_to(user).filter(status=ReferralStatus.SUBMITTED)
    return found


def waiting_for(user: User) -> int:
    """How many of them there are."""
    return waiting(user).count()
