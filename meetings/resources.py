"""The table of what meetings can be about."""

from meetings.models import MeetingTopic
from organisation.reference_tables.tables import ReferenceResource


class MeetingTopicResource(ReferenceResource):
    file_name = "meeting_topics.csv"
    example = {
        "jobbtorg": "RS",
        "code": "DRIVING",
        "label": "Körkort",
        "position": "7",
        "reveals_health": "nej",
        "valid_from": "2026-01-01",
    }

    class Meta:
        model = MeetingTopic
        import_id_fields = ["jobbtorg", "code"]
        fields = ("jobbtorg", "code", "label", "position", "reveals_health", "valid_from", "valid_to")


TABLES: list[type[ReferenceResource]] = [MeetingTopicResource]
