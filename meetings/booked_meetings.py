"""What is booked: conditions to annotate a queryset of clocks with, and what lies in a period of a case."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.urls import reverse

from aspirants.events.ahead import Booked
from aspirants.models import Enrolment
from core.swedish.dates import start_of_day
from meetings.choices import BookingStatus, MeetingStatus
from meetings.models import GroupInformationBooking, Meeting


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


def booked_in(enrolment: Enrolment, first: datetime.date, until: datetime.date | None) -> Iterator[Booked]:
    """The case's booked meetings and places in group information from a local date up to another."""
    begin = start_of_day(first)
    meetings = Meeting.objects.filter(enrolment=enrolment, status=MeetingStatus.BOOKED, starts_at__gte=begin)
    places = GroupInformationBooking.objects.filter(
        enrolment=enrolment, status=BookingStatus.INVITED, session__starts_at__gte=begin
    )
    if until is not None:
        end = start_of_day(until)
        meetings, places = meetings.filter(starts_at__lt=end), places.filter(session__starts_at__lt=end)
    for meeting in meetings:
        yield Booked(meeting.starts_at, meeting.get_kind_display(), reverse("move_booking", args=[meeting.pk]))
    for place in places.select_related("session"):
        yield Booked(place.session.starts_at, "Gruppinformation", reverse("invitation_cancel", args=[place.pk]))
