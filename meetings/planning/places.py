"""The places of group information: who has one, and who waits for a new one since the jobbtorg called theirs off."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from meetings.choices import BookingStatus
from meetings.models import GroupInformationBooking, GroupInformationSession

HAS_A_PLACE = [BookingStatus.INVITED, BookingStatus.ATTENDED]


def _without_a_new_place(enrolment: str) -> Q:
    """Whether the case has no place any more, neither one to come nor one that was used; `enrolment` leads to it."""
    return ~Q(Exists(GroupInformationBooking.objects.filter(enrolment=OuterRef(enrolment), status__in=HAS_A_PLACE)))


def waiting_for_a_new_place(places: QuerySet[GroupInformationBooking]) -> QuerySet[GroupInformationBooking]:
    """Of these, those that the jobbtorg took back and whose open case has got no other."""
    return places.filter(
        _without_a_new_place("enrolment"), status=BookingStatus.CANCELLED_BY_UNIT, enrolment__closed_on=None
    )


def with_counts(sessions: QuerySet[GroupInformationSession]) -> QuerySet[GroupInformationSession]:
    """Sessions with how many are `invited`, how many `attended`, and how many are `waiting` for a new time."""
    cancelled = [BookingStatus.CANCELLED_BY_ASPIRANT, BookingStatus.CANCELLED_BY_UNIT]
    waiting = Q(bookings__status=BookingStatus.CANCELLED_BY_UNIT, bookings__enrolment__closed_on=None)
    return sessions.annotate(
        invited=Count("bookings", filter=~Q(bookings__status__in=cancelled)),
        attended=Count("bookings", filter=Q(bookings__status=BookingStatus.ATTENDED)),
        waiting=Count("bookings", filter=waiting & _without_a_new_place("bookings__enrolment")),
    )
