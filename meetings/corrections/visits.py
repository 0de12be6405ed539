"""What counts as a visit."""

from __future__ import annotations

import datetime

from django.utils import timezone

from meetings.choices import BookingStatus, Channel, MeetingStatus
from meetings.models import GroupInformationBooking, Meeting

VISITS = (Channel.VISIT,)
"""How somebody comes to the jobbtorg: a telephone call is contact and no visit."""


def visit_day(meeting: Meeting) -> datetime.date | None:
    """The local day on which a meeting was a visit, or None."""
    came = meeting.status == MeetingStatus.PRESENT and meeting.channel in VISITS
    return timezone.localdate(meeting.starts_at) if came else None


def group_visit_day(booking: GroupInformationBooking) -> datetime.date | None:
    """The local day on which a group information was a visit, or None."""
    return timezone.localdate(booking.session.starts_at) if booking.status == BookingStatus.ATTENDED else None
