"""Referrals and visits, what has happened to them, and what is begun and not yet sent."""

from referrals.choices import (
    AttachmentKind,
    BenefitKind,
    BenefitReason,
    DeclineReason,
    DeviationKind,
    FitForWork,
    MoveStatus,
    ReferralStatus,
    Source,
)
from referrals.models.attachments import Attachment, AttachmentPart
from referrals.models.deviations import Deviation
from referrals.models.drafts import ReferralDraft, ReferralListDraft
from referrals.models.facts import StatedFacts
from referrals.models.moves import ReferralMove
from referrals.models.referrals import Referral, ReferralEvent
from referrals.models.walk_ins import WalkIn

__all__ = [
    "Attachment",
    "AttachmentKind",
    "AttachmentPart",
    "BenefitKind",
    "BenefitReason",
    "DeclineReason",
    "Deviation",
    "DeviationKind",
    "FitForWork",
    "MoveStatus",
    "Referral",
    "ReferralDraft",
    "ReferralEvent",
    "ReferralListDraft",
    "ReferralMove",
    "ReferralStatus",
    "Source",
    "StatedFacts",
    "WalkIn",
]
