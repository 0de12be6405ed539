"""What is on record about meetings and visits, and the clocks it starts and keeps."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping

from django.db.models import Q, QuerySet
from django.utils import timezone

from aspirants.models import Enrolment
from deadlines.clocks.keepers import Keeper, Keeping
from deadlines.clocks.keeping import keep_clock
from deadlines.clocks.kinds import KeepingEvent, kinds_kept_by
from deadlines.clocks.lifecycle import begin_clock, withdraw_fulfilment
from deadlines.models import ClockStatus, DeadlineClock, StartEvent
from meetings.choices import BookingStatus, MeetingStatus
from meetings.effects import Effect, meetings_with
from meetings.models import GroupInformationBooking, Meeting


def settle_events(*, enrolment: Enrolment) -> None:
    """Let what is on record about meetings and visits start and meet a case's clocks. Safe to ask for again.

    The case is one that the caller has locked: of two bookings that come at once the second must find the first.

    Part of: `book_meeting`, `move_booking`, `cancel_booking`, `store_meeting`, `book_group_information`,
    `move_session`, `call_off_session`, `cancel_invitation`, `record_group_information`, and whatever else changes a
    booked time.
    """
    kept = [kind for event in OFFERS for kind in kinds_kept_by(event)]
    clocks = (
        enrolment.clocks.live()
        .filter(Q(status=ClockStatus.WAITING) | Q(policy__kind__in=kept))
        .select_related("policy")
    )
    for clock in clocks:
        if clock.status == ClockStatus.WAITING and clock.policy.start_event == StartEvent.FIRST_VISIT:
            if enrolment.first_visit_on is not None:
                begin_clock(clock, started_on=enrolment.first_visit_on)
        else:
            _settle_offers(clock, enrolment)


def _settle_offers(clock: DeadlineClock, enrolment: Enrolment) -> None:
    """Keep the clock from the earliest offer of those that keep its kind; take back one that is none any more."""
    events = [event for event in OFFERS if clock.kind in kinds_kept_by(event)]
    offers = [(at, event) for event in events if (at := OFFERS[event](clock, enrolment)) is not None]
    if offers:
        at, event = min(offers, key=lambda offer: offer[0])
        keep_clock(clock, event, at=at, recorded_at=timezone.now())
    else:
        # What the jobbtorg calls off was no offer.
        withdraw_fulfilment(clock)


def _group_information_offered_at(clock: DeadlineClock, enrolment: Enrolment) -> datetime.datetime | None:
    """The first invitation to a session held by the last day, whether or not the aspirant came (G-64)."""
    bookings = enrolment.group_information_bookings.exclude(status=BookingStatus.CANCELLED_BY_UNIT)
    offers = [at for booking in bookings.select_related("session") if (at := _offered_at(clock, booking)) is not None]
    return min(offers, default=None)


def _offered_at(clock: DeadlineClock, booking: GroupInformationBooking) -> datetime.datetime | None:
    """When a place in a session was an offer: at the invitation, or by the session itself if nobody was told before.

    None: it never was (the session lay before the clock, or lies after its last day and ahead, or was called off).
    """
    starts_at = booking.session.starts_at
    if booking.session.is_called_off and booking.status == BookingStatus.INVITED:
        # Called off while the case was at another jobbtorg, so that the place stands as it was.
        return None
    held_on = timezone.localdate(starts_at)
    if clock.started_on is None or clock.due_on is None or held_on < clock.started_on:
        return None
    if held_on <= clock.due_on and booking.invited_at <= starts_at:
        return booking.invited_at
    came = booking.status == BookingStatus.ATTENDED
    return starts_at if came or (held_on > clock.due_on and starts_at <= timezone.now()) else None


def _meeting_offered_at(clock: DeadlineClock, enrolment: Enrolment) -> datetime.datetime | None:
    """The booking of a first meeting, of the kinds that MEETING_EFFECTS names for the clock (R-1-12)."""
    kinds = meetings_with(Effect.BOOKED_KEEPS, clock.kind)
    meetings = Meeting.objects.filter(enrolment=enrolment, kind__in=kinds)
    offered = meetings.exclude(status=MeetingStatus.CANCELLED_BY_UNIT).order_by("booked_at").first()
    return offered.booked_at if offered else None


def _talks(clock: DeadlineClock, enrolment: int | None) -> QuerySet[Meeting]:
    """The meetings with the aspirant there that are an assessment talk, the earliest first."""
    kinds = meetings_with(Effect.HELD_KEEPS, clock.kind)
    held = Meeting.objects.filter(enrolment=enrolment, kind__in=kinds, status=MeetingStatus.PRESENT)
    return held.order_by("starts_at", "pk")


def _talk_held_at(clock: DeadlineClock, enrolment: Enrolment) -> datetime.datetime | None:
    """When the first assessment talk began (R-4-43)."""
    first = _talks(clock, enrolment.pk).first()
    return first.starts_at if first else None


OFFERS: Mapping[KeepingEvent, Callable[[DeadlineClock, Enrolment], datetime.datetime | None]] = {
    KeepingEvent.GROUP_INFORMATION_OFFERED: _group_information_offered_at,
    KeepingEvent.MEETING_OFFERED: _meeting_offered_at,
    KeepingEvent.TALK_HELD: _talk_held_at,
}
"""Events found among meetings and sessions, and when they happened; the table of clock kinds says what they keep."""


def _groups_that_keep(clock: DeadlineClock) -> Iterator[Keeping]:
    if clock.enrolment is None:
        return
    bookings = clock.enrolment.group_information_bookings.exclude(status=BookingStatus.CANCELLED_BY_UNIT)
    for booking in bookings.select_related("session"):
        if (at := _offered_at(clock, booking)) is not None:
            recorded_at = max(at, booking.invited_at)
            yield Keeping(KeepingEvent.GROUP_INFORMATION_OFFERED, at, recorded_at, f"group-{booking.pk}")


def _meetings_that_keep(clock: DeadlineClock) -> Iterator[Keeping]:
    kinds = meetings_with(Effect.BOOKED_KEEPS, clock.kind)
    meetings = Meeting.objects.filter(enrolment=clock.enrolment_id, kind__in=kinds)
    for meeting in meetings.exclude(status=MeetingStatus.CANCELLED_BY_UNIT):
        yield Keeping(KeepingEvent.MEETING_OFFERED, meeting.booked_at, meeting.booked_at, f"meeting-{meeting.pk}")


def _talks_that_keep(clock: DeadlineClock) -> Iterator[Keeping]:
    for talk in _talks(clock, clock.enrolment_id):
        recorded_at = talk.logged_at or talk.starts_at
        yield Keeping(KeepingEvent.TALK_HELD, talk.starts_at, recorded_at, f"meeting-{talk.pk}")


KEEPERS: dict[KeepingEvent, Keeper] = {
    KeepingEvent.GROUP_INFORMATION_OFFERED: _groups_that_keep,
    KeepingEvent.MEETING_OFFERED: _meetings_that_keep,
    KeepingEvent.TALK_HELD: _talks_that_keep,
}
"""The same events one by one, for the clocks that are judged again after a correction."""
