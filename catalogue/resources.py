"""The table of insatser."""

from catalogue.models import InsatsType
from organisation.reference_tables.tables import ReferenceResource


class InsatsTypeResource(ReferenceResource):
    file_name = "insats_types.csv"
    example = {
        "code": "CV_WORKSHOP",
        "name": "Skriva CV i grupp",
        "sub_kind_of": "PREPARATORY",
        "responsible_party": "Jobbtorget",
        "reveals_health": "nej",
        "valid_from": "2026-01-01",
    }

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
