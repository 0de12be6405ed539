"""Whatever happens to a clock, in whatever order, its dates and its status fit its events."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from aspirants.models import DisclosureBasis, Enrolment
from casework.operations import close_case
from casework.shown import shown_case
from core.refusals import OperationRefused
from deadlines.calculation.deadline import kept
from deadlines.clocks.lifecycle import recomputed
from deadlines.jobs.sweep import sweep
from deadlines.models import Breach, ClockStatus, DeadlineClock, PauseReason
from deadlines.operations.breaches import confirm_late_registration
from deadlines.operations.pauses import pause_clock, resume_clock
from deadlines.shown import shown_clock
from demo.factories import ClosureReasonFactory, DeadlineClockFactory, EnrolmentFactory, JobPlanVersionFactory
from jobplans.models import ApprovalMethod, Decision, JobPlanVersion
from jobplans.operations import record_answer, withdraw_version
from jobplans.shown import shown_version
from organisation.models import User
from tests.aspirants.staff import MONDAY_MORNING

days = st.integers(-4, 9)
who = st.sampled_from(["coach", "manager"])
EVENTS = st.one_of(
    st.tuples(st.just("later"), st.integers(1, 6)),
    st.tuples(st.just("pause"), who, days, st.one_of(st.none(), st.integers(1, 12)), st.sampled_from(PauseReason)),
    st.tuples(st.just("resume"), who, days),
    st.tuples(st.just("approve"), who, st.integers(0, 9)),
    st.tuples(st.just("sweep")),
    st.tuples(st.just("confirm"), who),
    st.tuples(st.just("close"), st.sampled_from(["work", "moved"])),
)


class Life:
    """One clock and the things that can be done to it, by day from now."""

    def __init__(self, traveller: time_machine.Traveller, coach: User, manager: User) -> None:
        self.traveller, self.staff = traveller, {"coach": coach, "manager": manager}
        enrolment: Enrolment = EnrolmentFactory(coach=coach, enrolled_on=timezone.localdate())
        self.clock: DeadlineClock = DeadlineClockFactory(enrolment=enrolment)
        self.version: JobPlanVersion = JobPlanVersionFactory(enrolment=enrolment, proposed=True)
        self.original_due_on = self.clock.due_on
        self.breaches = 0

    def day(self, distance: int):
        return timezone.localdate() + timedelta(days=distance)

    def later(self, days: int) -> None:
        self.traveller.shift(timedelta(days=days))

    def pause(self, who: str, first: int, length: int | None, reason: PauseReason) -> None:
        until = None if length is None else self.day(first + length)
        pause_clock(
            actor=self.staff[who],
            clock=self.clock,
            seen_clock=shown_clock(self.clock),
            reason=reason,
            paused_from=self.day(first),
            resumed_on=until,
        )

    def resume(self, who: str, distance: int) -> None:
        resume_clock(
            actor=self.staff[who], clock=self.clock, seen_clock=shown_clock(self.clock), resumed_on=self.day(distance)
        )

    def approve(self, who: str, days_ago: int) -> None:
        record_answer(
            actor=self.staff[who],
            version=self.version,
            seen_version=shown_version(self.version),
            decision=Decision.APPROVED,
            answered_at=timezone.now() - timedelta(days=days_ago),
            method=ApprovalMethod.ORAL_PHONE,
        )

    def sweep(self) -> None:
        sweep(on=timezone.localdate())
        assert not DeadlineClock.objects.overdue(on=timezone.localdate()).exists()

    def confirm(self, who: str) -> None:
        confirm_late_registration(actor=self.staff[who], clock=self.clock, seen_clock=shown_clock(self.clock))

    def close(self, trait: str) -> None:
        self.version.refresh_from_db()
        if self.version.is_proposed:
            withdraw_version(actor=self.staff["coach"], version=self.version, seen_version=shown_version(self.version))
        close_case(
            actor=self.staff["manager"],
            enrolment=self.clock.enrolment,
            seen_case=shown_case(self.clock.enrolment),
            closed_on=timezone.localdate(),
            reason=ClosureReasonFactory(**{trait: True}),
            basis=DisclosureBasis.OSL_26_1,
            destination="Stadsköket",
            destination_starts_on=timezone.localdate(),
        )

    def facts(self) -> tuple[Any, ...]:
        tables = (DeadlineClock.objects, Breach.objects, self.clock.pauses)
        return tuple(list(table.order_by("pk").values()) for table in tables)

    def live(self, event: tuple[Any, ...]) -> None:
        """Let something happen. What is refused changes nothing."""
        name, *arguments = event
        before = self.facts()
        cancelled = self.clock.status == ClockStatus.CANCELLED
        refusal = None
        try:
            with transaction.atomic():
                getattr(self, name)(*arguments)
        except OperationRefused as refused:
            refusal = refused
        assert refusal is None or (refusal.message.endswith(".") and self.facts() == before)
        self.clock = DeadlineClock.objects.select_related("policy", "enrolment").get(pk=self.clock.pk)
        assert not cancelled or self.clock.status == ClockStatus.CANCELLED
        for clock in DeadlineClock.objects.select_related("policy"):
            self.check(clock)
        assert self.clock.original_due_on == self.original_due_on
        assert Breach.objects.count() >= self.breaches, "a breach is never deleted"
        self.breaches = Breach.objects.count()

    def check(self, clock: DeadlineClock) -> None:
        deadline, fulfilled_at = recomputed(clock), clock.fulfilled_at
        assert (clock.due_on, clock.recommended_on) == (deadline.due_on, deadline.recommended_on)
        standing = Breach.objects.filter(clock=clock, revoked_at=None).exists()
        assert standing == (clock.status == ClockStatus.BREACHED)
        if clock.status == ClockStatus.MET:
            assert kept(clock.due_on, fulfilled_at)
        elif clock.status in (ClockStatus.RUNNING, ClockStatus.PAUSED):
            assert fulfilled_at is None
            assert (clock.status == ClockStatus.PAUSED) == (clock.due_on is None)
            # What was late when its case was closed is left to the sweep, which knows what excuses it.
            left_to_the_sweep = (
                clock.ended_on is not None and clock.due_on is not None and clock.due_on < clock.ended_on
            )
            assert clock.enrolment.is_open or left_to_the_sweep
        elif clock.status == ClockStatus.BREACHED:
            late = not kept(clock.due_on, fulfilled_at or timezone.now())
            assert late or clock.latest_breach.cause == "B06"


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(EVENTS, min_size=2, max_size=10))
@example(events=[("pause", "coach", 1, None, PauseReason.P01), ("close", "moved"), ("resume", "coach", 3)])
@example(events=[("later", 6), ("later", 2), ("close", "moved"), ("sweep",)])
@example(
    events=[
        *[("later", 4), ("later", 4), ("sweep",), ("pause", "manager", -4, 4, PauseReason.P01)],
        *[("later", 6), ("later", 6), ("sweep",), ("approve", "coach", 0)],
    ]
)
def test_dates_and_status_always_fit_the_events(now, coach, manager, events):
    now.move_to(MONDAY_MORNING)
    with transaction.atomic():
        life = Life(now, coach, manager)
        for event in events:
            life.live(event)
        transaction.set_rollback(True)
