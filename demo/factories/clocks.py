"""Policies, clocks, pauses and breaches. Due dates are computed, never typed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from core.workdays import ONE_DAY, add_months
from deadlines.calculation.deadline import Deadline, Pause, RollRule, Unit, compute_deadline
from deadlines.models import (
    Breach,
    ClockKind,
    ClockPause,
    ClockStatus,
    DeadlineClock,
    DeadlinePolicy,
    Fulfilment,
    PauseReason,
    PolicyUse,
    StartEvent,
    SweepRun,
)
from demo.factories.cases import EnrolmentFactory, local_instant
from demo.factories.meetings import working_day
from demo.factories.people import PersonFactory, UserFactory
from demo.factories.places import SINCE, JobbtorgFactory
from organisation.reference_tables.calendar import stored_holiday

_RULES: dict[str, dict[str, Any]] = {
    ClockKind.FOLLOW_UP: {
        "start_event": StartEvent.FOLLOW_UP_BASE,
        "length": 3,
        "unit": Unit.MONTHS.value,
        "roll_rule": RollRule.FORWARD.value,
        "warn_days_first": 10,
        "warn_days_second": 5,
    },
    ClockKind.PLAN_COMMUNICATION: {
        "start_event": StartEvent.PLAN_APPROVED,
        "length": 1,
        "unit": Unit.WORKING_DAYS.value,
        "roll_rule": RollRule.NONE.value,
        "use": PolicyUse.INDICATOR,
    },
}
_GUARANTEE = {
    "start_event": StartEvent.REFERRAL_RECEIVED,
    "length": 5,
    "unit": Unit.WORKING_DAYS.value,
    "roll_rule": RollRule.NONE.value,
    "warn_days_first": 2,
    "warn_days_second": 0,
}


class DeadlinePolicyFactory(DjangoModelFactory[DeadlinePolicy]):
    """The policy of a kind in force on `on` (today), as the reference data have it; made if there is none."""

    class Meta:
        model = DeadlinePolicy

    kind = ClockKind.PLAN_GUARANTEE
    valid_from = SINCE

    @classmethod
    def _create(cls, model_class: type[DeadlinePolicy], *args: Any, **kwargs: Any) -> DeadlinePolicy:
        on = kwargs.pop("on", None) or timezone.localdate()
        in_force = DeadlinePolicy.objects.valid_on(on).filter(kind=kwargs["kind"]).first()
        if in_force is not None and set(kwargs) == {"kind", "valid_from"}:
            return in_force
        return super()._create(model_class, *args, **{**_RULES.get(kwargs["kind"], _GUARANTEE), **kwargs})


def deadline_with(policy: DeadlinePolicy, started_on: date, pauses: Iterable[ClockPause] = ()) -> Deadline:
    """The deadline that a policy gives for day 0 and pauses."""
    return compute_deadline(
        policy.rule,
        started_on,
        [Pause(p.paused_from, p.resumed_on, p.get_reason_display()) for p in pauses],
        calendar=stored_holiday,
    )


def _day_0(clock: Any, working_days_ago: int) -> date:
    """A start so that the clock is due `working_days_ago` working days ago (0 is today, negative is to come)."""
    due = working_day(-working_days_ago)
    if clock.policy.kind == ClockKind.FOLLOW_UP:
        return add_months(due, -clock.policy.length)
    start = due
    while deadline_with(clock.policy, start).due_on > due:  # type: ignore[operator]
        start -= ONE_DAY
    return start


def _due(working_days_ago: int) -> Any:
    return factory.LazyAttribute(lambda clock: _day_0(clock, working_days_ago))


def _breach(clock: DeadlineClock, create: bool, extracted: Any, **kwargs: Any) -> None:
    """The stamp of a breached clock; `breach=False` leaves it out, `breach__cause=…` shapes it."""
    if create and clock.status == ClockStatus.BREACHED and extracted is not False:
        BreachFactory(clock=clock, **kwargs)


class DeadlineClockFactory(DjangoModelFactory[DeadlineClock]):
    """The jobbgaranti's clock of a case, started today and running. `kind` chooses another clock.

    `original_due_on`, `due_on` and `recommended_on` are computed from the policy, `started_on` and `pauses`
    (unsaved ClockPause rows, saved with the clock). Person, jobbtorg and reference follow the enrolment; with
    `enrolment=None` they stand on their own, as before someone is enrolled.

    Traits: `due_today`, `due_tomorrow`, `due_in_5` (working days), `overdue` (due yesterday, not stamped yet),
    `breached` (stamped), `fulfilled_late` (breached, then fulfilled), `met`, `paused` (sick since yesterday, no end),
    `resumed` (a pause of two days that has ended), `excused`, `cancelled`, `follow_up`.
    """

    class Meta:
        model = DeadlineClock
        skip_postgeneration_save = True

    class Params:
        kind = ClockKind.PLAN_GUARANTEE
        follow_up = factory.Trait(kind=ClockKind.FOLLOW_UP)
        due_today = factory.Trait(started_on=_due(0))
        due_tomorrow = factory.Trait(started_on=_due(-1))
        due_in_5 = factory.Trait(started_on=_due(-5))
        overdue = factory.Trait(started_on=_due(1))
        breached = factory.Trait(started_on=_due(2), status=ClockStatus.BREACHED)
        fulfilled_late = factory.Trait(
            breached=True,
            fulfilment=Fulfilment.PLAN,
            fulfilled_at=factory.LazyAttribute(lambda clock: local_instant(clock.due_on + ONE_DAY)),
        )
        met = factory.Trait(
            started_on=_due(2),
            status=ClockStatus.MET,
            fulfilment=factory.LazyAttribute(
                lambda c: Fulfilment.FOLLOW_UP if c.policy.kind == ClockKind.FOLLOW_UP else Fulfilment.PLAN
            ),
            fulfilled_at=factory.LazyAttribute(lambda clock: local_instant(clock.due_on)),
        )
        paused = factory.Trait(
            started_on=_due(-2),
            pauses=factory.LazyFunction(lambda: [ClockPause(reason=PauseReason.P01, paused_from=working_day(-1))]),
        )
        resumed = factory.Trait(
            started_on=_due(-1),
            pauses=factory.LazyFunction(
                lambda: [ClockPause(reason=PauseReason.P02, paused_from=working_day(-2), resumed_on=working_day(0))]
            ),
        )
        excused = factory.Trait(started_on=_due(2), status=ClockStatus.EXCUSED)
        cancelled = factory.Trait(status=ClockStatus.CANCELLED)

    policy = factory.SubFactory(DeadlinePolicyFactory, kind=factory.SelfAttribute("..kind"))
    started_on = factory.LazyFunction(timezone.localdate)
    enrolment = factory.SubFactory(EnrolmentFactory, enrolled_on=factory.SelfAttribute("..started_on"))
    person = factory.Maybe("enrolment", factory.SelfAttribute("enrolment.person"), factory.SubFactory(PersonFactory))
    jobbtorg = factory.Maybe(
        "enrolment", factory.SelfAttribute("enrolment.jobbtorg"), factory.SubFactory(JobbtorgFactory)
    )
    reference = factory.Maybe(
        "enrolment", factory.SelfAttribute("enrolment.case_no"), factory.Sequence(lambda n: f"R-2026-{80000 + n}")
    )
    covered_reason = "Har ersättning på grund av arbetslöshet."
    pauses = factory.LazyFunction(list)
    original_due_on = factory.LazyAttribute(lambda clock: deadline_with(clock.policy, clock.started_on).due_on)
    due_on = factory.LazyAttribute(lambda clock: deadline_with(clock.policy, clock.started_on, clock.pauses).due_on)
    recommended_on = factory.LazyAttribute(
        lambda clock: deadline_with(clock.policy, clock.started_on, clock.pauses).recommended_on
    )
    status = factory.LazyAttribute(lambda clock: ClockStatus.RUNNING if clock.due_on else ClockStatus.PAUSED)

    @classmethod
    def _build(cls, model_class: type[DeadlineClock], *args: Any, **kwargs: Any) -> DeadlineClock:
        kwargs.pop("pauses")
        return super()._build(model_class, *args, **kwargs)

    @classmethod
    def _create(cls, model_class: type[DeadlineClock], *args: Any, **kwargs: Any) -> DeadlineClock:
        pauses: list[ClockPause] = kwargs.pop("pauses")
        clock = super()._create(model_class, *args, **kwargs)
        for pause in pauses:
            pause.clock = clock
            if not hasattr(pause, "registered_by"):
                pause.registered_by = _coach_of(clock)
            pause.save()
        return clock

    breach = factory.PostGeneration(_breach)


def _coach_of(clock: DeadlineClock) -> Any:
    if clock.enrolment is not None and clock.enrolment.coach is not None:
        return clock.enrolment.coach
    return UserFactory(coach=True, jobbtorg=clock.jobbtorg)


class ClockPauseFactory(DjangoModelFactory[ClockPause]):
    """A pause because of illness from today on; the clock's due date and status are computed again.

    Trait `ended`: it lasted from the second last working day until today.
    """

    class Meta:
        model = ClockPause

    class Params:
        ended = factory.Trait(
            paused_from=factory.LazyFunction(lambda: working_day(-2)),
            resumed_on=factory.LazyFunction(timezone.localdate),
        )

    clock = factory.SubFactory(DeadlineClockFactory, due_in_5=True)
    reason = PauseReason.P01
    paused_from = factory.LazyFunction(timezone.localdate)
    registered_by = factory.LazyAttribute(lambda pause: _coach_of(pause.clock))

    @classmethod
    def _create(cls, model_class: type[ClockPause], *args: Any, **kwargs: Any) -> ClockPause:
        pause = super()._create(model_class, *args, **kwargs)
        clock = pause.clock
        deadline = deadline_with(clock.policy, clock.started_on, clock.pauses.all())
        clock.due_on, clock.recommended_on = deadline.due_on, deadline.recommended_on
        if clock.is_open:
            clock.status = ClockStatus.RUNNING if deadline.due_on else ClockStatus.PAUSED
        clock.save()
        return pause


class BreachFactory(DjangoModelFactory[Breach]):
    """The stamp of a breached clock, from the night after its last day. Trait `revoked`: a manager took it back."""

    class Meta:
        model = Breach

    class Params:
        revoked = factory.Trait(
            revoked_at=factory.LazyFunction(timezone.now),
            revoked_by=factory.SubFactory(UserFactory, manager=True, jobbtorg=factory.SelfAttribute("..jobbtorg")),
        )

    clock = factory.SubFactory(DeadlineClockFactory, breached=True, breach=False)
    jobbtorg = factory.SelfAttribute("clock.jobbtorg")
    due_on = factory.SelfAttribute("clock.due_on")
    stamped_at = factory.LazyAttribute(lambda breach: local_instant(breach.due_on + ONE_DAY, 0, 15))


class SweepRunFactory(DjangoModelFactory[SweepRun]):
    """A sweep that ran now and found nothing."""

    class Meta:
        model = SweepRun

    evaluated_on = factory.LazyFunction(timezone.localdate)
    started_at = factory.LazyFunction(timezone.now)
    finished_at = factory.LazyAttribute(lambda run: run.started_at + timedelta(seconds=1))
    breached = 0
    notices = 0
