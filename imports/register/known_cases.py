"""Completing cases that an earlier import brought in: what is missing is added, nothing is overwritten."""

from __future__ import annotations

import datetime
from typing import Any

from aspirants.choices import ClosureStatus
from aspirants.models import Closure, Enrolment, Person
from core.bulk import update_rows
from deadlines.models import Breach, ClockStatus, DeadlineClock
from imports.register.clocks import ClockFacts
from imports.register.days import start_of_day
from imports.register.tables import Tables
from imports.resolving.outcomes import CasePlan
from organisation.models import User

CORRECTED = "Orsaken var okänd vid en tidigare import och står i en annan lista."


class KnownCases:
    """Changes of rows that stand, gathered for some persons and written one statement a table."""

    def __init__(self, tables: Tables, actor: User, now: datetime.datetime) -> None:
        self._tables, self._actor, self._now = tables, actor, now
        self._facts: list[tuple[Any, ...]] = []
        self._ends: list[tuple[Any, ...]] = []
        self._closures: list[tuple[Any, ...]] = []
        self._deaths: list[tuple[Any, ...]] = []
        self._clocks: list[tuple[Any, ...]] = []
        self._breaches: list[tuple[Any, ...]] = []

    def facts(self, case: CasePlan) -> None:
        """The first visit and the unit of a case, where the register has none."""
        known = case.known
        assert known is not None, "a case of the register"
        if case.first_meeting_on is None and case.unit is None:
            return
        self._facts.append((known.key, case.first_meeting_on or known.first_meeting_on, case.unit or known.unit))
        self._tables.record(Enrolment, case.row, known.key, created=False)

    def died(self, person: int, deceased_on: datetime.date, row: int) -> None:
        """A death that a closing tells of."""
        self._deaths.append((person, deceased_on))
        self._tables.record(Person, row, person, created=False)

    def closing_of(self, case: CasePlan) -> int | None:
        """The key of the closing that a list's replaces; its reason was unknown. The case ends on the new day."""
        known = case.known
        assert known is not None, "a case of the register"
        if known.closure is None:
            return None
        self._closures.append((known.closure, ClosureStatus.CORRECTED.value, self._actor.pk, self._now, CORRECTED))
        self._ends.append((known.key, case.closed_on))
        self._tables.record(Closure, case.row, known.closure, created=False)
        self._tables.record(Enrolment, case.row, known.key, created=False)
        return known.closure

    def settles(self, case: CasePlan, clock: ClockFacts) -> bool:
        """Whether the case has such a clock already; one that nobody knew the end of is judged by what is known now."""
        known = case.known
        assert known is not None, "a case of the register"
        standing = known.clocks.get((clock.kind.value, clock.started_on))
        if standing is None:
            return False
        if clock.fulfilled_on is None or standing.fulfilled:
            return True
        self._clocks.append(
            (standing.key, clock.status.value, str(clock.fulfilment), start_of_day(clock.fulfilled_on), None)
        )
        self._tables.record(DeadlineClock, case.row, standing.key, created=False)
        if clock.status == ClockStatus.MET and standing.breach is not None:
            self._breaches.append((standing.breach, self._now, self._actor.pk))
            self._tables.record(Breach, case.row, standing.breach, created=False)
        return True

    def write(self) -> None:
        """Write the changes; corrected closings before those that replace them would stand beside them."""
        update_rows(Enrolment, ("first_visit_on", "income_support_unit_id"), self._facts)
        update_rows(Enrolment, ("closed_on",), self._ends)
        update_rows(Person, ("deceased_on",), self._deaths)
        update_rows(DeadlineClock, ("status", "fulfilment", "fulfilled_at", "ended_on"), self._clocks)
        update_rows(Breach, ("revoked_at", "revoked_by_id"), self._breaches)
        for changes in (self._facts, self._ends, self._deaths, self._clocks, self._breaches):
            changes.clear()

    def write_closings(self) -> None:
        """Correct closings before the ones that replace them are written: a case has one that stands."""
        update_rows(Closure, ("status", "corrected_by_id", "corrected_at", "correction_reason"), self._closures)
        self._closures.clear()
