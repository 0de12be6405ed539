"""The tables of units: stadsdelar, income support units, jobbtorg, target groups the map between them and teams."""

from organisation.models import CoachGroup, District, DistrictJobbtorg, IncomeSupportUnit, Jobbtorg, TargetGroup
from organisation.reference_tables.tables import ReferenceResource


class DistrictResource(ReferenceResource):
    file_name = "districts.csv"

    class Meta:
        model = District
        import_id_fields = ["code"]
        fields = ("code", "name", "valid_from", "valid_to", "successor")


class IncomeSupportUnitResource(ReferenceResource):
    file_name = "income_support_units.csv"

    class Meta:
        model = IncomeSupportUnit
        import_id_fields = ["code"]
        fields = ("code", "name", "district", "function", "mailbox", "valid_from", "valid_to")


class JobbtorgResource(ReferenceResource):
    file_name = "jobbtorg.csv"

    class Meta:
        model = Jobbtorg
        import_id_fields = ["code"]
        fields = ("code", "name", "kind", "parent", "address", "age_from", "age_to", "valid_from", "valid_to")


class TargetGroupResource(ReferenceResource):
    file_name = "target_groups.csv"

    class Meta:
        model = TargetGroup
        import_id_fields = ["code"]
        fields = ("code", "name", "refugee", "valid_from", "valid_to")


class DistrictJobbtorgResource(ReferenceResource):
    file_name = "district_jobbtorg.csv"

    class Meta:
        model = DistrictJobbtorg
        import_id_fields = ["district", "target_group", "jobbtorg", "valid_from"]
        fields = ("district", "target_group", "jobbtorg", "valid_from", "valid_to", "is_default")


class CoachGroupResource(ReferenceResource):
    file_name = "coach_groups.csv"

    class Meta:
        model = CoachGroup
        import_id_fields = ["jobbtorg", "code"]
        fields = ("jobbtorg", "code", "name", "valid_from", "valid_to")


# In the order in which the tables lean on each other.
TABLES: list[type[ReferenceResource]] = [
    DistrictResource,
    IncomeSupportUnitResource,
    JobbtorgResource,
    TargetGroupResource,
    DistrictJobbtorgResource,
    CoachGroupResource,
]
