"""Times and places that a case has with its present jobbtorg, and that end when it moves to another."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from aspirants.models import Enrolment
from meetings.choices import BookingStatus, MeetingStatus
from meetings.models import GroupInformationBooking, Meeting
from meetings.operations.clocks import settle_events
from organisation.models import User


@dataclass(frozen=True)
class ComingBookings:
    """What is booked ahead: meetings with a coach, and places in group information to which the aspirant is called."""

    meetings: QuerySet[Meeting]
    places: QuerySet[GroupInformationBooking]

    def __bool__(self) -> bool:
        return bool(self.meetings or self.places)


def coming_bookings(enrolment: Enrolment) -> ComingBookings:
    """What lies ahead of now in a case, soonest first."""
    now = timezone.now()
    return ComingBookings(
        Meeting.objects.filter(enrolment=enrolment, status=MeetingStatus.BOOKED, starts_at__gt=now)
        .select_related("coach")
        .order_by("starts_at"),
        GroupInformationBooking.objects.filter(
            enrolment=enrolment, status=BookingStatus.INVITED, session__starts_at__gt=now
        )
        .select_related("session")
        .order_by("session__starts_at"),
    )


def cancel_coming_bookings(*, actor: User, enrolment: Enrolment) -> int:
    """Cancel what lies ahead, as done by the jobbtorg: never counted against the aspirant. Returns how many there were.

    Part of: `accept_transfer`.
    """
    coming = coming_bookings(enrolment)
    places = GroupInformationBooking.objects.filter(pk__in=list(coming.places.values_list("pk", flat=True)))
    meetings = coming.meetings.update(status=MeetingStatus.CANCELLED_BY_UNIT, logged_by=actor, logged_at=timezone.now())
    cancelled = meetings + places.update(status=BookingStatus.CANCELLED_BY_UNIT, registered_by=actor)
    settle_events(enrolment=enrolment)
    return cancelled
