"""Who has how much, and what waits: coaches, referrals, group information and target groups. Nobody is ranked."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, F, Min, OuterRef, Q, When

from aspirants.models import Enrolment, EnrolmentStatus
from aspirants.querysets import EnrolmentQuerySet
from core.swedish.dates import start_of_day
from core.workdays import ONE_DAY, add_working_days
from jobplans.models import JobPlanVersion, VersionStatus
from meetings.choices import MeetingStatus
from meetings.models import GroupInformationSession, Meeting
from meetings.planning.places import with_counts
from organisation.models import User
from organisation.reference_tables.calendar import stored_holiday
from referrals.models import Referral

WEEK = 5
"""Working days ahead whose meetings are counted, today included."""


@dataclass(frozen=True)
class CoachLoad:
    """A coach's open cases, and the meetings of the coming five working days. `coach` None: nobody in service."""

    coach: User | None
    cases: int
    paused: int
    without_plan: int
    meetings: int = 0


def coach_loads(manager: User, today: datetime.date) -> list[CoachLoad]:
    """What nobody in service answers for first, then the jobbtorg's coaches by name (R-4-06). Three statements."""
    cases = Enrolment.objects.visible_to(manager).open()
    coaches = list(User.objects.coaches_at(manager.jobbtorg_id).order_by("first_name", "last_name", "pk"))
    counted: dict[int | None, dict[str, int]] = {row["whose"]: row for row in _counted(cases, today)}
    meetings = _meetings(manager, today)

    def load(coach: User | None) -> CoachLoad:
        row = counted.get(coach.pk if coach else None, {})
        numbers = {name: row.get(name, 0) for name in ("cases", "paused", "without_plan")}
        return CoachLoad(coach, **numbers, meetings=meetings.get(coach.pk, 0) if coach else 0)

    return [load(None), *map(load, coaches)]


def _counted(cases: EnrolmentQuerySet, today: datetime.date) -> list[dict[str, Any]]:
    nobody = Enrolment.objects.without_coach_in_service(today).filter(pk=OuterRef("pk"))
    has_plan = JobPlanVersion.objects.filter(plan__enrolment=OuterRef("pk"), status=VersionStatus.APPROVED)
    marked = cases.annotate(nobody=Exists(nobody), has_plan=Exists(has_plan)).order_by()
    of_each = {
        "cases": Count("pk"),
        "paused": Count("pk", filter=Q(status=EnrolmentStatus.PAUSED)),
        "without_plan": Count("pk", filter=Q(has_plan=False)),
    }
    rows = list(marked.filter(nobody=False).values(whose=F("coach_id")).annotate(**of_each))
    [without] = [marked.filter(nobody=True).aggregate(**of_each)]
    return [*rows, {"whose": None, **without}]


def _meetings(manager: User, today: datetime.date) -> dict[int, int]:
    last = add_working_days(today, WEEK - 1, stored_holiday)
    booked = Meeting.objects.visible_to(manager).filter(
        status=MeetingStatus.BOOKED, starts_at__gte=start_of_day(today), starts_at__lt=start_of_day(last + ONE_DAY)
    )
    return dict(booked.order_by().values_list("coach").annotate(meetings=Count("pk")))


@dataclass(frozen=True)
class Queue:
    """The referrals that are neither enrolled nor at their end: how many, and since when the oldest waits."""

    referrals: int
    oldest: datetime.date | None


def referral_queue(manager: User) -> Queue:
    """What waits to be enrolled at the manager's jobbtorg. One statement."""
    waiting = Referral.objects.visible_to(manager).waiting()
    found = waiting.order_by().aggregate(referrals=Count("pk"), oldest=Min("received_on"))
    return Queue(found["referrals"], found["oldest"])


@dataclass(frozen=True)
class SessionPlaces:
    """A group information to come, and how many have been invited to it."""

    session: GroupInformationSession
    invited: int

    @property
    def left(self) -> int:
        return max(0, self.session.capacity - self.invited)


def sessions_ahead(manager: User, now: datetime.datetime) -> list[SessionPlaces]:
    """The coming group information of the jobbtorg, by time. One statement."""
    ahead: Any = with_counts(
        GroupInformationSession.objects.filter(
            jobbtorg=manager.jobbtorg_id, starts_at__gte=now, called_off_at__isnull=True
        )
    )
    return [SessionPlaces(session, session.invited) for session in ahead.order_by("starts_at")]


@dataclass(frozen=True)
class GroupLoad:
    """A target group's open cases (R-2-51)."""

    name: str
    cases: int
    without_coach: int


def target_groups(manager: User, today: datetime.date) -> list[GroupLoad]:
    """The open cases by target group, in the groups' order, those without one last. One statement."""
    nobody = Enrolment.objects.without_coach_in_service(today).filter(pk=OuterRef("pk"))
    rows = (
        Enrolment.objects.visible_to(manager)
        .open()
        .annotate(nobody=Exists(nobody))
        .order_by()
        # A group that tells of somebody's health is no row of its own, however many are in it.
        .annotate(shown=Case(When(target_group__restricted=False, then=F("target_group"))))
        .values(
            group=Case(When(shown__isnull=False, then=F("target_group__name"))),
            code=Case(When(shown__isnull=False, then=F("target_group__code"))),
        )
        .annotate(cases=Count("pk"), without_coach=Count("pk", filter=Q(nobody=True)))
        .order_by(F("code").asc(nulls_last=True))
    )
    return [GroupLoad(row["group"] or "Ingen målgrupp angiven", row["cases"], row["without_coach"]) for row in rows]
