"""Meetings and group information."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from core.workdays import add_working_days
from demo.factories.cases import EnrolmentFactory, local_instant
from demo.factories.people import UserFactory
from demo.factories.places import JobbtorgFactory
from meetings.choices import BookingStatus, ChangeReason, MeetingKind, MeetingStatus, Topic, Wish
from meetings.models import BookingChange, GroupInformationBooking, GroupInformationSession, Meeting, MeetingTopic
from organisation.reference_tables.calendar import stored_holiday


def working_day(distance: int) -> date:
    """The working day so many working days from today; 0 is today, working day or not."""
    return add_working_days(timezone.localdate(), distance, stored_holiday)


def _log(status: MeetingStatus) -> dict[str, Any]:
    return {
        "status": status,
        "starts_at": factory.LazyFunction(lambda: local_instant(working_day(-1))),
        "logged_by": factory.SelfAttribute("coach"),
        "logged_at": factory.LazyAttribute(lambda meeting: meeting.starts_at + timedelta(hours=1)),
    }


class MeetingFactory(DjangoModelFactory[Meeting]):
    """A meeting with the case's coach, booked for the next working day at 10.00.

    Traits: `today` (10.00), `unlogged` (was booked for the last working day, nobody said how it went), and logged ones:
    `present`, `absent` (did not come), `absent_valid`, `rescheduled`, `cancelled` (by the unit). `follow_up` and
    `network` set the kind. Give `starts_at` for another time.
    """

    class Meta:
        model = Meeting

    class Params:
        today = factory.Trait(starts_at=factory.LazyFunction(lambda: local_instant(timezone.localdate())))
        unlogged = factory.Trait(starts_at=factory.LazyFunction(lambda: local_instant(working_day(-1))))
        present = factory.Trait(topics=[Topic.JOB_SEARCH], note="Gick igenom CV.", **_log(MeetingStatus.PRESENT))
        absent = factory.Trait(**_log(MeetingStatus.ABSENT_INVALID))
        absent_valid = factory.Trait(**_log(MeetingStatus.ABSENT_VALID))
        rescheduled = factory.Trait(**_log(MeetingStatus.RESCHEDULED))
        cancelled = factory.Trait(**_log(MeetingStatus.CANCELLED_BY_UNIT))
        follow_up = factory.Trait(kind=MeetingKind.FOLLOW_UP)
        network = factory.Trait(kind=MeetingKind.NETWORK)

    enrolment = factory.SubFactory(EnrolmentFactory)
    coach = factory.Maybe(
        "enrolment.coach",
        factory.SelfAttribute("enrolment.coach"),
        factory.SubFactory(UserFactory, coach=True, jobbtorg=factory.SelfAttribute("..enrolment.jobbtorg")),
    )
    kind = MeetingKind.COACH
    starts_at = factory.LazyFunction(lambda: local_instant(working_day(1)))
    minutes = 30
    status = MeetingStatus.BOOKED
    booked_by = factory.SelfAttribute("coach")


class GroupInformationSessionFactory(DjangoModelFactory[GroupInformationSession]):
    """A group information the next working day at 13.00. Trait `past`: the last working day."""

    class Meta:
        model = GroupInformationSession

    class Params:
        past = factory.Trait(starts_at=factory.LazyFunction(lambda: local_instant(working_day(-1), 13)))

    jobbtorg = factory.SubFactory(JobbtorgFactory)
    starts_at = factory.LazyFunction(lambda: local_instant(working_day(1), 13))
    place = factory.SelfAttribute("jobbtorg.address")


class GroupInformationBookingFactory(DjangoModelFactory[GroupInformationBooking]):
    """A case invited to a coming group information of its jobbtorg. Traits `attended`, `no_show` (then it was held)."""

    class Meta:
        model = GroupInformationBooking

    class Params:
        attended = factory.Trait(status=BookingStatus.ATTENDED, session__past=True)
        no_show = factory.Trait(status=BookingStatus.NO_SHOW, session__past=True)

    enrolment = factory.SubFactory(EnrolmentFactory)
    session = factory.SubFactory(GroupInformationSessionFactory, jobbtorg=factory.SelfAttribute("..enrolment.jobbtorg"))
    status = BookingStatus.INVITED
    registered_by = factory.SelfAttribute("enrolment.coach")


class BookingChangeFactory(DjangoModelFactory[BookingChange]):
    """A meeting that was moved, on the aspirant's wish, to the time it has now from the working day before."""

    class Meta:
        model = BookingChange

    meeting = factory.SubFactory(MeetingFactory)
    enrolment = factory.SelfAttribute("meeting.enrolment")
    from_starts_at = factory.LazyAttribute(lambda change: change.meeting.starts_at - timedelta(days=1))
    to_starts_at = factory.SelfAttribute("meeting.starts_at")
    wish = Wish.ASPIRANT
    reason = ChangeReason.OTHER_TIME
    changed_by = factory.SelfAttribute("meeting.coach")


class MeetingTopicFactory(DjangoModelFactory[MeetingTopic]):
    """Something meetings can be about, for all jobbtorg unless one is given."""

    class Meta:
        model = MeetingTopic

    code = factory.Sequence(lambda number: f"TOPIC_{number}")
    label = factory.Sequence(lambda number: f"Ämne {number}")
    valid_from = date(2008, 1, 1)
