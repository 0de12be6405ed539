"""Referrals, what has happened to them, and what is begun and not yet sent."""

from referrals.choices import BenefitKind, BenefitReason, DeclineReason, FitForWork, ReferralStatus, Source
from referrals.models.drafts import ReferralDraft, ReferralListDraft
from referrals.models.referrals import Referral, ReferralEvent

__all__ = [
    "BenefitKind",
    "BenefitReason",
    "DeclineReason",
    "FitForWork",
    "Referral",
    "ReferralDraft",
    "ReferralEvent",
    "ReferralListDraft",
    "ReferralStatus",
    "Source",
]
