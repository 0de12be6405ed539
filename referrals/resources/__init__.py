"""The tables of rules about a referred person."""

from referrals.resources.rules import (
    TABLES,
    CoverageRuleResource,
    EligibilityRuleResource,
    PriorityRuleResource,
    TargetGroupRuleResource,
)

__all__ = [
    "TABLES",
    "CoverageRuleResource",
    "EligibilityRuleResource",
    "PriorityRuleResource",
    "TargetGroupRuleResource",
]
