"""Who registered a meeting, or how a group information went, and when."""

from __future__ import annotations

from aspirants.corrections.rights import Recorded
from core.history.tracking import changes_of
from meetings.models import GroupInformationBooking, Meeting


def recorded_meeting(meeting: Meeting) -> Recorded:
    """Who logged a meeting and when; of one that is only booked, who booked it."""
    if meeting.logged_at is not None:
        return Recorded(meeting.logged_by_id, meeting.logged_at)
    return Recorded(meeting.booked_by_id, meeting.booked_at)


def recorded_outcome(booking: GroupInformationBooking) -> Recorded:
    """Who registered how a group information went, and when it was registered so."""
    versions = changes_of(GroupInformationBooking).objects.filter(pgh_obj=booking.pk)
    otherwise = versions.exclude(status=booking.status).order_by("-pgh_id").values_list("pgh_id", flat=True).first()
    since = versions.filter(pgh_id__gt=otherwise or 0).order_by("pgh_id").first()
    return Recorded(booking.registered_by_id, since.pgh_created_at if since else None)
