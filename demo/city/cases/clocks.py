"""Clocks as the system would have left them this morning: computed from their events, stamped by the last sweep."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from core.workdays import ONE_DAY, previous_working_day
from deadlines.calculation.deadline import kept, local_date
from deadlines.models import (
    Breach,
    BreachCause,
    ClockKind,
    ClockPause,
    ClockStatus,
    DeadlineClock,
    DeadlinePolicy,
    Excuse,
    ExcuseReason,
    Fulfilment,
)
from demo.city.rows import Rows
from demo.city.texts import BREACH_COMMENTS
from demo.factories import deadline_with, local_instant
from organisation.models import User
from organisation.reference_tables.calendar import stored_holiday

SWEEP_AT = (0, 10)
CAUSES = (BreachCause.B01, BreachCause.B01, BreachCause.B02, BreachCause.B03, BreachCause.B04, BreachCause.B07)
DAYS_TO_EXPLAIN = 5


class Clocks:
    """Starts, keeps, breaks and cancels clocks.

    The last sweep was on the last working day before `on`: what was due earlier is stamped, what was due that very day
    is late but waits for the next sweep.
    """

    def __init__(self, on: date, chance: random.Random, rows: Rows, managers: dict[str, User]) -> None:
        self.on, self._chance, self._rows, self._managers = on, chance, rows, managers
        self.last_sweep_on = previous_working_day(on - ONE_DAY, stored_holiday)
        self._policies = list(DeadlinePolicy.objects.all())

    def policy(self, kind: ClockKind, day: date) -> DeadlinePolicy:
        """The policy of a kind on a day."""
        return next(policy for policy in self._policies if policy.kind == kind and policy.is_valid_on(day))

    def start(
        self, kind: ClockKind, started_on: date, pauses: Sequence[ClockPause] = (), **whose: Any
    ) -> DeadlineClock:
        """A clock with its due dates; `whose` are person, jobbtorg, enrolment and so on."""
        policy = self.policy(kind, started_on)
        original, deadline = deadline_with(policy, started_on), deadline_with(policy, started_on, pauses)
        assert original.due_on is not None
        clock = DeadlineClock(
            policy=policy,
            started_on=started_on,
            original_due_on=original.due_on,
            due_on=deadline.due_on,
            recommended_on=deadline.recommended_on,
            status=ClockStatus.RUNNING if deadline.due_on else ClockStatus.PAUSED,
            **whose,
        )
        for pause in pauses:
            pause.clock = clock
            self._rows.add(pause, local_instant(pause.paused_from, 8, 20))
        return self._rows.add(clock, local_instant(started_on, 7))

    def keep(self, clock: DeadlineClock, at: datetime, fulfilment: Fulfilment) -> None:
        """Fulfilled at an instant: MET, or late and BREACHED."""
        assert clock.due_on is not None
        clock.fulfilled_at, clock.fulfilment = at, fulfilment
        if kept(clock.due_on, at):
            clock.status = ClockStatus.MET
        else:
            self._break(clock)

    def register_late(self, clock: DeadlineClock, recorded_at: datetime, confirmed_by: User | None) -> None:
        """What was done in time was recorded after the due date: a breach (B06) until a manager confirms it."""
        assert clock.due_on is not None
        breach = self._break(clock)
        breach.cause, breach.comment, breach.explained_by = BreachCause.B06, "", None
        if confirmed_by is not None:
            breach.revoked_at, breach.revoked_by = recorded_at, confirmed_by
            clock.status, clock.late_registered = ClockStatus.MET, True

    def let_run(self, clock: DeadlineClock, interrupted_on: date | None = None) -> None:
        """Nothing has happened: breached if the last sweep saw it late; an interruption takes the last day away."""
        if interrupted_on is not None and clock.due_on is not None and clock.due_on >= interrupted_on:
            clock.due_on = clock.recommended_on = None
            clock.status = ClockStatus.PAUSED
        elif clock.due_on is not None and clock.due_on < self.last_sweep_on:
            self._break(clock)

    def cancel(self, clock: DeadlineClock, day: date) -> None:
        """Without object from a day on; what was late by then stays a breach."""
        clock.ended_on = day
        if clock.due_on is not None and clock.due_on < day:
            self._break(clock)
        else:
            clock.status = ClockStatus.CANCELLED

    def wait(self, clock: DeadlineClock) -> None:
        """It has not begun after all: the referral was incomplete."""
        clock.status = ClockStatus.WAITING
        clock.started_on = clock.original_due_on = clock.due_on = clock.recommended_on = None

    def give_up(self, clock: DeadlineClock, sought_on: date, day: date) -> None:
        """The person was sought in time and not reached: excused by the sweep, and without object from a day on."""
        assert clock.due_on is not None
        clock.status, clock.ended_on = ClockStatus.EXCUSED, day
        granted_at = local_instant(clock.due_on + ONE_DAY, *SWEEP_AT)
        self._rows.add(Excuse(clock=clock, reason=ExcuseReason.E03, happened_on=sought_on, granted_at=granted_at))

    def excuse(self, clock: DeadlineClock, declined_on: date, at: datetime, fulfilment: Fulfilment) -> None:
        """A no to the plan in time (E02), and a yes after the due date: no breach."""
        assert clock.due_on is not None
        clock.status, clock.fulfilled_at, clock.fulfilment = ClockStatus.EXCUSED, at, fulfilment
        granted_at = local_instant(clock.due_on + ONE_DAY, *SWEEP_AT)
        self._rows.add(Excuse(clock=clock, reason=ExcuseReason.E02, happened_on=declined_on, granted_at=granted_at))

    def _break(self, clock: DeadlineClock) -> Breach:
        assert clock.due_on is not None
        clock.status = ClockStatus.BREACHED
        stamped_at = local_instant(clock.due_on + ONE_DAY, *SWEEP_AT)
        breach = Breach(clock=clock, jobbtorg=clock.jobbtorg, due_on=clock.due_on, stamped_at=stamped_at)
        explained = (self.on - local_date(stamped_at)).days > DAYS_TO_EXPLAIN and self._chance.random() < 0.8
        if explained:
            breach.cause = self._chance.choice(CAUSES)
            breach.comment = self._chance.choice(BREACH_COMMENTS)
            breach.explained_by = self._managers[clock.jobbtorg.code]
        return self._rows.add(breach)
