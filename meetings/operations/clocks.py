"""What meetings and visits on record mean for the case's clocks."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from aspirants.models import Enrolment
from deadlines.clocks import begin_clock, fulfil_clock, withdraw_fulfilment
from deadlines.models import ClockKind, ClockStatus, DeadlineClock, Fulfilment, StartEvent
from meetings.choices import BookingStatus, MeetingStatus
from meetings.models import GroupInformationBooking, Meeting


@transaction.atomic
def settle_events(enrolment: Enrolment) -> None:
    """Let what is on record about meetings and visits start and keep the case's promises. Safe to ask for again."""
    # One at a time: of two bookings that come at once the second must find the first.
    Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    clocks = enrolment.clocks.filter(
        Q(status=ClockStatus.WAITING) | Q(policy__kind__in=[ClockKind.GROUP_INFO_OFFER, ClockKind.MEETING_48H])
    ).select_related("policy")
    for clock in clocks:
        if clock.status == ClockStatus.WAITING and clock.policy.start_event == StartEvent.FIRST_VISIT:
            if enrolment.first_visit_on is not None:
                begin_clock(clock, started_on=enrolment.first_visit_on)
        elif clock.kind == ClockKind.GROUP_INFO_OFFER:
            _settle_group_information(clock, enrolment)
        elif clock.kind == ClockKind.MEETING_48H:
            _settle_meeting_offer(clock, enrolment)


def _settle_group_information(clock: DeadlineClock, enrolment: Enrolment) -> None:
    """Kept by the invitation to a session held by the last day, whether or not the aspirant came (G-64)."""
    bookings = enrolment.group_information_bookings.exclude(status=BookingStatus.CANCELLED_BY_UNIT)
    offers = [at for booking in bookings.select_related("session") if (at := _offered_at(clock, booking)) is not None]
    if offers:
        fulfil_clock(clock, at=min(offers), recorded_at=timezone.now(), fulfilment=Fulfilment.OFFER)
    else:
        withdraw_fulfilment(clock)


def _offered_at(clock: DeadlineClock, booking: GroupInformationBooking) -> datetime.datetime | None:
    """When a place in a session was an offer: at the invitation, or by the session itself if nobody was told before.

    None: it never was (the session lay before the promise, or lies after its last day and ahead).
    """
    starts_at = booking.session.starts_at
    held_on = timezone.localdate(starts_at)
    if clock.started_on is None or clock.due_on is None or held_on < clock.started_on:
        return None
    if held_on <= clock.due_on and booking.invited_at <= starts_at:
        return booking.invited_at
    came = booking.status == BookingStatus.ATTENDED
    return starts_at if came or (held_on > clock.due_on and starts_at <= timezone.now()) else None


def _settle_meeting_offer(clock: DeadlineClock, enrolment: Enrolment) -> None:
    """Kept by the booking of a first meeting (R-1-12)."""
    first = Meeting.objects.filter(enrolment=enrolment).exclude(status=MeetingStatus.CANCELLED_BY_UNIT)
    offered = first.order_by("booked_at").first()
    if offered is not None:
        fulfil_clock(clock, at=offered.booked_at, recorded_at=timezone.now(), fulfilment=Fulfilment.OFFER)
