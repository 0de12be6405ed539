"""How the tables of rules are read in and written out."""

from __future__ import annotations

from organisation.reference_tables.tables import ReferenceResource
from referrals.models.rules import CONDITION, CoverageRule, EligibilityRule, PriorityRule, TargetGroupRule

VALID = ("valid_from", "valid_to")


class CoverageRuleResource(ReferenceResource):
    file_name = "coverage_rules.csv"
    example = {
        "code": "C",
        "name": "Varslade",
        "position": "3",
        "text": "Är varslad och söker arbete.",
        "not_met": "Är inte varslad.",
        "benefit_reasons": "Arbetslöshet",
        "valid_from": "2030-01-01",
    }

    class Meta:
        model = CoverageRule
        import_id_fields = ["code", "valid_from"]
        fields = ("code", "name", "position", "text", "not_met", *CONDITION, "reference", *VALID)


class EligibilityRuleResource(ReferenceResource):
    file_name = "eligibility_rules.csv"
    example = {
        "code": "LAGSTA_ALDER",
        "name": "Lägsta ålder",
        "demand": "Ska vara uppfyllt",
        "text": "Personen ska vara mellan 16 och 64 år.",
        "may_be_sent_anyway": "ja",
        "age_from": "16",
        "age_to": "64",
        "valid_from": "2030-01-01",
    }

    class Meta:
        model = EligibilityRule
        import_id_fields = ["code", "valid_from"]
        fields = ("code", "name", "demand", "text", "may_be_sent_anyway", *CONDITION, "reference", *VALID)


class TargetGroupRuleResource(ReferenceResource):
    file_name = "target_group_rules.csv"
    example = {
        "code": "PERMITTERADE",
        "name": "Permitterade",
        "target_group": "TG1",
        "position": "9",
        "benefit_reasons": "Arbetslöshet",
        "unemployed_months_to": "3",
        "valid_from": "2030-01-01",
    }

    class Meta:
        model = TargetGroupRule
        import_id_fields = ["code", "valid_from"]
        fields = ("code", "name", "target_group", "position", *CONDITION, "reference", *VALID)


class PriorityRuleResource(ReferenceResource):
    file_name = "priority_rules.csv"
    example = {
        "code": "UNGA",
        "name": "Unga",
        "district": "jarva",
        "jobbtorg": "KI",
        "age_to": "24",
        "reference": "Överenskommelse 2030-01-01",
        "valid_from": "2030-01-01",
    }

    class Meta:
        model = PriorityRule
        import_id_fields = ["code", "district", "jobbtorg", "valid_from"]
        fields = ("code", "name", "district", "jobbtorg", *CONDITION, "reference", *VALID)


TABLES: list[type[ReferenceResource]] = [
    CoverageRuleResource,
    EligibilityRuleResource,
    TargetGroupRuleResource,
    PriorityRuleResource,
]
