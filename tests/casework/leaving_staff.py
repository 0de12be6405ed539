"""FC-10: a coach with fifteen open cases and eleven bookings, her colleagues, and what takes her away."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from aspirants.models import Enrolment
from demo.factories import EnrolmentFactory, JobbtorgFactory, MeetingFactory, UserFactory
from meetings.models import Meeting
from organisation.models import Role, User
from organisation.staff.operations.positions import deactivate_user, end_position, give_position
from organisation.staff.positions import PositionTerms
from organisation.staff.shown import shown_user
from tests.aspirants.staff import TODAY, at

ONE_DAY = datetime.timedelta(days=1)


@dataclass
class Desk:
    """The coach who leaves, the manager, two colleagues of whom one takes protected persons, an administrator."""

    coach: User
    manager: User
    colleague: User
    appointed: User
    admin: User
    cases: list[Enrolment]
    bookings: list[Meeting]


def furnish(coach: User, manager: User, *, cases: int = 15, bookings: int = 11) -> Desk:
    """The desk, with the bookings on the working days after today."""
    own = [EnrolmentFactory(coach=coach) for _ in range(cases)]
    booked = [
        MeetingFactory(enrolment=case, coach=coach, starts_at=at(TODAY + (1 + n % 4) * ONE_DAY, f"{8 + n % 8:02d}:00"))
        for n, case in enumerate(own[:bookings])
    ]
    return Desk(
        coach=coach,
        manager=manager,
        colleague=UserFactory(coach=True, jobbtorg=coach.jobbtorg),
        appointed=UserFactory(coach=True, jobbtorg=coach.jobbtorg, protected=True),
        admin=UserFactory(admin=True),
        cases=own,
        bookings=booked,
    )


def deactivated(desk: Desk) -> None:
    deactivate_user(actor=desk.admin, user=desk.coach, seen_user=shown_user(desk.coach))


def moved(desk: Desk, day: datetime.date = TODAY) -> None:
    terms = PositionTerms(role=Role.COACH, valid_from=day, jobbtorg=JobbtorgFactory())
    give_position(actor=desk.admin, user=desk.coach, seen_user=shown_user(desk.coach), terms=terms)


def last_day_set(desk: Desk, day: datetime.date = TODAY + 11 * ONE_DAY) -> None:
    end_position(actor=desk.admin, position=desk.coach.positions.get(), seen_user=shown_user(desk.coach), last_day=day)


LEAVES: dict[str, Callable[[Desk], None]] = {"deactivated": deactivated, "moved": moved}
"""What leaves the cases without a coach at once."""


def without_coach() -> set[int]:
    """The open cases that nobody in service at their jobbtorg answers for today."""
    cases = Enrolment.objects.open().without_coach_in_service(timezone.localdate())
    return set(cases.values_list("pk", flat=True))
