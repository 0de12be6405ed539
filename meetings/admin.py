"""The administrator's page for what meetings can be about. Meetings themselves are not administered."""

from django.contrib import admin

from meetings.models import MeetingTopic
from meetings.resources import MeetingTopicResource
from organisation.reference_tables.administration import ReferenceAdmin, ValidityFilter


@admin.register(MeetingTopic)
class MeetingTopicAdmin(ReferenceAdmin):
    """The list for all jobbtorg, and a jobbtorg's own. A topic that is chosen no longer is ended, not removed."""

    resource = MeetingTopicResource
    list_display = ["label", "code", "jobbtorg", "position", "reveals_health", "valid_from", "valid_to"]
    list_filter = [ValidityFilter, "jobbtorg"]
    list_select_related = ["jobbtorg"]
    search_fields = ["label", "code"]
