"""Whose cases and bookings wait to be handed over at a jobbtorg, for its manager."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from aspirants.models import Enrolment
from aspirants.querysets import PersonBoundQuerySet
from core.swedish.dates import short_weekday_date, start_of_day
from core.swedish.numbers import counted
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from organisation.models import WITH_CASES, Position, User
from organisation.staff.service import AS_COACH, ONE_DAY, Service, service_at

LOOKED_BACK = datetime.timedelta(days=180)
"""A coach who left longer ago and has no case left is not asked about for bookings."""


@dataclass(frozen=True)
class Leaving:
    """Somebody whose work here has ended or will, with the open cases and the bookings that nobody will hold."""

    coach: User
    service: Service
    cases: int
    bookings: int
    stays: bool = False
    """Whether only the cases are left: as the manager she works on here."""

    @property
    def sentence(self) -> str:
        """The row that reminds of it until it is done."""
        what = things_in_words(self.cases, self.bookings)
        return f"{self.coach} {last_day_in_words(self.service, stays=self.stays)}: {what} att lämna över"


def last_day_in_words(service: Service, *, stays: bool = False) -> str:
    """ "slutar här fre 4 dec", or that somebody has left; with `stays` that she is a coach until then only."""
    if service.is_over or service.last_day is None:
        return "är inte längre coach här" if stays else "har slutat här"
    return f"slutar {'som coach' if stays else 'här'} {short_weekday_date(service.last_day)}"


def things_in_words(cases: int, bookings: int) -> str:
    """ "15 ärenden och 11 bokade möten", without what there is none of."""
    parts = (
        counted(cases, "ärende", "ärenden") if cases else "",
        counted(bookings, "bokat möte", "bokade möten") if bookings else "",
    )
    return " och ".join(filter(None, parts))


def to_hand_over(manager: User, now: datetime.datetime) -> list[Leaving]:
    """Who leaves the manager's jobbtorg, or has left it, and has something left there; soonest first. One query.

    Cases and bookings of protected persons count for a manager who is appointed to open them.
    """
    today, jobbtorg = timezone.localdate(now), manager.jobbtorg_id
    if jobbtorg is None:
        return []
    leaving = []
    for one in _staff(manager, now):
        work = service_at(jobbtorg, one.user, one.positions, today)
        coaching = service_at(jobbtorg, one.user, one.positions, today, AS_COACH)
        cases = one.cases if coaching.ends else 0
        bookings = one.booked_after(work) if work.ends else 0
        if cases or bookings:
            stays = bool(cases) and coaching != work
            leaving.append(Leaving(one.user, coaching if cases else work, cases, bookings, stays))
    return sorted(
        leaving, key=lambda one: (one.service.last_day or datetime.date.min, one.coach.last_name, one.coach.pk)
    )


@dataclass
class _Staff:
    """Somebody with open cases at a jobbtorg, or who works or has worked there, with what is theirs there."""

    user: User
    positions: list[Position]
    cases: int
    booked_at: list[datetime.datetime]
    """When their coming bookings begin."""

    def booked_after(self, work: Service) -> int:
        """How many of the bookings come after the last day."""
        if work.last_day is None:
            return len(self.booked_at)
        begins = start_of_day(work.last_day + ONE_DAY)
        return sum(starts_at >= begins for starts_at in self.booked_at)


def _staff(manager: User, now: datetime.datetime) -> Iterable[_Staff]:
    """Who has open cases at the manager's jobbtorg, or has left it lately; by their positions, in one query."""
    cases = Enrolment.objects.visible_to(manager).open().filter(coach__isnull=False)
    of_coach = cases.filter(coach=OuterRef("user")).order_by().values("coach").annotate(n=Count("pk")).values("n")
    booked = coming_bookings(manager, now).filter(coach=OuterRef("user")).order_by("starts_at").values("starts_at")
    ended = Q(valid_to__gte=timezone.localdate(now) - LOOKED_BACK) | Q(user__is_active=False)
    left = Position.objects.filter(ended, jobbtorg=manager.jobbtorg_id, role__in=WITH_CASES, revoked_at=None)
    who = User.objects.filter(Q(pk__in=cases.values("coach")) | Q(pk__in=left.values("user")))
    positions = Position.objects.filter(user__in=who, revoked_at=None).annotate(
        cases=Coalesce(Subquery(of_coach), 0), booked_at=ArraySubquery(booked)
    )
    by_user: dict[int, _Staff] = {}
    for one in positions.select_related("user").order_by("user", "valid_from"):
        by_user.setdefault(one.user_id, _Staff(one.user, [], one.cases, one.booked_at)).positions.append(one)
    return by_user.values()


def coming_bookings(manager: User, now: datetime.datetime) -> PersonBoundQuerySet:
    """The booked meetings that are still to come, in the open cases that the manager may open."""
    return Meeting.objects.visible_to(manager).filter(
        status=MeetingStatus.BOOKED, starts_at__gte=now, enrolment__closed_on=None
    )
