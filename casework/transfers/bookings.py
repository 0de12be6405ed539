"""Times and places that a case has with its present jobbtorg, and that end when it moves to another."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from aspirants.models import Enrolment
from meetings.choices import BookingStatus, ChangeReason, MeetingStatus
from meetings.models import GroupInformationBooking, Meeting
from meetings.operations import cancel_coming_meetings, cancel_coming_places
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
    now, reason = timezone.now(), ChangeReason.CASE_ENDS
    meetings = cancel_coming_meetings(actor=actor, enrolment=enrolment, reason=reason, at=now)
    places = cancel_coming_places(actor=actor, enrolment=enrolment, reason=reason, at=now)
    settle_events(enrolment=enrolment)
    return len(meetings) + len(places)
