"""Judging the clocks of a case again, after something that is evidence or that kept them has been corrected.

A correction applies what makes things worse at once: what is no longer kept is broken, an excuse without evidence
falls. What would make a broken clock kept or excused never follows from a correction by itself; the correction then
waits for the manager (docs/corrections.md).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.utils import timezone

from aspirants.models import Correction, CorrectionState, Enrolment
from core.refusals import OperationRefused
from deadlines.calculation.deadline import compute_deadline, kept
from deadlines.clocks.keepers import Keeping, keepings_of
from deadlines.clocks.kinds import PausedBy, fulfilment_by, kinds_paused_by
from deadlines.clocks.lifecycle import begin_clock, lock_clock, notify_of_breach, recomputed, store_due_date
from deadlines.clocks.pausing import begin_wait_from
from deadlines.clocks.stays import counted_elsewhere
from deadlines.excuses.evidence import find_evidence, grant_excuse
from deadlines.models import (
    Breach,
    BreachCause,
    ClockKind,
    ClockStatus,
    DeadlineClock,
    DeadlinePolicy,
    Excuse,
    PolicyUse,
    StartEvent,
)
from organisation.access.permissions import Act, may
from organisation.models import User
from organisation.reference_tables.calendar import stored_holiday

ANOTHER_RULE = "Den dagen räknades jobbgarantin från något annat. Välj en annan dag."
MOVED_AFTERWARDS = "Rättelsen skulle flytta en sista dag som har passerat. Be enhetschefen att göra den."


@dataclass
class Correcting:
    """A case in which something is being corrected. `note` tells it which row says so."""

    corrections: list[Correction] = field(default_factory=list)
    waits: bool = False

    def note(self, correction: Correction) -> None:
        """This correction is made now; it will wait for the manager if it could heal a broken clock."""
        self.corrections.append(correction)


@dataclass(frozen=True)
class _Before:
    keepings: list[Keeping]
    is_healable: bool
    started_on: datetime.date | None


@contextmanager
def judged_again(actor: User, enrolment: Enrolment, *, because: str) -> Iterator[Correcting]:
    """Judge a locked case's clocks anew after what happens inside: something of the case is corrected.

    `because` is the comment on a breach that follows. Afterwards each noted correction is DONE or WAITING, and those
    that waited before and can heal nothing any more have lapsed.
    """
    found = enrolment.clocks.filter(historical=False).exclude(status=ClockStatus.CANCELLED).order_by("pk")
    before = {
        clock.pk: _Before(keepings_of(clock), is_healable(clock), clock.started_on) for clock in map(lock_clock, found)
    }
    first_visit_on = enrolment.first_visit_on
    correcting = Correcting()
    yield correcting
    enrolment.refresh_from_db(fields=["first_visit_on"])
    for pk in before:
        clock = lock_clock(DeadlineClock(pk=pk))
        _restart(clock, first_visit_on, enrolment.first_visit_on)
        _Judging(actor, enrolment, clock, before[pk], because).judge()
        clock.save()
        if is_healable(clock) and not before[pk].is_healable:
            correcting.waits = True
    _settle_waiting(enrolment, correcting)


def is_healable(clock: DeadlineClock) -> bool:
    """Whether a manager could turn what became of a clock into kept or excused, from what is on record now."""
    if clock.status == ClockStatus.EXCUSED:
        return clock.awaits_confirmation
    if clock.status == ClockStatus.RUNNING and clock.due_on is not None and clock.due_on < timezone.localdate():
        # The next sweep breaks it, unless what excuses it was on record in time.
        return find_evidence(clock) is None and find_evidence(clock, recorded_in_time=False) is not None
    if clock.status != ClockStatus.BREACHED:
        return False
    return clock.awaits_confirmation or find_evidence(clock, recorded_in_time=False) is not None


def _settle_waiting(enrolment: Enrolment, correcting: Correcting) -> None:
    if correcting.waits:
        for correction in correcting.corrections:
            correction.state = CorrectionState.WAITING
            correction.save(update_fields=["state"])
    lapse_what_heals_nothing(enrolment)


def lapse_what_heals_nothing(enrolment: Enrolment) -> None:
    """Let the corrections that wait in a locked case lapse, where no clock of it could be healed any more.

    Part of: whatever judges the clocks of a case anew, ends the case or joins it with another.
    """
    waiting = Correction.objects.select_for_update(of=("self",)).filter(
        enrolment=enrolment, state=CorrectionState.WAITING
    )
    if not waiting:
        return
    if not any(is_healable(clock) for clock in enrolment.clocks.filter(historical=False).select_related("policy")):
        for correction in waiting:
            correction.require_step(CorrectionState.LAPSED)
            correction.state = CorrectionState.LAPSED
            correction.save(update_fields=["state"])


def _restart(clock: DeadlineClock, before: datetime.date | None, now: datetime.date | None) -> None:
    """A locked clock that counts from the first visit follows it, while it is still to be kept (G-65)."""
    if clock.policy.start_event != StartEvent.FIRST_VISIT or before == now:
        return
    if clock.status == ClockStatus.WAITING and now is not None:
        begun = begin_clock(clock, started_on=now)
        for name in ("started_on", "original_due_on", "due_on", "recommended_on", "status"):
            setattr(clock, name, getattr(begun, name))
    elif clock.status == ClockStatus.RUNNING and clock.started_on == before and not clock.pauses.exists():
        clock.started_on = now
        if now is None:
            clock.status = ClockStatus.WAITING
            clock.original_due_on = clock.due_on = clock.recommended_on = None
        else:
            deadline = compute_deadline(clock.policy.rule, now, calendar=stored_holiday)
            clock.original_due_on = clock.due_on = deadline.due_on
            clock.recommended_on = deadline.recommended_on


def judged_from(clock: DeadlineClock, day: datetime.date, *, actor: User, because: str) -> DeadlineClock:
    """Let a clock that has begun count from another local date than was typed, and judge it anew by that.

    Its rule is the one in force that day; a clock that is only counted keeps its own where there is none. A wait that
    began with the clock begins with it. One that is excused stays so where what excuses it was in time by the other
    last day too. One that is cancelled keeps its days. Raises OperationRefused.

    Part of: `count_from_other_day`.
    """
    clock = lock_clock(clock)
    was = clock.started_on
    if was is None or was == day or clock.status == ClockStatus.CANCELLED:
        return clock
    before = _Before(keepings_of(clock), is_healable(clock), was)
    clock.policy = _policy_from(clock, day)
    clock.started_on = day
    clock.original_due_on = compute_deadline(clock.policy.rule, day, calendar=stored_holiday).due_on
    begin_wait_from(clock, was, day)
    _Judging(actor, clock.enrolment, clock, before, because).judge()
    clock.save()
    return clock


def _policy_from(clock: DeadlineClock, day: datetime.date) -> DeadlinePolicy:
    found: DeadlinePolicy | None = DeadlinePolicy.objects.valid_on(day).filter(kind=clock.kind).first()
    if found is not None and found.start_event == clock.policy.start_event and found.use != PolicyUse.OFF:
        return found
    if clock.kind == ClockKind.PLAN_GUARANTEE:
        raise OperationRefused(ANOTHER_RULE, field="day")
    return clock.policy


class _Judging:
    """One locked clock, for the caller to save: what becomes of it now. Of a referral there is no case yet."""

    def __init__(
        self, actor: User, enrolment: Enrolment | None, clock: DeadlineClock, before: _Before, because: str
    ) -> None:
        self.actor, self.enrolment, self.clock, self.before, self.because = actor, enrolment, clock, before, because
        self.now, self._began_on = timezone.now(), before.started_on
        self.today = timezone.localdate(self.now)

    def judge(self) -> None:
        """Follow what keeps the clock, which days do not count, and what excuses it, in that order."""
        if self.clock.status == ClockStatus.WAITING:
            return
        changed, keeping = self._keeping()
        if changed:
            self._keep_by(keeping)
        elif self.clock.kind in kinds_paused_by(PausedBy.INTERRUPTIONS) or self._began_on_other_day:
            self._count_again()
        if self.clock.status == ClockStatus.EXCUSED:
            if changed:
                self._count_again()
            self._ask_for_evidence()

    @property
    def _began_on_other_day(self) -> bool:
        return self.clock.started_on != self._began_on

    def _keeping(self) -> tuple[bool, Keeping | None]:
        """Whether something else keeps the clock now, and what. What no keeper is registered for is left alone."""
        found, at = keepings_of(self.clock), self.clock.fulfilled_at
        best = found[0] if found else None
        was_kept_by_one = any(one.at == at for one in self.before.keepings)
        if at is not None and was_kept_by_one and not any(one.at == at for one in found):
            return True, best
        is_new = best is not None and best not in self.before.keepings and (at is None or best.at < at)
        return is_new, best

    def _keep_by(self, keeping: Keeping | None) -> None:
        clock, was, was_late = self.clock, self.clock.status, self.clock.late_registered
        carried = keeping is not None and was == ClockStatus.MET and self._is_the_same(keeping)
        clock.fulfilled_at = keeping.at if keeping else None
        clock.fulfilment = fulfilment_by(clock.kind, keeping.event) if keeping else ""
        if was == ClockStatus.EXCUSED:
            return
        deadline = recomputed(clock)
        if keeping is None or was != ClockStatus.BREACHED:
            clock.due_on, clock.recommended_on = deadline.due_on, deadline.recommended_on
        clock.late_registered = False
        if keeping is None:
            if was != ClockStatus.BREACHED:
                self._leave_open_or_break()
            else:
                self._take_back_cause()
            return
        assert clock.due_on is not None, "no pause is open once the clock is fulfilled"
        in_time = kept(clock.due_on, keeping.at)
        if was == ClockStatus.BREACHED:
            if in_time:
                self._breach(BreachCause.B06)
            else:
                self._take_back_cause()
        elif in_time and (carried or kept(clock.due_on, keeping.recorded_at)):
            # What kept it was on record by the last day; that it happened at another time within it changes nothing.
            clock.status, clock.late_registered = ClockStatus.MET, carried and was_late
        elif in_time:
            self._breach(BreachCause.B06)
        else:
            self._excuse_or_break()

    def _is_the_same(self, keeping: Keeping) -> bool:
        """Whether the row that keeps the clock is the one that kept it before, and in time."""
        return any(
            one.source == keeping.source and one.event == keeping.event and one.at == self.clock.fulfilled_at
            for one in self.before.keepings
        )

    def _count_again(self) -> None:
        """The last day follows what it counts from, and the interruptions. A passed one is the manager's.

        That of an excused clock follows what it counts from alone.
        """
        clock, deadline = self.clock, recomputed(self.clock)
        is_excused = clock.status == ClockStatus.EXCUSED
        if is_excused and (deadline.due_on is None or not self._began_on_other_day):
            return
        if deadline.due_on == clock.due_on:
            return
        later = deadline.due_on is None or (clock.due_on is not None and deadline.due_on > clock.due_on)
        has_passed = clock.due_on is not None and clock.due_on < self.today
        if later and has_passed and clock.status != ClockStatus.MET and not may(self.actor, Act.PAUSE_AT_LENGTH):
            raise OperationRefused(MOVED_AFTERWARDS)
        if clock.status == ClockStatus.BREACHED:
            store_due_date(clock, actor=self.actor)
            return
        clock.due_on, clock.recommended_on = deadline.due_on, deadline.recommended_on
        clock.counted_at_id = counted_elsewhere(clock)
        if is_excused:
            return
        if clock.status != ClockStatus.MET:
            self._leave_open_or_break()
        elif clock.due_on is not None and clock.fulfilled_at and not kept(clock.due_on, clock.fulfilled_at):
            self._excuse_or_break()

    def _ask_for_evidence(self) -> None:
        """An excuse stands on evidence as it was found: on record in time, unless a manager has let it count."""
        excuse = Excuse.objects.select_for_update(of=("self",)).get(clock=self.clock)
        evidence = find_evidence(self.clock, recorded_in_time=excuse.granted_by_id is None)
        if evidence is None:
            excuse.revoked_at, excuse.revoked_by = self.now, self.actor
            excuse.save(update_fields=["revoked_at", "revoked_by"])
            self._breach(BreachCause.B06 if self._was_kept_in_time() else None)
        elif (evidence.reason, evidence.happened_on) != (excuse.reason, excuse.happened_on):
            excuse.reason, excuse.happened_on = evidence.reason, evidence.happened_on
            excuse.save(update_fields=["reason", "happened_on"])

    def _was_kept_in_time(self) -> bool:
        clock = self.clock
        return bool(clock.due_on and clock.fulfilled_at and kept(clock.due_on, clock.fulfilled_at))

    def _leave_open_or_break(self) -> None:
        """Unfulfilled: broken if the last day has passed, also where the case was closed after it."""
        clock, closed_on = self.clock, self.enrolment.closed_on if self.enrolment else None
        if closed_on is not None:
            clock.ended_on = closed_on
        if clock.due_on is not None and clock.due_on < (closed_on or self.today):
            self._excuse_or_break()
        elif closed_on is not None:
            clock.status = ClockStatus.CANCELLED
        else:
            clock.status = ClockStatus.RUNNING if clock.due_on else ClockStatus.PAUSED

    def _excuse_or_break(self) -> None:
        evidence = find_evidence(self.clock)
        if evidence is not None:
            grant_excuse(self.clock, evidence)
        else:
            self._breach(None)

    def _take_back_cause(self) -> None:
        """What keeps a broken clock did not happen in time after all: recorded late is no cause, if nobody gave it."""
        standing = Breach.objects.filter(clock=self.clock, revoked_at=None, cause=BreachCause.B06, explained_by=None)
        standing.update(cause="")

    def _breach(self, cause: BreachCause | None) -> None:
        """Broken, on its own last day, where the case was on that day. Without a cause the jobbtorg gives it."""
        clock = self.clock
        clock.status = ClockStatus.BREACHED
        assert clock.due_on is not None, "only a clock with a last day can be breached"
        facts = {
            "jobbtorg_id": clock.booked_at_id,
            "due_on": clock.due_on,
            "stamped_at": self.now,
            "cause": cause or "",
            "comment": self.because,
        }
        breach, created = Breach.objects.get_or_create(clock=clock, revoked_at=None, defaults=facts)
        if created:
            notify_of_breach(clock)
        elif cause and not breach.cause:
            breach.cause = cause
            breach.save(update_fields=["cause"])
