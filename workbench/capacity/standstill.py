"""Cases in which something has stopped: each rule in words, and the cases it holds for (R-1-36, R-4-06, R-0-10).

The rules point out, they judge nobody: none of them excuses a deadline, and none counts in a figure of a coach.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from aspirants.models import CoachAssignment, EnrolmentStatus, Interruption
from aspirants.querysets import EnrolmentQuerySet
from core.swedish.dates import start_of_day
from core.workdays import add_working_days
from deadlines.models import ClockKind, DeadlineClock
from deadlines.status import clock_conditions
from jobplans.models import JobPlanVersion, VersionStatus
from meetings.choices import ATTENDED, MeetingStatus
from meetings.models import Meeting
from organisation.reference_tables.calendar import stored_holiday

LONG = 10
"""Working days after which a step that does not come has stopped."""

LONG_AWAY = datetime.timedelta(days=90)
"""How long an interruption without an end is left alone."""

A_YEAR = datetime.timedelta(days=365)


@dataclass(frozen=True)
class Standstill:
    """A rule: its name in the URL, its words (one case, several), what it means, and its condition at an instant."""

    key: str
    one: str
    several: str
    rule: str
    condition: Callable[[datetime.datetime], Q]


def _versions(status: VersionStatus) -> Q:
    return Q(Exists(JobPlanVersion.objects.filter(plan__enrolment=OuterRef("pk"), status=status)))


def _first_meeting_not_booked(now: datetime.datetime) -> Q:
    of_case = Meeting.objects.filter(enrolment=OuterRef("pk"))
    ahead = Q(status=MeetingStatus.BOOKED, starts_at__gte=now)
    return ~Q(Exists(of_case.filter(Q(status__in=ATTENDED) | ahead)))


def _plan_does_not_come(now: datetime.datetime) -> Q:
    before = add_working_days(timezone.localdate(now), -LONG, stored_holiday)
    has_plan = _versions(VersionStatus.APPROVED) | _versions(VersionStatus.PROPOSED)
    return Q(status=EnrolmentStatus.ACTIVE, enrolled_on__lt=before) & ~has_plan


def _answer_does_not_come(now: datetime.datetime) -> Q:
    before = start_of_day(add_working_days(timezone.localdate(now), -LONG, stored_holiday))
    proposed = JobPlanVersion.objects.filter(
        plan__enrolment=OuterRef("pk"), status=VersionStatus.PROPOSED, proposed_at__lt=before
    )
    return Q(Exists(proposed))


def _follow_up_does_not_come(now: datetime.datetime) -> Q:
    before = add_working_days(timezone.localdate(now), -LONG, stored_holiday)
    late = DeadlineClock.objects.kept_in_cases().unfulfilled().of_kind(ClockKind.FOLLOW_UP)
    return Q(
        Exists(late.filter(clock_conditions.late(timezone.localdate(now)), enrolment=OuterRef("pk"), due_on__lt=before))
    )


def _long_away(now: datetime.datetime) -> Q:
    away = Interruption.objects.filter(
        enrolment=OuterRef("pk"), started_on__lte=timezone.localdate(now) - LONG_AWAY, returned_on__isnull=True
    )
    return Q(Exists(away))


def _many_coaches(now: datetime.datetime) -> Q:
    """Two changes within a year: three coaches."""
    lately = CoachAssignment.objects.filter(
        Q(ended_at__isnull=True) | Q(ended_at__gte=start_of_day(timezone.localdate(now) - A_YEAR)),
        enrolment=OuterRef("pk"),
    )
    several = lately.order_by().values("enrolment").annotate(coaches=Count("coach", distinct=True))
    return Q(Exists(several.filter(coaches__gte=3)))


STANDSTILLS = (
    Standstill(
        "utan-forsta-mote",
        "ärende har inget första möte",
        "ärenden har inget första möte",
        "Inget möte har hållits och inget är bokat.",
        _first_meeting_not_booked,
    ),
    Standstill(
        "utan-plan",
        "ärende saknar jobbplan sedan länge",
        "ärenden saknar jobbplan sedan länge",
        f"Inskrivet för mer än {LONG} arbetsdagar sedan, utan uppehåll, och ingen jobbplan är föreslagen.",
        _plan_does_not_come,
    ),
    Standstill(
        "utan-svar",
        "jobbplan väntar på svar sedan länge",
        "jobbplaner väntar på svar sedan länge",
        f"Jobbplanen föreslogs för mer än {LONG} arbetsdagar sedan och aspiranten har inte svarat.",
        _answer_does_not_come,
    ),
    Standstill(
        "utan-uppfoljning",
        "uppföljning är länge försenad",
        "uppföljningar är länge försenade",
        f"Uppföljningen förföll för mer än {LONG} arbetsdagar sedan och är inte gjord.",
        _follow_up_does_not_come,
    ),
    Standstill(
        "langt-uppehall",
        "uppehåll har ingen slutdag",
        "uppehåll har ingen slutdag",
        f"Uppehållet började för mer än {LONG_AWAY.days} dagar sedan och ingen dag för återkomst är satt.",
        _long_away,
    ),
    Standstill(
        "coachbyten",
        "ärende har haft tre coacher på ett år",
        "ärenden har haft tre coacher på ett år",
        "Minst tre olika coacher har ansvarat för ärendet de senaste tolv månaderna. Skälen står i ärendets historik.",
        _many_coaches,
    ),
)
"""The rules, in the order of the page."""

BY_KEY = {one.key: one for one in STANDSTILLS}


def cases_of(standstill: Standstill, cases: EnrolmentQuerySet, now: datetime.datetime) -> EnrolmentQuerySet:
    """Of these cases the open ones that a rule holds for at an instant."""
    return cases.open().filter(standstill.condition(now))


def count_each(cases: EnrolmentQuerySet, now: datetime.datetime) -> dict[str, int]:
    """How many open cases each rule holds for, by the rule's key. One statement."""
    counts = {f"rule_{number}": Count("pk", filter=one.condition(now)) for number, one in enumerate(STANDSTILLS)}
    found = cases.open().order_by().aggregate(**counts)
    return {one.key: found[f"rule_{number}"] for number, one in enumerate(STANDSTILLS)}
