"""Who registered a meeting, or how a group information went, and when."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from aspirants.corrections.rights import Recorded
from core.history.tracking import changes_of
from meetings.choices import MeetingStatus
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


def booked_with(meeting: Meeting) -> Sequence[Meeting]:
    """The next meeting that was booked when a meeting was logged, in the same act; none where none was."""
    if meeting.logged_at is None:
        return []
    same_act = (meeting.logged_at, meeting.logged_at + datetime.timedelta(seconds=5))
    booked = Meeting.objects.filter(enrolment=meeting.enrolment_id, booked_by=meeting.logged_by_id)
    next_ones = booked.filter(status=MeetingStatus.BOOKED, booked_at__range=same_act).exclude(pk=meeting.pk)
    return list(next_ones.order_by("pk"))
