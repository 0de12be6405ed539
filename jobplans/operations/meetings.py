"""Meetings and group information, with what they mean for the case's promises."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from aspirants import operations as meetings
from aspirants.models import Enrolment, GroupInformationBooking, GroupInformationSession, Meeting
from jobplans.operations.promises import settle_events
from organisation.models import User


@transaction.atomic
def book_meeting(*, actor: User, enrolment: Enrolment, **facts: Any) -> Meeting:
    """Book a coming meeting; `facts` as in `aspirants.operations.book_meeting`.

    Checked by: `aspirants.operations.book_meeting` (WORK_IN_CASE at the case's jobbtorg).
    """
    booked = meetings.book_meeting(actor=actor, enrolment=enrolment, **facts)
    settle_events(enrolment=enrolment)
    return booked


@transaction.atomic
def log_meeting(*, actor: User, enrolment: Enrolment, **facts: Any) -> Meeting:
    """Say how a meeting went; a first visit may start a promise. `facts` as in `aspirants.operations.log_meeting`.

    Checked by: `aspirants.operations.log_meeting` (WORK_IN_CASE at the case's jobbtorg).
    """
    logged = meetings.log_meeting(actor=actor, enrolment=enrolment, **facts)
    settle_events(enrolment=enrolment)
    return logged


@transaction.atomic
def book_group_information(
    *, actor: User, enrolment: Enrolment, session: GroupInformationSession
) -> GroupInformationBooking:
    """Invite an aspirant to a group information, which may keep the promise of one (R-2-56).

    Checked by: `aspirants.operations.book_group_information` (WORK_IN_CASE at the case's jobbtorg).
    """
    booking = meetings.book_group_information(actor=actor, enrolment=enrolment, session=session)
    settle_events(enrolment=enrolment)
    return booking


@transaction.atomic
def record_group_information(*, actor: User, booking: GroupInformationBooking, **facts: Any) -> GroupInformationBooking:
    """Record whether the aspirant came, or that the jobbtorg called the session off.

    Checked by: `aspirants.operations.record_group_information` (WORK_IN_CASE at the case's jobbtorg).
    """
    recorded = meetings.record_group_information(actor=actor, booking=booking, **facts)
    settle_events(enrolment=recorded.enrolment)
    return recorded
