"""The tables of units: stadsdelar, income support units, jobbtorg, target groups, the map, teams and opening hours."""

from organisation.models import (
    CoachGroup,
    District,
    DistrictJobbtorg,
    IncomeSupportUnit,
    Jobbtorg,
    OpeningHours,
    TargetGroup,
)
from organisation.reference_tables.tables import ReferenceResource


class DistrictResource(ReferenceResource):
    file_name = "districts.csv"
    example = {"code": "bromma", "name": "Bromma", "valid_from": "1999-01-01"}

    class Meta:
        model = District
        import_id_fields = ["code"]
        fields = ("code", "name", "valid_from", "valid_to", "successor")


class IncomeSupportUnitResource(ReferenceResource):
    file_name = "income_support_units.csv"
    example = {
        "code": "fs-bromma",
        "name": "Försörjningsstödsenheten Bromma",
        "district": "bromma",
        "function": "Försörjningsstöd",
        "mailbox": "forsorjningsstod.bromma@example.se",
        "valid_from": "2007-01-01",
    }

    class Meta:
        model = IncomeSupportUnit
        import_id_fields = ["code"]
        fields = ("code", "name", "district", "function", "mailbox", "valid_from", "valid_to")


class JobbtorgResource(ReferenceResource):
    file_name = "jobbtorg.csv"
    example = {
        "code": "KU",
        "name": "Jobbtorg Kista ungdom",
        "kind": "Ungdomsfilial",
        "parent": "KI",
        "address": "Kistagången 2",
        "age_from": "16",
        "age_to": "24",
        "valid_from": "2008-01-01",
    }

    class Meta:
        model = Jobbtorg
        import_id_fields = ["code"]
        fields = ("code", "name", "kind", "parent", "address", "age_from", "age_to", "valid_from", "valid_to")


class TargetGroupResource(ReferenceResource):
    file_name = "target_groups.csv"
    example = {
        "code": "TG8",
        "name": "Ny målgrupp",
        "second_step": "nej",
        "restricted": "nej",
        "valid_from": "2026-01-01",
    }

    class Meta:
        model = TargetGroup
        import_id_fields = ["code"]
        fields = ("code", "name", "second_step", "restricted", "valid_from", "valid_to")


class DistrictJobbtorgResource(ReferenceResource):
    file_name = "district_jobbtorg.csv"
    example = {"district": "bromma", "jobbtorg": "VB", "valid_from": "2008-01-01", "is_default": "ja"}

    class Meta:
        model = DistrictJobbtorg
        import_id_fields = ["district", "target_group", "jobbtorg", "valid_from"]
        fields = ("district", "target_group", "jobbtorg", "valid_from", "valid_to", "is_default")


class CoachGroupResource(ReferenceResource):
    file_name = "coach_groups.csv"
    example = {"jobbtorg": "RS", "code": "A", "name": "Grupp A", "valid_from": "2026-01-01"}

    class Meta:
        model = CoachGroup
        import_id_fields = ["jobbtorg", "code"]
        fields = ("jobbtorg", "code", "name", "valid_from", "valid_to")


class OpeningHoursResource(ReferenceResource):
    file_name = "opening_hours.csv"
    example = {
        "jobbtorg": "RS",
        "valid_from": "2026-06-05",
        "valid_to": "2026-06-05",
        "note": "planeringsdag",
    }

    class Meta:
        model = OpeningHours
        import_id_fields = ["jobbtorg", "valid_from"]
        fields = ("jobbtorg", "valid_from", "valid_to", "opens", "closes", "note")


# In the order in which the tables lean on each other.
TABLES: list[type[ReferenceResource]] = [
    DistrictResource,
    IncomeSupportUnitResource,
    JobbtorgResource,
    TargetGroupResource,
    DistrictJobbtorgResource,
    CoachGroupResource,
    OpeningHoursResource,
]
