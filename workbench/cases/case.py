"""Everything the overview of a case shows, gathered in a fixed number of queries."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from aspirants.models import Closure, ClosureStatus, Enrolment
from deadlines.calculation.explanation import Explanation
from deadlines.clocks.lifecycle import explain_clock, pauses_of
from deadlines.models import ClockStatus, DeadlineClock, PolicyUse
from jobplans.models import FollowUp, FollowUpStatus, JobPlanVersion, PlanCommunication, VersionStatus
from referrals.models import Referral
from workbench.cases.milestones import Milestone, current_pause_text, milestones


@dataclass(frozen=True)
class ClockCard:
    """One deadline of the case with its explanation."""

    clock: DeadlineClock
    pause: str
    is_waiting: bool
    follow_up: FollowUp | None
    explanation: Explanation | None


@dataclass(frozen=True)
class CaseOverview:
    """The facts beside the timeline."""

    milestones: list[Milestone]
    approved: JobPlanVersion | None
    in_preparation: JobPlanVersion | None
    communications: list[PlanCommunication]
    clocks: list[ClockCard]
    settled_clocks: list[ClockCard]
    referral: Referral | None
    closure: Closure | None


def overview(enrolment: Enrolment, today: datetime.date) -> CaseOverview:
    """Gather the overview of a case on a local date. The number of queries does not grow with its rows."""
    clocks = list(
        DeadlineClock.objects.filter(enrolment=enrolment, policy__use__in=[PolicyUse.ACTIVE, PolicyUse.INDICATOR])
        .select_related("policy", "enrolment")
        .prefetch_related("pauses", "enrolment__interruptions")
        .order_by("-started_on", "-pk")
    )
    follow_ups = list(FollowUp.objects.filter(enrolment=enrolment).select_related("clock"))
    current = [VersionStatus.APPROVED, VersionStatus.PROPOSED, VersionStatus.DRAFT]
    versions = list(
        JobPlanVersion.objects.filter(plan__enrolment=enrolment, status__in=current).prefetch_related(
            "items__insats_type"
        )
    )
    approved = next((version for version in versions if version.is_approved), None)
    referral = Referral.objects.filter(enrolment=enrolment).select_related("sent_by", "unit").first()
    closure = (
        Closure.objects.filter(enrolment=enrolment)
        .exclude(status=ClosureStatus.CORRECTED)
        .select_related("reason")
        .first()
    )
    strip = milestones(
        enrolment=enrolment,
        referral=referral,
        clocks=clocks,
        approved=approved,
        follow_ups=follow_ups,
        closure=closure,
        today=today,
    )
    cards = [_card(enrolment, clock, follow_ups, today) for clock in clocks]
    return CaseOverview(
        milestones=strip,
        approved=approved,
        in_preparation=next((version for version in versions if not version.is_approved), None),
        communications=list(PlanCommunication.objects.filter(version=approved).select_related("unit")),
        clocks=[card for card in cards if card.is_waiting],
        settled_clocks=[card for card in cards if not card.is_waiting],
        referral=referral,
        closure=closure,
    )


def _card(enrolment: Enrolment, clock: DeadlineClock, follow_ups: list[FollowUp], today: datetime.date) -> ClockCard:
    follow_up = next(
        (one for one in follow_ups if one.clock_id == clock.pk and one.status == FollowUpStatus.PLANNED), None
    )
    is_shown = clock.status != ClockStatus.CANCELLED
    # Why a clock is paused, and so why its last day moved, may be about health: another jobbtorg sees the day only.
    why_shown = not (enrolment.read_through and (clock.pauses.all() or pauses_of(clock)))
    to_do = clock.policy.use == PolicyUse.ACTIVE or clock.is_open
    is_waiting = enrolment.is_open and clock.fulfilled_at is None and is_shown and to_do
    return ClockCard(
        clock=clock,
        pause=current_pause_text(clock, today, with_reason=why_shown) if is_waiting else "",
        is_waiting=is_waiting,
        follow_up=follow_up,
        explanation=explain_clock(clock) if is_shown and why_shown else None,
    )
