"""The promises that begin with a referral or a first contact, and the everyday events that start or keep them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from aspirants.models import BookingStatus, Enrolment, GroupInformationBooking, Meeting, MeetingStatus, Person
from jobplans.deadlines.clocks import begin_clock, cancel_clock, fulfil_clock, start_clock, withdraw_fulfilment
from jobplans.models import ClockKind, ClockStatus, DeadlineClock, DeadlinePolicy, Fulfilment, PolicyUse, StartEvent
from organisation.models import Jobbtorg

LATER_KINDS = (ClockKind.FOLLOW_UP, ClockKind.PLAN_COMMUNICATION)
"""What a plan's approval starts; every other promise is given when the person comes to the jobbtorg."""

AWAITED = (StartEvent.FIRST_VISIT,)
"""Events that are still to come when the promise is given."""


def give_promises(
    *,
    person: Person,
    jobbtorg: Jobbtorg,
    received_on: datetime.date,
    reference: str,
    happened: Mapping[StartEvent, datetime.date | None],
    covered: bool,
    covered_reason: str,
    enrolment: Enrolment | None = None,
) -> DeadlineClock:
    """Start a clock for every rule in force on the local date of receipt; returns that of the jobbgaranti.

    `happened` gives the local date of each event known so far. A rule that counts from an event nobody has told of
    gives no clock, unless the event is sure to come: then its clock waits (G-65).

    Part of: `submit_referral`, `register_walk_in`.
    """
    policies = DeadlinePolicy.objects.valid_on(received_on).exclude(kind__in=LATER_KINDS).exclude(use=PolicyUse.OFF)
    dates = {StartEvent.REFERRAL_RECEIVED: received_on, **happened}
    guarantee = None
    for policy in policies:
        started_on = dates.get(StartEvent(policy.start_event))
        if started_on is None and policy.start_event not in AWAITED:
            continue
        clock = start_clock(
            policy=policy,
            started_on=started_on,
            person=person,
            jobbtorg=jobbtorg,
            reference=reference,
            enrolment=enrolment,
            covered=covered,
            covered_reason=covered_reason,
        )
        if policy.kind == ClockKind.PLAN_GUARANTEE:
            guarantee = clock
    if guarantee is None:
        raise DeadlinePolicy.DoesNotExist(f"No rule for the jobbgaranti is in force on {received_on}.")
    return guarantee


def attach_promises(*, reference: str, enrolment: Enrolment) -> None:
    """The promises given under a referral's number follow the case from now on.

    Part of: `enrol_referral`.
    """
    DeadlineClock.objects.filter(reference=reference, enrolment=None).update(
        enrolment=enrolment, reference=enrolment.case_no
    )


def cancel_promises(*, reference: str, today: datetime.date) -> None:
    """The promises given under a number lose their object.

    Part of: `decline_referral`, `withdraw_referral`, `lapse_referral`.
    """
    for clock in DeadlineClock.objects.filter(reference=reference, fulfilled_at=None, ended_on=None):
        cancel_clock(clock, today=today)


@transaction.atomic
def settle_events(*, enrolment: Enrolment) -> None:
    """Let what is on record about meetings and visits start and keep the case's promises. Safe to ask for again.

    Part of: `book_meeting`, `log_meeting`, `book_group_information`, `record_group_information`.
    """
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
