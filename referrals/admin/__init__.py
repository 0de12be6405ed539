"""The administrator's pages for the rules about a referred person. Referrals are not administered."""

from referrals.admin.rules import CoverageRuleAdmin, EligibilityRuleAdmin, PriorityRuleAdmin, TargetGroupRuleAdmin

__all__ = ["CoverageRuleAdmin", "EligibilityRuleAdmin", "PriorityRuleAdmin", "TargetGroupRuleAdmin"]
