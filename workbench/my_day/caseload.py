"""Where each case stands: the facts a list of cases needs, fetched in one query, and the words for them."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone

from activities.models import Activity
from aspirants.models import Enrolment, EnrolmentStatus
from aspirants.querysets import EnrolmentQuerySet
from casework.models import CaseNote
from core.swedish.dates import short_day, start_of_day
from core.workdays import ONE_DAY, add_working_days
from deadlines.models import ClockKind, ClockPause, ClockStatus, ContactAttempt, DeadlineClock, PolicyUse
from deadlines.status.lateness import AWAY, EXCUSED, NOT_COVERED
from deadlines.status.planned import is_paused
from jobplans.models import JobPlanVersion, PlanItem, VersionStatus
from meetings.choices import ATTENDED, MeetingStatus
from meetings.models import Meeting
from organisation.reference_tables.calendar import stored_holiday

_NAME_FOR_OTHERS = Case(
    When(insats_type__reveals_health=True, then=F("insats_type__neutral_label")), default=F("insats_type__name")
)
"""An insats as a list names it: InsatsType.name_for_others, in SQL."""


def _name_of(insatser: QuerySet[Any]) -> Subquery:
    return Subquery(insatser.annotate(shown_name=_NAME_FOR_OTHERS).values("shown_name")[:1])


FOLLOW_UP_NOTICE = 10
"""Working days before its last day from which a follow-up is pointed out."""

LONG_WITHOUT_MEETING = datetime.timedelta(days=30)

VACUUM = datetime.timedelta(days=14)
"""In a case in which nothing goes on: so long back nothing has happened, so long ahead nothing is booked (R-1-36).

What happens is a meeting that was held, an attempt to reach the person, and a note about a day of that time.
"""

# An enrolment with the annotations of `with_situation`, which the type checker cannot know of.
AnnotatedCase = Any


def with_situation(cases: EnrolmentQuerySet, *, today: datetime.date, now: datetime.datetime) -> EnrolmentQuerySet:
    """Annotate what a row shows and what cases are filtered and sorted by; `today` is the local date of `now`."""
    clocks = DeadlineClock.objects.kept_in_cases().unfulfilled().filter(enrolment=OuterRef("pk"))
    versions = JobPlanVersion.objects.filter(plan__enrolment=OuterRef("pk"))
    meetings = Meeting.objects.filter(enrolment=OuterRef("pk")).values("starts_at")
    attended = meetings.filter(status__in=ATTENDED)
    booked = meetings.filter(status=MeetingStatus.BOOKED, starts_at__gte=now)
    activity = PlanItem.objects.filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=today),
        Q(ends_on__isnull=True) | Q(ends_on__gte=today),
        version__plan__enrolment=OuterRef("pk"),
        version__status=VersionStatus.APPROVED,
        insats_type__isnull=False,
    ).order_by(F("starts_on").desc(nulls_last=True), "pk")
    begun = Activity.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today), enrolment=OuterRef("pk"), starts_on__lte=today, result=""
    ).order_by("-starts_on", "pk")
    follow_up_soon = clocks.of_kind(ClockKind.FOLLOW_UP).filter(
        due_on__lte=add_working_days(today, FOLLOW_UP_NOTICE, stored_holiday)
    )
    dated, quiet = clocks.filter(due_on__isnull=False), Q(covered=False) | Q(status=ClockStatus.EXCUSED)
    return cases.select_related("person", "coach").annotate(
        last_meeting_at=Subquery(attended.order_by("-starts_at")[:1]),
        next_meeting_at=Subquery(booked.order_by("starts_at")[:1]),
        next_due_on=Subquery(dated.exclude(quiet).order_by("due_on").values("due_on")[:1]),
        quiet_clock=Subquery(
            dated.filter(quiet).order_by("due_on").values(of=JSONObject(due_on="due_on", covered="covered"))[:1]
        ),
        clock_paused=Exists(clocks.filter(is_paused(today))),
        clock_pauses_from=Subquery(
            ClockPause.objects.filter(
                clock__enrolment=OuterRef("pk"),
                clock__status=ClockStatus.PAUSED,
                clock__policy__use=PolicyUse.ACTIVE,
                clock__historical=False,
                resumed_on=None,
                paused_from__gt=today,
            )
            .order_by("paused_from")
            .values("paused_from")[:1]
        ),
        has_plan=Exists(versions.filter(status=VersionStatus.APPROVED)),
        awaits_answer=Exists(versions.filter(status=VersionStatus.PROPOSED)),
        has_draft=Exists(versions.filter(status=VersionStatus.DRAFT)),
        contacted_lately=Exists(
            ContactAttempt.objects.filter(
                clock__enrolment=OuterRef("pk"), attempted_at__gte=start_of_day(today - VACUUM)
            )
        ),
        noted_lately=Exists(CaseNote.objects.filter(enrolment=OuterRef("pk"), concerns_on__gte=today - VACUUM)),
        met_lately=Exists(attended.filter(starts_at__gte=now - LONG_WITHOUT_MEETING)),
        to_be_sent=Exists(clocks.of_kind(ClockKind.PLAN_COMMUNICATION)),
        follow_up_soon=Exists(follow_up_soon),
        has_insats=Exists(begun),
        # What has begun before what is only planned, so that neither list says that the other's insats is missing.
        activity=Coalesce(_name_of(begun), _name_of(activity)),
    )


@dataclass(frozen=True)
class Situation:
    """A question a list can be narrowed by: its name in the URL, its words, and the condition on annotated cases.

    `holds` says the same of a case that has been fetched.
    """

    key: str
    label: str
    condition: Q
    holds: Callable[[AnnotatedCase], bool]


def situations(today: datetime.date) -> list[Situation]:
    """What a coach looks for in the caseload."""
    return [
        Situation(
            "utan-mote",
            "Utan möte 30+ dagar",
            Q(met_lately=False, enrolled_on__lte=today - LONG_WITHOUT_MEETING, closed_on__isnull=True),
            lambda case: case.is_open and not case.met_lately and case.enrolled_on <= today - LONG_WITHOUT_MEETING,
        ),
        Situation(
            "plan-saknas",
            "Jobbplan saknas",
            Q(has_plan=False, closed_on__isnull=True),
            lambda case: case.is_open and not case.has_plan,
        ),
        Situation(
            "uppfoljning", "Uppföljning förfaller", Q(follow_up_soon=True), lambda case: bool(case.follow_up_soon)
        ),
        Situation(
            "vakuum",
            "Inget på gång 14 dagar",
            Q(
                Q(last_meeting_at=None) | Q(last_meeting_at__lt=start_of_day(today - VACUUM)),
                Q(next_meeting_at=None) | Q(next_meeting_at__gte=start_of_day(today + VACUUM + ONE_DAY)),
                status=EnrolmentStatus.ACTIVE,
                has_insats=False,
                contacted_lately=False,
                noted_lately=False,
                enrolled_on__lt=today - VACUUM,
            ),
            lambda case: _in_vacuum(case, today),
        ),
    ]


def _in_vacuum(case: AnnotatedCase, today: datetime.date) -> bool:
    has_met = case.last_meeting_at is not None and timezone.localdate(case.last_meeting_at) >= today - VACUUM
    will_meet = case.next_meeting_at is not None and timezone.localdate(case.next_meeting_at) <= today + VACUUM
    is_touched = case.contacted_lately or case.noted_lately
    is_quiet = not has_met and not will_meet and not is_touched and not case.has_insats
    return is_quiet and case.status == EnrolmentStatus.ACTIVE and case.enrolled_on < today - VACUUM


def count_situations(cases: EnrolmentQuerySet, today: datetime.date) -> dict[str, int]:
    """How many annotated cases fit each situation, under its key, and all of them under "" – in one query."""
    counts = {situation.key: Count("pk", filter=situation.condition) for situation in situations(today)}
    found = cases.order_by().aggregate(alla=Count("pk"), **{key.replace("-", "_"): n for key, n in counts.items()})
    return {"": found["alla"], **{key: found[key.replace("-", "_")] for key in counts}}


# Name in the URL → order of annotated cases. The first is the default.
ORDERS: dict[str, list[Any]] = {
    "frist": [F("next_due_on").asc(nulls_last=True), F("last_meeting_at").asc(nulls_first=True), "pk"],
    "namn": ["person__sort_key", "pk"],
    "senaste": [F("last_meeting_at").asc(nulls_first=True), "pk"],
}


@dataclass(frozen=True)
class CaseRow:
    """One case as a list shows it."""

    enrolment: Enrolment
    step: str
    activity: str
    last_meeting: str
    next_meeting_at: datetime.datetime | None
    next_meeting: str
    due_on: datetime.date | None
    quiet: str
    """Why the last day alarms nobody, in words; empty where it does."""
    status: str
    color: str


def case_rows(cases: Iterable[AnnotatedCase], today: datetime.date) -> list[CaseRow]:
    """Rows of annotated cases, in their order."""
    return [_row(enrolment, today) for enrolment in cases]


def _row(enrolment: AnnotatedCase, today: datetime.date) -> CaseRow:
    status, color = _status(enrolment, today)
    due_on, quiet = _due(enrolment)
    return CaseRow(
        enrolment=enrolment,
        step=_step(enrolment),
        activity=enrolment.activity if enrolment.activity and enrolment.is_open else "",
        last_meeting=days_ago(enrolment.last_meeting_at, today),
        next_meeting_at=enrolment.next_meeting_at,
        next_meeting=short_moment(enrolment.next_meeting_at, today),
        due_on=due_on,
        quiet=quiet,
        status=status,
        color=color,
    )


def _due(enrolment: AnnotatedCase) -> tuple[datetime.date | None, str]:
    """The nearest last day of an open case, and why it alarms nobody; one that does goes before any that does not."""
    if not enrolment.is_open:
        return None, ""
    if enrolment.next_due_on is not None:
        return enrolment.next_due_on, AWAY if enrolment.status == EnrolmentStatus.PAUSED else ""
    if enrolment.quiet_clock is None:
        return None, ""
    due_on = datetime.date.fromisoformat(enrolment.quiet_clock["due_on"])
    return due_on, EXCUSED if enrolment.quiet_clock["covered"] else NOT_COVERED


def _step(enrolment: AnnotatedCase) -> str:
    if not enrolment.is_open:
        return "Avslutat"
    if enrolment.has_plan:
        return "Följer jobbplan"
    if enrolment.awaits_answer:
        return "Jobbplan föreslagen"
    if enrolment.has_draft:
        return "Jobbplan påbörjad"
    if enrolment.last_meeting_at or enrolment.first_visit_on:
        return "Kartläggning"
    return "Nytt ärende"


def _status(enrolment: AnnotatedCase, today: datetime.date) -> tuple[str, str]:
    """The one thing most worth knowing about the case, and its colour."""
    due_on, ahead = enrolment.next_due_on, enrolment.clock_pauses_from
    long_ago = not enrolment.met_lately and enrolment.enrolled_on <= today - LONG_WITHOUT_MEETING
    answers = (
        (not enrolment.is_open, "Avslutat", "neutral"),
        (enrolment.status == EnrolmentStatus.PAUSED, "Uppehåll", "warning"),
        (due_on is not None and due_on < today, "Försenad", "danger"),
        (enrolment.clock_paused, "Frist pausad", "warning"),
        (ahead is not None, f"Frist pausas från {short_day(ahead, today)}" if ahead else "", "warning"),
        (not enrolment.has_plan, "Jobbplan saknas", "warning"),
        (enrolment.to_be_sent, "Jobbplan inte skickad", "warning"),
        (enrolment.follow_up_soon, "Uppföljning förfaller", "warning"),
        (long_ago, "Utan möte", "warning"),
    )
    return next(((text, color) for applies, text, color in answers if applies), ("I fas", "success"))


def days_ago(moment: datetime.datetime | None, today: datetime.date) -> str:
    """A past moment in days and as a date, "12 dagar sedan (11 nov)"; empty when there is none."""
    if moment is None:
        return ""
    day = timezone.localdate(moment)
    days = (today - day).days
    words = {0: "i dag", 1: "i går"}.get(days, f"{days} dagar sedan")
    # The weekday goes without saying once it is in the past: "12 dagar" says more.
    return f"{words} ({_without_weekday(day, today)})"


def _without_weekday(day: datetime.date, today: datetime.date) -> str:
    return short_day(day, today).split(" ", 1)[1]


def short_moment(moment: datetime.datetime | None, today: datetime.date) -> str:
    """ "mån 16 nov 14.30", with the year when it is another one; empty when there is none."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return f"{short_day(local.date(), today)} {local:%H.%M}"
