"""Referrals and visits, what has happened to them, what is begun and not yet sent, and questions about them."""

from referrals.choices import (
    AttachmentKind,
    BenefitKind,
    BenefitReason,
    DeclineReason,
    DeviationKind,
    FitForWork,
    MoveStatus,
    ReferralStatus,
    Side,
    Source,
)
from referrals.models.answers import Departure, DepartureKind, FitnessAnswer
from referrals.models.attachments import Attachment, AttachmentPart
from referrals.models.deviations import Deviation
from referrals.models.drafts import ReferralDraft, ReferralListDraft
from referrals.models.facts import StatedFacts
from referrals.models.moves import ReferralMove
from referrals.models.questions import QuestionMessage, QuestionThread
from referrals.models.referrals import Referral, ReferralEvent
from referrals.models.rules import CoverageRule, EligibilityRule, PriorityRule, TargetGroupRule
from referrals.models.walk_ins import WalkIn

__all__ = [
    "Attachment",
    "AttachmentKind",
    "AttachmentPart",
    "BenefitKind",
    "BenefitReason",
    "CoverageRule",
    "DeclineReason",
    "Departure",
    "DepartureKind",
    "Deviation",
    "DeviationKind",
    "EligibilityRule",
    "FitForWork",
    "FitnessAnswer",
    "MoveStatus",
    "PriorityRule",
    "QuestionMessage",
    "QuestionThread",
    "Referral",
    "ReferralDraft",
    "ReferralEvent",
    "ReferralListDraft",
    "ReferralMove",
    "ReferralStatus",
    "Side",
    "Source",
    "StatedFacts",
    "TargetGroupRule",
    "WalkIn",
]
