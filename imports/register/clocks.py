"""What an old list proves about clocks with a last day: pure functions of dates (docs/decisions/030-import.md).

The list's own dates decide, as they stood on the day the list was true, under the policy of the clock's first day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from aspirants.choices import OutcomeGroup
from aspirants.models import ClosureReason
from core.workdays import Calendar
from deadlines.calculation.deadline import Deadline, compute_deadline
from deadlines.models import ClockKind, ClockStatus, DeadlinePolicy, Fulfilment
from imports.resolving.outcomes import CasePlan


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """A clock as it is stored. Dates are local; `fulfilled_on` also of a late fulfilment."""

    kind: ClockKind
    policy: int
    started_on: date
    due_on: date
    recommended_on: date | None
    status: ClockStatus
    fulfilment: str = ""
    fulfilled_on: date | None = None
    ended_on: date | None = None
    seen_on: date | None = None
    """The day of the latest list that could tell of it."""

    @property
    def historical(self) -> bool:
        """Only a clock whose last day is still to come lives on; the rest is history that no sweep looks at."""
        return self.status != ClockStatus.RUNNING


@dataclass(frozen=True, slots=True)
class FollowUpFacts:
    """A follow-up with its clock; `held_on` None where the list does not show that it was held."""

    clock: ClockFacts
    held_on: date | None


@dataclass(slots=True)
class CaseClocks:
    """The clocks of one case."""

    clocks: list[ClockFacts] = field(default_factory=list)
    follow_ups: list[FollowUpFacts] = field(default_factory=list)

    @property
    def all(self) -> list[ClockFacts]:
        return [*self.clocks, *(follow_up.clock for follow_up in self.follow_ups)]


class ClockRules:
    """The policies and the calendar by which clocks are computed; each policy and day once."""

    def __init__(
        self, policies: Sequence[DeadlinePolicy], calendar: Calendar, reasons: Sequence[ClosureReason]
    ) -> None:
        self._policies, self._calendar = policies, calendar
        self._to_work = {reason.code for reason in reasons if reason.group == OutcomeGroup.WORK}
        self._deadlines: dict[tuple[ClockKind, date], tuple[int, Deadline] | None] = {}

    def clocks_of(self, plan: CasePlan, today: date) -> CaseClocks:
        """What the lists prove about the promises of a case, and what of them still runs on a local date.

        `plan` is the whole case, with what the register has of it.
        """
        found = CaseClocks()
        if plan.plans_seen_on is not None:
            # Without receipt and approval side by side a list cannot say whether the promise was kept.
            self._add(found, self._guarantee(plan, today))
        if plan.group:
            offered_on = min(fact.day for fact in plan.group)
            clock = self._judged(ClockKind.GROUP_INFO_OFFER, plan.starts_on, offered_on, plan, None, today)
            self._add(found, clock)
        if plan.plan_on is not None:
            found.follow_ups = self._series(plan, plan.plan_on, today)
        return found

    @staticmethod
    def _add(found: CaseClocks, clock: ClockFacts | None) -> None:
        if clock is not None:
            found.clocks.append(clock)

    def _guarantee(self, plan: CasePlan, today: date) -> ClockFacts | None:
        """The jobbgaranti: kept by the plan, or by work where the case was closed to it first (R-4-15)."""
        done_on, by = plan.plan_on, Fulfilment.PLAN
        if done_on is None and plan.reason in self._to_work:
            done_on, by = plan.closed_on, Fulfilment.WORK
        clock = self._judged(ClockKind.PLAN_GUARANTEE, plan.starts_on, done_on, plan, plan.plans_seen_on, today)
        return replace(clock, fulfilment=by) if clock and clock.fulfilled_on else clock

    def _series(self, plan: CasePlan, planned_on: date, today: date) -> list[FollowUpFacts]:
        """The follow-up the list tells of and, once that was held, the next one."""
        kind, seen_on = ClockKind.FOLLOW_UP, plan.follow_ups_seen_on
        first = self._judged(kind, planned_on, plan.follow_up_on, plan, seen_on, today)
        if first is None:
            return []
        series = [FollowUpFacts(first, plan.follow_up_on)]
        if plan.follow_up_on is not None:
            second = self._judged(kind, plan.follow_up_on, None, plan, seen_on, today)
            series += [FollowUpFacts(second, None)] if second else []
        return series

    def _judged(
        self,
        kind: ClockKind,
        started_on: date,
        done_on: date | None,
        plan: CasePlan,
        seen_on: date | None,
        today: date,
    ) -> ClockFacts | None:
        """A clock with its end as far as the lists tell; None if there was no such promise on its first day.

        `seen_on` is the day of the latest list that would say so if it had been done. Done by the last day: MET. Done
        later, or not done when that list was made, or the case closed, after the last day: BREACHED. The case closed by
        the last day, or nobody knows how it went: CANCELLED, which no figure counts. The last day has not come even
        today and the case goes on: RUNNING.
        """
        rule = self._deadline(kind, started_on)
        if rule is None:
            return None
        policy, deadline = rule
        due_on = deadline.due_on
        assert due_on is not None, "an imported clock has no pauses"
        clock = ClockFacts(
            kind, policy, started_on, due_on, deadline.recommended_on, ClockStatus.CANCELLED, seen_on=seen_on
        )
        if done_on is not None:
            status = ClockStatus.MET if done_on <= due_on else ClockStatus.BREACHED
            return replace(clock, status=status, fulfilment=_FULFILMENTS[kind], fulfilled_on=done_on)
        if seen_on is not None and due_on < min(seen_on, plan.closed_on or seen_on):
            return replace(clock, status=ClockStatus.BREACHED)
        if plan.closed_on is not None:
            return replace(clock, ended_on=plan.closed_on)
        return replace(clock, status=ClockStatus.RUNNING) if due_on >= today else clock

    def _deadline(self, kind: ClockKind, day: date) -> tuple[int, Deadline] | None:
        if (kind, day) not in self._deadlines:
            policy = next((p for p in self._policies if p.kind == kind and p.is_valid_on(day)), None)
            self._deadlines[kind, day] = (
                (policy.pk, compute_deadline(policy.rule, day, calendar=self._calendar)) if policy else None
            )
        return self._deadlines[kind, day]


_FULFILMENTS = {
    ClockKind.PLAN_GUARANTEE: Fulfilment.PLAN,
    ClockKind.GROUP_INFO_OFFER: Fulfilment.OFFER,
    ClockKind.FOLLOW_UP: Fulfilment.FOLLOW_UP,
}
