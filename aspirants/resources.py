"""The table of reasons for closing a case."""

from aspirants.models import ClosureReason
from organisation.reference_tables.tables import ReferenceResource


class ClosureReasonResource(ReferenceResource):
    file_name = "closure_reasons.csv"

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
