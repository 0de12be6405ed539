"""How a referral stands today, as its acts ask: whether its jobbtorg is there, and whether its decline can go back."""

from __future__ import annotations

from django.utils import timezone

from core.refusals import OperationRefused
from organisation.models import Jobbtorg
from referrals.choices import CHOSEN_BY_MANAGERS
from referrals.models import Referral, ReferralEvent, ReferralStatus


def require_jobbtorg_that_exists(jobbtorg: Jobbtorg) -> None:
    """Refuse to take in where the jobbtorg has closed meanwhile: what waits there is moved to another."""
    if not jobbtorg.is_valid_on(timezone.localdate()):
        raise OperationRefused(f"{jobbtorg} finns inte längre. Flytta remissen till ett annat jobbtorg.")


def declined_today(referral: Referral) -> ReferralEvent | None:
    """The event by which a manager has declined the referral, while it can be taken back; None once it cannot."""
    if referral.status != ReferralStatus.DECLINED or referral.decline_reason not in CHOSEN_BY_MANAGERS:
        return None
    steps = sorted(referral.events.all(), key=lambda step: (step.at, step.pk))
    last: ReferralEvent | None = steps[-1] if steps else None
    return last if last is not None and timezone.localdate(last.at) == timezone.localdate() else None
