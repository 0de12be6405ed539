"""Referrals and visits, what has happened to them, and what is begun and not yet sent."""

from referrals.choices import BenefitKind, BenefitReason, DeclineReason, FitForWork, ReferralStatus, Source
from referrals.models.drafts import ReferralDraft
from referrals.models.facts import StatedFacts
from referrals.models.referrals import Referral, ReferralEvent
from referrals.models.walk_ins import WalkIn

__all__ = [
    "BenefitKind",
    "BenefitReason",
    "DeclineReason",
    "FitForWork",
    "Referral",
    "ReferralDraft",
    "ReferralEvent",
    "ReferralStatus",
    "Source",
    "StatedFacts",
    "WalkIn",
]
