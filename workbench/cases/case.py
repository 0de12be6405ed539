"""Everything the overview of a case shows, gathered in one statement."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Q

from activities.choices import ActivityResult
from activities.models import Activity
from activities.planned import insats_of, never_begun
from aspirants.events import CASE
from aspirants.models import (
    Closure,
    ClosureReason,
    ClosureStatus,
    Enrolment,
    Interruption,
    ReportedFact,
    ReportedOutcome,
)
from aspirants.people.news import asks
from casework.models import CaseTransfer
from catalogue.models import InsatsType
from core.reading.together import Together, hold
from deadlines.calculation.explanation import Explanation
from deadlines.clocks.lifecycle import explain_clock, pauses_of
from deadlines.models import ClockKind, ClockPause, ClockStatus, DeadlineClock, DeadlinePolicy, PolicyUse
from deadlines.status.planned import current_pause_text, pause_ahead_text
from jobplans.models import (
    FollowUp,
    FollowUpStatus,
    JobPlanVersion,
    PlanApproval,
    PlanCommunication,
    PlanItem,
    VersionStatus,
)
from organisation.models import IncomeSupportUnit, Jobbtorg, User
from referrals.models import Referral
from workbench.cases.late import Late, late_ones
from workbench.cases.milestones import Milestone, milestones


@dataclass(frozen=True)
class ClockCard:
    """One deadline of the case with its explanation."""

    clock: DeadlineClock
    pause: str
    pause_ahead: str
    """"pausas från tis 1 dec", while the pause that takes its last day away has not begun."""
    is_waiting: bool
    follow_up: FollowUp | None
    explanation: Explanation | None


@dataclass(frozen=True)
class PlanRow:
    """A row of the plan, and the insats that it has become, if it has."""

    item: PlanItem
    insats: Activity | None
    is_not_begun: bool


@dataclass(frozen=True)
class CaseOverview:
    """The facts beside the timeline."""

    milestones: list[Milestone]
    approved: JobPlanVersion | None
    in_preparation: JobPlanVersion | None
    plan_rows: list[PlanRow]
    other_insatser: list[Activity]
    communications: list[PlanCommunication]
    clocks: list[ClockCard]
    late: list[Late]
    settled_clocks: list[ClockCard]
    referral: Referral | None
    closure: Closure | None
    has_news: bool
    """Whether a referral or list says something of the person otherwise, and nobody has settled it."""
    is_communicated: bool
    """Whether the plan in force has been sent to the income support unit that the case has now."""
    awaits: str
    """The jobbtorg whose answer the case waits for, because it is to be moved there; "" for none."""


CURRENT = [VersionStatus.APPROVED, VersionStatus.PROPOSED, VersionStatus.DRAFT]
VERSIONS = JobPlanVersion.objects.filter(plan__enrolment=CASE, status__in=CURRENT)
ITEMS = PlanItem.objects.filter(version__plan__enrolment=CASE, version__status__in=CURRENT)
COMMUNICATIONS = PlanCommunication.objects.filter(version__plan__enrolment=CASE, version__status=VersionStatus.APPROVED)
ACTIVITIES = Activity.objects.filter(enrolment=CASE)
REFERRAL = Referral.objects.filter(enrolment=CASE)
CLOSURE = Closure.objects.filter(enrolment=CASE).exclude(status=ClosureStatus.CORRECTED)
PAUSES = ClockPause.objects.filter(clock__enrolment=CASE)
REPORTS = ReportedFact.objects.filter(
    person__in=Enrolment.objects.filter(pk=CASE).values("person"), outcome=ReportedOutcome.WAITING
).only("outcome")

FACTS = Together(
    clocks=DeadlineClock.objects.filter(enrolment=CASE).order_by("-started_on", "-pk"),
    pauses=PAUSES,
    interruptions=Interruption.objects.filter(enrolment=CASE),
    follow_ups=FollowUp.objects.filter(enrolment=CASE),
    policies=DeadlinePolicy.objects.filter(clocks__enrolment=CASE).distinct(),
    versions=VERSIONS,
    approvals=PlanApproval.objects.filter(version__in=VERSIONS),
    items=ITEMS,
    insats_types=InsatsType.objects.filter(
        Q(pk__in=ITEMS.order_by().values("insats_type")) | Q(pk__in=ACTIVITIES.order_by().values("insats_type"))
    ),
    activities=ACTIVITIES,
    rows_of_activities=PlanItem.objects.filter(activities__enrolment=CASE).distinct(),
    communications=COMMUNICATIONS,
    referral=REFERRAL.only("number", "received_on", "sent_by", "enrolment"),
    closure=CLOSURE,
    reason=ClosureReason.objects.filter(closures__in=CLOSURE),
    pausers=User.objects.filter(pk__in=PAUSES.order_by().values("registered_by")).only("first_name", "last_name"),
    sender=User.objects.filter(sent_referrals__in=REFERRAL).only("first_name", "last_name"),
    reports=REPORTS,
    destination=Jobbtorg.objects.filter(
        pk__in=CaseTransfer.objects.pending().filter(enrolment=CASE).values("destination")
    ).only("name"),
    units=IncomeSupportUnit.objects.filter(received_plans__in=COMMUNICATIONS),
)


def overview(enrolment: Enrolment, today: datetime.date) -> CaseOverview:
    """Gather the overview of a case on a local date, in one statement."""
    found = FACTS.read(case=enrolment.pk)
    follow_ups, versions = found["follow_ups"], found["versions"]
    hold("interruptions", [enrolment], found["interruptions"])
    hold("pauses", found["clocks"], found["pauses"])
    clocks = [clock for clock in found["clocks"] if clock.policy.use in (PolicyUse.ACTIVE, PolicyUse.INDICATOR)]
    for clock in clocks:
        clock.enrolment = enrolment
    hold("items", versions, found["items"])
    approved = next((version for version in versions if version.is_approved), None)
    referral, closure = next(iter(found["referral"]), None), next(iter(found["closure"]), None)
    strip = milestones(
        enrolment=enrolment,
        referral=referral,
        clocks=clocks,
        approved=approved,
        follow_ups=follow_ups,
        closure=closure,
        today=today,
    )
    plan = approved or next(iter(versions), None)
    # What is only drafted is in the plan, and no insats of the case yet.
    is_told = plan is not None and (plan.is_approved or plan.is_proposed)
    rows = [_plan_row(item, found["activities"]) for item in (plan.items.all() if plan and is_told else ())]
    begun = [one for one in found["activities"] if one.result != ActivityResult.NOT_STARTED]
    cards = [_card(enrolment, clock, follow_ups, today) for clock in clocks]
    return CaseOverview(
        milestones=strip,
        approved=approved,
        in_preparation=next((version for version in versions if not version.is_approved), None),
        plan_rows=rows,
        other_insatser=[one for one in begun if all(one != row.insats for row in rows)],
        communications=found["communications"],
        clocks=[card for card in cards if card.is_waiting],
        late=late_ones(
            ((card.clock, card.follow_up) for card in cards if card.is_waiting),
            today,
            awaits_answer=any(version.is_proposed for version in versions),
        ),
        settled_clocks=[card for card in cards if not card.is_waiting],
        referral=referral,
        closure=closure,
        has_news=bool(found["reports"]) and asks(enrolment.person),
        is_communicated=any(sent.unit_id == enrolment.income_support_unit_id for sent in found["communications"]),
        awaits=next((str(one) for one in found["destination"]), ""),
    )


def _plan_row(item: PlanItem, activities: list[Activity]) -> PlanRow:
    return PlanRow(item, insats_of(item, activities), never_begun(item, activities))


def _card(enrolment: Enrolment, clock: DeadlineClock, follow_ups: list[FollowUp], today: datetime.date) -> ClockCard:
    follow_up = next(
        (one for one in follow_ups if one.clock_id == clock.pk and one.status == FollowUpStatus.PLANNED), None
    )
    is_shown = clock.status != ClockStatus.CANCELLED
    # Why a clock is paused, and so why its last day moved, may be about health: another jobbtorg sees the day only.
    why_shown = not (enrolment.read_through and (clock.pauses.all() or pauses_of(clock)))
    is_to_be_sent = clock.kind == ClockKind.PLAN_COMMUNICATION and clock.ended_on is None
    to_do = clock.policy.use == PolicyUse.ACTIVE or clock.is_open or is_to_be_sent
    is_waiting = enrolment.is_open and not clock.historical and clock.fulfilled_at is None and is_shown and to_do
    return ClockCard(
        clock=clock,
        pause=current_pause_text(clock, today, with_reason=why_shown, with_who=True) if is_waiting else "",
        pause_ahead=pause_ahead_text(clock, today) if is_waiting else "",
        is_waiting=is_waiting,
        follow_up=follow_up,
        explanation=explain_clock(clock) if is_shown and why_shown else None,
    )
