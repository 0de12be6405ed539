"""Completing cases that an earlier import brought in: what is missing is added, nothing is overwritten."""

from __future__ import annotations

import datetime
from collections import defaultdict
from typing import Any

from django.db.models import Model

from aspirants.choices import PROVENANCE, ClosureStatus
from aspirants.models import Closure, CoachAssignment, Enrolment, Person, UnitStay
from core.sql.bulk import update_rows
from deadlines.models import Breach, ClockStatus, DeadlineClock
from imports.register.clocks import ClockFacts, FollowUpFacts
from imports.register.days import start_of_day
from imports.register.tables import Tables
from imports.resolving.known import KnownCase, KnownClock
from imports.resolving.outcomes import CasePlan, MeetingFacts
from jobplans.choices import FollowUpResult, FollowUpStatus
from jobplans.models import FollowUp
from meetings.choices import BookingStatus, MeetingKind
from meetings.models import GroupInformationBooking, Meeting
from organisation.models import User

CORRECTED = "Orsaken var okänd vid en tidigare import och står i en annan lista."
NO_RESULT = f"{PROVENANCE}. Resultatet framgår inte."

_Rows = list[tuple[Any, ...]]


class KnownCases:
    """Changes of rows that stand, gathered for some persons and written one statement a table."""

    def __init__(self, tables: Tables, actor: User, now: datetime.datetime) -> None:
        self._tables, self._actor, self._now = tables, actor, now
        self._first: dict[tuple[type[Model], tuple[str, ...]], _Rows] = defaultdict(list)
        self._changes: dict[tuple[type[Model], tuple[str, ...]], _Rows] = defaultdict(list)

    def _change(self, model: type[Model], row: int, key: int, *, first: bool = False, **values: Any) -> None:
        """Set columns of a record, as an import row says. `first`: before the new rows, which it would stand beside."""
        gathered = self._first if first else self._changes
        gathered[model, tuple(values)].append((key, *values.values()))
        self._tables.record(model, row, key, created=False)

    def facts(self, case: CasePlan, coach: int | None) -> None:
        """The first day, the first visit, the unit and the coach of a case, where lists know more."""
        known = case.known
        assert known is not None, "a case of the register"
        if case.first_meeting_on is not None:
            self._change(Enrolment, case.row, known.key, first_visit_on=case.first_meeting_on)
        if case.unit is not None:
            self._change(Enrolment, case.row, known.key, income_support_unit_id=case.unit)
        if case.coach is not None:
            self._change(Enrolment, case.coach_row, known.key, coach_id=coach)
        if case.moves_start:
            self._change(Enrolment, case.row, known.key, enrolled_on=case.starts_on)
            self._change(UnitStay, case.row, known.stay, started_on=case.starts_on)
            if known.coach is not None and known.coach.row is not None:
                started_at = start_of_day(case.starts_on)
                self._change(CoachAssignment, known.coach.row, known.coach.assignment, started_at=started_at)

    def coach(self, case: CasePlan, ended: datetime.datetime | None) -> None:
        """The coach by a list that knows better than the one that named the coach so far."""
        assert case.known is not None, "a case of the register"
        assert case.known.coach is not None, "the caller has looked"
        key = case.known.coach.assignment
        self._change(CoachAssignment, case.coach_row, key, coach_id=case.coach, ended_at=ended)
        first = case.known.meetings.get((case.known.first_meeting_on or case.starts_on, MeetingKind.COACH), [])
        for meeting in first:
            if meeting.coach == case.known.coach.key and meeting.at is None:
                self._change(Meeting, case.coach_row, meeting.key, coach_id=case.coach)

    def booking(self, key: int, status: BookingStatus, row: int) -> None:
        """Whether an aspirant who was invited came to the group information."""
        self._change(GroupInformationBooking, row, key, status=status.value)

    def meeting(self, key: int, meeting: MeetingFacts, starts_at: datetime.datetime, status: str, note: str) -> None:
        """A meeting of which only the day was known."""
        self._change(Meeting, meeting.row, key, coach_id=meeting.coach, starts_at=starts_at, status=status, note=note)

    def died(self, person: int, deceased_on: datetime.date, row: int) -> None:
        """A death that a closing tells of."""
        self._change(Person, row, person, deceased_on=deceased_on)

    def closing_of(self, case: CasePlan) -> int | None:
        """The key of the closing that a list's replaces; its reason was unknown. The case ends on the new day."""
        known = case.known
        assert known is not None, "a case of the register"
        if known.closure is None:
            return None
        self._change(
            Closure,
            case.row,
            known.closure,
            first=True,
            status=ClosureStatus.CORRECTED.value,
            corrected_by_id=self._actor.pk,
            corrected_at=self._now,
            correction_reason=CORRECTED,
        )
        if case.closed_on != known.closed_on:
            self._change(Enrolment, case.row, known.key, closed_on=case.closed_on)
        return known.closure

    def judge_anew(self, case: CasePlan, clock: ClockFacts) -> KnownClock | None:
        """The clock as the case has it already, changed to what all lists say now; None where it has none.

        One that runs is changed only by what fulfils it.
        """
        known = case.known
        assert known is not None, "a case of the register"
        standing = known.clock(clock.kind.value, clock.started_on)
        if standing is None:
            return None
        before = (standing.status, standing.fulfilled_on, standing.ended_on, standing.started_on)
        after = (clock.status, clock.fulfilled_on, clock.ended_on, clock.started_on)
        fulfils = clock.fulfilled_on is not None and standing.fulfilled_on is None
        if before == after or not (standing.historical or fulfils):
            return standing
        self._change(
            DeadlineClock,
            case.row,
            standing.key,
            status=clock.status.value,
            fulfilment=str(clock.fulfilment),
            fulfilled_at=start_of_day(clock.fulfilled_on) if clock.fulfilled_on else None,
            ended_on=clock.ended_on,
            started_on=clock.started_on,
            original_due_on=clock.due_on,
            due_on=clock.due_on,
            recommended_on=clock.recommended_on,
        )
        self._breach(case, clock, standing)
        return standing

    def _breach(self, case: CasePlan, clock: ClockFacts, standing: KnownClock) -> None:
        breached = clock.status == ClockStatus.BREACHED
        if breached and standing.breach is None:
            stamped = start_of_day(clock.seen_on or case.as_of)
            self._tables.add(Breach, case.row, standing.key, case.jobbtorg, clock.due_on, stamped)
        elif breached and standing.breach is not None:
            self._change(Breach, case.row, standing.breach, due_on=clock.due_on)
        elif standing.breach is not None:
            self._change(Breach, case.row, standing.breach, revoked_at=self._now, revoked_by_id=self._actor.pk)

    def follow_up(self, case: CasePlan, known: KnownCase, told: FollowUpFacts) -> bool:
        """Whether the case has the follow-up already; it is now held where an earlier list did not know of it."""
        standing = self.judge_anew(case, told.clock)
        if (
            standing is not None
            and standing.follow_up is not None
            and told.held_on
            and told.held_on not in known.follow_ups
        ):
            self._held(case, standing.follow_up, told.held_on)
        return standing is not None

    def _held(self, case: CasePlan, key: int, held_on: datetime.date) -> None:
        self._change(
            FollowUp,
            case.row,
            key,
            first=True,
            status=FollowUpStatus.HELD.value,
            held_at=start_of_day(held_on),
            result=FollowUpResult.UNCHANGED.value,
            note=NO_RESULT,
            recorded_by_id=self._actor.pk,
            recorded_at=self._now,
        )

    def write_first(self) -> None:
        """Write what the new rows would stand beside: a case has one closing that stands, one planned follow-up."""
        self._write(self._first)

    def write(self) -> None:
        """Write the other changes."""
        self._write(self._changes)

    @staticmethod
    def _write(changes: dict[tuple[type[Model], tuple[str, ...]], _Rows]) -> None:
        for (model, columns), rows in changes.items():
            update_rows(model, columns, rows)
        changes.clear()
