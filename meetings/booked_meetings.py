"""Whether a meeting is booked for the case of a clock: conditions to annotate a queryset of clocks with."""

from __future__ import annotations

import datetime

from django.db.models import Exists, OuterRef

from meetings.choices import MeetingStatus
from meetings.models import Meeting


def booked_from(now: datetime.datetime) -> Exists:
    """Whether a meeting is booked, in the clock's case, from an instant on."""
    return Exists(
        Meeting.objects.filter(enrolment=OuterRef("enrolment"), status=MeetingStatus.BOOKED, starts_at__gte=now)
    )


def booked_in_time(now: datetime.datetime) -> Exists:
    """Whether a meeting is booked, in the clock's case, from an instant until the end of the clock's last day."""
    return Exists(
        Meeting.objects.filter(
            enrolment=OuterRef("enrolment"),
            status=MeetingStatus.BOOKED,
            starts_at__gte=now,
            starts_at__date__lte=OuterRef("due_on"),
        )
    )
