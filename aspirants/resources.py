"""The table of reasons for closing a case."""

from aspirants.models import ClosureReason
from organisation.reference_tables.tables import ReferenceResource


class ClosureReasonResource(ReferenceResource):
    file_name = "closure_reasons.csv"
    example = {
        "code": "25",
        "identifier": "STUDIES_ABROAD",
        "label": "Studier utomlands",
        "group": "Studier",
        "counts_nationally": "nej",
        "neutral": "nej",
        "import_only": "nej",
        "needs_text": "nej",
        "evidence": "Antagningsbesked",
        "valid_from": "2026-01-01",
    }

    class Meta:
        model = ClosureReason
        import_id_fields = ["code"]
        fields = (
            "code",
            "identifier",
            "label",
            "group",
            "counts_nationally",
            "neutral",
            "import_only",
            "needs_text",
            "evidence",
            "socialstyrelsen_code",
            "valid_from",
            "valid_to",
        )


TABLES: list[type[ReferenceResource]] = [ClosureReasonResource]
