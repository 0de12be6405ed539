"""What the form asks about: what is booked in the case, which plan waits for an answer, which follow-up is due."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import BigIntegerField, Q
from django.utils import timezone

from aspirants.events import CASE
from aspirants.models import Enrolment
from catalogue.models import InsatsType
from core.reading.statements import Asked
from core.reading.together import Together, hold
from core.seen import Seen
from deadlines.choices import ExcuseReason
from deadlines.clocks.kinds import CLOCK_KINDS
from deadlines.models import ClockKind, DeadlineClock, DeadlinePolicy, PolicyUse
from jobplans.models import FollowUp, FollowUpStatus, JobPlanVersion, PlanItem, VersionStatus
from jobplans.shown import shown_follow_up, shown_version
from meetings.choices import MeetingStatus
from meetings.models import Meeting, MeetingTopic
from meetings.shown import shown_meeting
from meetings.topics import topics_offered
from organisation.models import User

SOUGHT = frozenset({ExcuseReason.E03, ExcuseReason.E04})
"""What a contact attempt can be evidence of."""

PLAN, FOLLOW_UP, BOOKING = "plan", "follow_up", "booking"
"""The things that the form acts on, as the parts of what its page showed."""

ATTEMPT, CHANGE = "attempt", "change"
"""What else its page may ask. What they are about is no part; that they were asked is."""

VERSIONS = JobPlanVersion.objects.filter(plan__enrolment=CASE)
WRITERS = User.objects.filter(
    Q(pk__in=VERSIONS.order_by().values("drafted_by")) | Q(pk__in=VERSIONS.order_by().values("saved_by"))
)

READ = Together(
    booked=Meeting.objects.filter(enrolment=CASE, status=MeetingStatus.BOOKED).order_by("starts_at", "pk"),
    versions=VERSIONS,
    items=PlanItem.objects.filter(version__plan__enrolment=CASE),
    insats_types=InsatsType.objects.filter(plan_items__version__plan__enrolment=CASE).distinct(),
    writers=WRITERS.only("first_name", "last_name"),
    follow_ups=FollowUp.objects.filter(enrolment=CASE),
    clocks=DeadlineClock.objects.filter(enrolment=CASE),
    topics=MeetingTopic.objects.filter(Q(jobbtorg=Asked("unit", BigIntegerField())) | Q(jobbtorg=None)),
    policies=DeadlinePolicy.objects.filter(clocks__enrolment=CASE).distinct(),
)


@dataclass(frozen=True)
class Facts:
    """A case as the form needs it, read in one statement."""

    booked: list[Meeting]
    """Not logged yet, the earliest first, and those that were asked for by their number."""
    named: frozenset[int]
    """The numbers of those."""
    version: JobPlanVersion | None
    """The latest version of the plan: the one that waits for an answer, if any does."""
    in_force: JobPlanVersion | None
    """The version that the aspirant has approved, if any is in force."""
    follow_up: FollowUp | None
    """The planned one, or the one that was asked for."""
    topics: list[tuple[str, str]]
    """What the jobbtorg's meetings can be about: codes and names."""
    clocks: list[DeadlineClock]
    """To which a contact attempt can be recorded, the most urgent first."""

    @property
    def proposed(self) -> JobPlanVersion | None:
        """The version that waits for the aspirant's answer."""
        return self.version if self.version is not None and self.version.is_proposed else None

    @property
    def planned(self) -> FollowUp | None:
        """The follow-up that is still to be held."""
        planned = self.follow_up is not None and self.follow_up.status == FollowUpStatus.PLANNED
        return self.follow_up if planned else None

    def ahead(self, now: datetime.datetime) -> list[Meeting]:
        """What is booked from now on."""
        return [one for one in self.booked if one.status == MeetingStatus.BOOKED and one.starts_at > now]

    def parts(self) -> dict[str, Seen]:
        """What the page shows of each thing that an act of the form may be about."""
        found = {f"{BOOKING}-{one.pk}": shown_meeting(one) for one in self.booked}
        if self.version is not None:
            found[PLAN] = shown_version(self.version)
        if self.follow_up is not None:
            found[FOLLOW_UP] = shown_follow_up(self.follow_up)
        if self.clocks:
            found[ATTEMPT] = Seen("asked", ())
        if self.booked:
            found[CHANGE] = Seen("asked", ())
        return found


def facts_of_case(
    enrolment: Enrolment,
    *,
    meetings: Collection[int] = (),
    follow_up: int | None = None,
    clock: int | None = None,
) -> Facts:
    """Read what the form asks about; the keys name what its address is about, whatever state that is in."""
    found = READ.read(case=enrolment.pk, unit=enrolment.jobbtorg_id)
    hold("items", found["versions"], found["items"])
    booked: list[Meeting] = found["booked"]
    named = frozenset(meetings)
    if missing := named - {one.pk for one in booked}:
        # Logged, moved to another case or never there: what the form says of it is compared with what stands now.
        booked = [*Meeting.objects.filter(enrolment=enrolment, pk__in=missing), *booked]
    follow_ups: list[FollowUp] = found["follow_ups"]
    return Facts(
        booked=booked,
        named=named,
        version=next(iter(found["versions"]), None),
        in_force=next((one for one in found["versions"] if one.status == VersionStatus.APPROVED), None),
        follow_up=_follow_up(follow_ups, follow_up),
        topics=topics_offered(found["topics"], enrolment.jobbtorg_id, timezone.localdate()),
        clocks=_sought(found["clocks"], clock),
    )


def _follow_up(follow_ups: list[FollowUp], asked: int | None) -> FollowUp | None:
    for one in follow_ups:
        if one.pk == asked or (asked is None and one.status == FollowUpStatus.PLANNED):
            return one
    return None


def _sought(clocks: list[DeadlineClock], asked: int | None) -> list[DeadlineClock]:
    """Clocks still to be kept that an attempt may excuse; the one that was asked for before all others."""
    open_ones = [
        clock
        for clock in clocks
        if clock.pk == asked
        or (
            not clock.historical
            and clock.fulfilled_at is None
            and clock.ended_on is None
            and clock.policy.use == PolicyUse.ACTIVE
            and not SOUGHT.isdisjoint(CLOCK_KINDS[ClockKind(clock.kind)].excused_by)
        )
    ]
    return sorted(open_ones, key=lambda one: (one.pk != asked, one.due_on or datetime.date.max, one.pk))
