"""What is on record of plans and follow-ups that keeps a clock."""

from __future__ import annotations

from collections.abc import Iterator

from deadlines.clocks.keepers import Keeper, Keeping
from deadlines.clocks.kinds import KeepingEvent
from deadlines.models import DeadlineClock
from jobplans.models import Decision, FollowUp, FollowUpStatus, PlanApproval


def _approved(clock: DeadlineClock) -> Iterator[Keeping]:
    answers = PlanApproval.objects.filter(version__plan__enrolment=clock.enrolment_id, decision=Decision.APPROVED)
    for answer in answers:
        yield Keeping(KeepingEvent.PLAN_APPROVED, answer.answered_at, answer.recorded_at, f"answer-{answer.pk}")


def _held(clock: DeadlineClock) -> Iterator[Keeping]:
    for one in FollowUp.objects.filter(clock=clock, status=FollowUpStatus.HELD):
        assert one.held_at is not None, "a follow-up that was held has a time"
        yield Keeping(KeepingEvent.FOLLOW_UP_HELD, one.held_at, one.recorded_at or one.held_at, f"follow-up-{one.pk}")


KEEPERS: dict[KeepingEvent, Keeper] = {
    KeepingEvent.PLAN_APPROVED: _approved,
    KeepingEvent.FOLLOW_UP_HELD: _held,
}
"""Registered when the app is ready."""
