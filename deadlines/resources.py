"""The table of deadline rules."""

from deadlines.models import DeadlinePolicy
from organisation.reference_tables.tables import ReferenceResource


class DeadlinePolicyResource(ReferenceResource):
    file_name = "deadline_policies.csv"
    example = {
        "kind": "Tremånadersuppföljningen",
        "valid_from": "2030-01-01",
        "start_event": "Senaste uppföljningen hölls, eller första planen godkändes",
        "length": "3",
        "unit": "månader",
        "roll_rule": "flyttas till nästa arbetsdag",
        "warn_days_first": "10",
        "warn_days_second": "5",
        "use": "Aktiv",
    }

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


TABLES: list[type[ReferenceResource]] = [DeadlinePolicyResource]
