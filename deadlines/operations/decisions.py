"""Waiting for the decision on benefit: who wants it before enrolment has the clock paused meanwhile (P05, R-2-54)."""

from __future__ import annotations

import datetime

from core.workdays import ONE_DAY
from deadlines.clocks.kinds import GIVEN_BY_A_PLAN
from deadlines.clocks.lifecycle import lock_clock, recomputed
from deadlines.clocks.pausing import decide_length
from deadlines.models import ClockPause, ClockStatus, DeadlineClock, PauseReason
from organisation.models import User


def await_decision(
    *, actor: User, reference: str, waiting_from: datetime.date, is_new: bool = False, goes_on: bool = False
) -> None:
    """Pause the clocks that a referral or visit started, from a local date and without end, for P05.

    Where they have just been started (`is_new`), those that count from an earlier day, the application for benefit
    for instance, are paused from that day: nothing is late when it is registered because somebody waits.
    Where the person waited already (`goes_on`), a clock whose wait has been ended by hand is not paused again.
    A coach's or sender's own pause counts for 20 working days, then it is the manager's decision as always (FC-33).
    A clock that is paused already, has not begun, is late or is settled is left as it is, and a pause begins no earlier
    than the one before it ended. The caller has entered a database
    role that reads every pause of the clocks.

    Checked by: `submit_referral` (SEND_REFERRAL, or RECEIVE_REFERRAL for one on paper), `register_walk_in`
    (RECEIVE_REFERRAL), `complete_referral` (SEND_REFERRAL), `correct_referral` (SEND_REFERRAL, or at the jobbtorg
    RECEIVE_REFERRAL), `correct_walk_in` (WORK_IN_CASE).
    """
    for clock in _started_by(reference):
        if clock.status != ClockStatus.RUNNING or clock.started_on is None:
            continue
        pauses = list(clock.pauses.all())
        earlier = [pause.resumed_on for pause in pauses]
        if None in earlier or (goes_on and any(pause.reason == PauseReason.P05 for pause in pauses)):
            continue
        begins = clock.started_on if is_new else max(clock.started_on, waiting_from)
        first = max([begins, *(day for day in earlier if day is not None)])
        pause = ClockPause(clock=clock, reason=PauseReason.P05, paused_from=first, registered_by=actor)
        decide_length(pause, actor)
        pause.save()
        _store(clock)


def end_wait_for_decision(*, reference: str, decided_on: datetime.date) -> None:
    """The decision was made on a local date, which counts again: the clocks that wait for it run from then.

    No longer than the pause counted without a manager's decision, so that what has run out stays so.

    Part of: `follow_the_decision`.
    """
    for clock in _started_by(reference):
        pause = clock.pauses.filter(reason=PauseReason.P05, resumed_on=None).first()
        if pause is None or clock.fulfilled_at is not None or clock.ended_on is not None:
            continue
        # Decided before the referral came, or that day: day 0 is not counted anyway.
        pause.resumed_on = max(min(decided_on, pause.counts_until or decided_on), pause.paused_from + ONE_DAY)
        pause.save(update_fields=["resumed_on"])
        if clock.status in (ClockStatus.RUNNING, ClockStatus.PAUSED):
            _store(clock)


def _started_by(reference: str) -> list[DeadlineClock]:
    """The live clocks under a number that were given when the person came, each locked."""
    counted = DeadlineClock.objects.filter(reference=reference, historical=False).exclude(
        policy__kind__in=GIVEN_BY_A_PLAN
    )
    return [lock_clock(clock) for clock in counted.order_by("pk")]


def _store(clock: DeadlineClock) -> None:
    """Keep the last day that follows. Nothing that was late is healed by it: such a clock is not touched."""
    deadline = recomputed(clock)
    clock.due_on, clock.recommended_on = deadline.due_on, deadline.recommended_on
    clock.status = ClockStatus.RUNNING if deadline.due_on else ClockStatus.PAUSED
    clock.save(update_fields=["due_on", "recommended_on", "status"])
