"""The table of insatser."""

from catalogue.models import InsatsType
from organisation.reference_tables.tables import ReferenceResource


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


TABLES: list[type[ReferenceResource]] = [InsatsTypeResource]
