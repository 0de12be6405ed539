"""Rules are added from a day and ended; one in force is not rewritten."""

from __future__ import annotations

from django.contrib import admin

from organisation.reference_tables.administration import ReferenceAdmin, ValidityFilter
from referrals.models.rules import CoverageRule, EligibilityRule, PriorityRule, TargetGroupRule
from referrals.resources import (
    CoverageRuleResource,
    EligibilityRuleResource,
    PriorityRuleResource,
    TargetGroupRuleResource,
)


@admin.register(CoverageRule)
class CoverageRuleAdmin(ReferenceAdmin):
    resource = CoverageRuleResource
    list_display = ["code", "name", "text", "position", "valid_from", "valid_to"]
    list_filter = [ValidityFilter]
    search_fields = ["code", "name", "text"]


@admin.register(EligibilityRule)
class EligibilityRuleAdmin(ReferenceAdmin):
    resource = EligibilityRuleResource
    list_display = ["code", "name", "text", "may_be_sent_anyway", "valid_from", "valid_to"]
    list_filter = [ValidityFilter, "may_be_sent_anyway"]
    search_fields = ["code", "name", "text"]


@admin.register(TargetGroupRule)
class TargetGroupRuleAdmin(ReferenceAdmin):
    resource = TargetGroupRuleResource
    list_display = ["code", "name", "target_group", "position", "valid_from", "valid_to"]
    list_filter = [ValidityFilter]
    list_select_related = ["target_group"]
    search_fields = ["code", "name", "target_group__name"]


@admin.register(PriorityRule)
class PriorityRuleAdmin(ReferenceAdmin):
    resource = PriorityRuleResource
    list_display = ["name", "district", "jobbtorg", "reference", "valid_from", "valid_to"]
    list_filter = [ValidityFilter, "jobbtorg"]
    list_select_related = ["district", "jobbtorg"]
    search_fields = ["name", "district__name", "jobbtorg__name", "reference"]
