"""The tables of insatser and of deadline rules."""

from jobplans.models import DeadlinePolicy, InsatsType
from organisation.reference import ReferenceResource


class InsatsTypeResource(ReferenceResource):
    file_name = "insats_types.csv"

    class Meta:
        model = InsatsType
        import_id_fields = ["code"]
        fields = (
            "code",
            "number",
            "name",
            "sub_kind_of",
            "responsible_party",
            "local_to",
            "reveals_health",
            "neutral_label",
            "socialstyrelsen_code",
            "valid_from",
            "valid_to",
        )


class DeadlinePolicyResource(ReferenceResource):
    file_name = "deadline_policies.csv"

    class Meta:
        model = DeadlinePolicy
        import_id_fields = ["kind", "valid_from"]
        fields = (
            "kind",
            "valid_from",
            "valid_to",
            "start_event",
            "length",
            "unit",
            "roll_rule",
            "warn_days_first",
            "warn_days_second",
            "use",
        )


TABLES: list[type[ReferenceResource]] = [InsatsTypeResource, DeadlinePolicyResource]
