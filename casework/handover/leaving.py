"""Whose cases and bookings wait to be handed over at a jobbtorg, for its manager."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
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
    """Who leaves the manager's jobbtorg, or has left it, and has something left there; soonest first. Three queries.

    Cases and bookings of protected persons count for a manager who is appointed to open them.
    """
    today, jobbtorg = timezone.localdate(now), manager.jobbtorg_id
    if jobbtorg is None:
        return []
    cases = Counter(
        dict(
            Enrolment.objects.visible_to(manager)
            .open()
            .filter(coach__isnull=False)
            .order_by()
            .values_list("coach")
            .annotate(n=Count("pk"))
        )
    )
    ended = Q(valid_to__gte=today - LOOKED_BACK) | Q(user__is_active=False)
    left = Position.objects.filter(ended, jobbtorg=jobbtorg, role__in=WITH_CASES, revoked_at=None)
    found = list(_services(Q(pk__in=list(cases)) | Q(pk__in=left.values("user")), jobbtorg, today))
    bookings = _bookings(manager, {user: work for user, work, _ in found if work.ends}, now)
    leaving = []
    for user, work, coaching in found:
        own = cases[user.pk] if coaching.ends else 0
        stays = bool(own) and coaching != work
        if own or bookings[user.pk]:
            leaving.append(Leaving(user, coaching if own else work, own, bookings[user.pk], stays))
    return sorted(
        leaving, key=lambda one: (one.service.last_day or datetime.date.min, one.coach.last_name, one.coach.pk)
    )


def _services(who: Q, jobbtorg: int, today: datetime.date) -> Iterable[tuple[User, Service, Service]]:
    """The work at a jobbtorg of those who fulfil a condition, and that as a coach, by positions of one query."""
    positions = Position.objects.filter(user__in=User.objects.filter(who), revoked_at=None)
    by_user: dict[User, list[Position]] = {}
    for position in positions.select_related("user").order_by("user", "valid_from"):
        by_user.setdefault(position.user, []).append(position)
    for user, own in by_user.items():
        yield user, service_at(jobbtorg, user, own, today), service_at(jobbtorg, user, own, today, AS_COACH)


def _bookings(manager: User, leaving: dict[User, Service], now: datetime.datetime) -> Counter[int]:
    """How many coming bookings each of those who leave has after the last day."""
    if not leaving:
        return Counter()
    after = Q()
    for user, service in leaving.items():
        begins = start_of_day(service.last_day + ONE_DAY) if service.last_day else now
        after |= Q(coach=user.pk, starts_at__gte=max(begins, now))
    booked = coming_bookings(manager, now).filter(after)
    return Counter(dict(booked.order_by().values_list("coach").annotate(n=Count("pk"))))


def coming_bookings(manager: User, now: datetime.datetime) -> PersonBoundQuerySet:
    """The booked meetings that are still to come, in the open cases that the manager may open."""
    return Meeting.objects.visible_to(manager).filter(
        status=MeetingStatus.BOOKED, starts_at__gte=now, enrolment__closed_on=None
    )
