"""How much waits: the number beside Remisser in the main navigation."""

from __future__ import annotations

from organisation.models import User
from referrals.models import Referral, ReferralStatus


def waiting_for(user: User) -> int:
    """Referrals sent to the user's jobbtorg that nobody has accepted yet; 0 for everyone outside a jobbtorg."""
    if not user.works_with_cases:
        return 0
    return Referral.objects.visible_to(user).filter(status=ReferralStatus.SUBMITTED).count()
