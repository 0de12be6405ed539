"""Figures of cases that really move: whatever happens on whatever day, nothing is counted twice and nothing is lost."""

from __future__ import annotations

import datetime
import random
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from aspirants.models import DisclosureBasis, Enrolment
from casework.operations import change_support_unit, close_case
from casework.shown import shown_case
from casework.transfers.shown import shown_support_unit
from deadlines.jobs.sweep import sweep
from deadlines.models import ClockKind
from demo.factories import (
    ClosureReasonFactory,
    DeadlineClockFactory,
    DeadlinePolicyFactory,
    EnrolmentFactory,
    IncomeSupportUnitFactory,
    JobbtorgFactory,
    MeetingFactory,
    UserFactory,
)
from measures.periods import Period, tertial
from measures.scope import Reach, Scope
from measures.statistics.statement import collect
from measures.units import TOTAL
from organisation.models import Jobbtorg, User
from oversight.figures import deadline_figures
from oversight.forecast.counts import arrivals_of
from oversight.forecast.history import by_unit, stood
from oversight.watched import Watch
from tests.aspirants.staff import at
from tests.casework.transfers import accepted, sent
from tests.roles import at_desk

pytestmark = pytest.mark.django_db

CITY = Scope(Reach.CITY)
FIRST = datetime.date(2026, 1, 7)
ONE_DAY = datetime.timedelta(days=1)


@dataclass
class Life:
    """Where a case was at the end of each day, as the test remembers it."""

    case: Enrolment
    places: dict[datetime.date, int] = field(default_factory=dict)
    closed_on: datetime.date | None = None

    def at(self, day: datetime.date) -> int:
        return self.places[max(known for known in self.places if known <= day)]

    def counts(self, period: Period) -> Counter[tuple[str, int]]:
        """By name and jobbtorg, straight from the definitions."""
        first, last = period.days
        found: Counter[tuple[str, int]] = Counter()
        began, ended = min(self.places), self.closed_on or datetime.date.max
        if began < first <= ended:
            found["opening", self.at(first - ONE_DAY)] += 1
        if first <= began <= last:
            found["new", self.at(began)] += 1
        day = max(first, began + ONE_DAY)
        while day <= min(last, ended):
            if self.at(day) != self.at(day - ONE_DAY):
                found["moved_in", self.at(day)] += 1
                found["moved_out", self.at(day - ONE_DAY)] += 1
            day += ONE_DAY
        if first <= ended <= last:
            found["closed", self.at(ended)] += 1
        if began <= last < ended:
            found["remaining", self.at(last)] += 1
        return found


class City:
    """Three jobbtorg, each with a manager."""

    def __init__(self) -> None:
        for kind in (ClockKind.PLAN_GUARANTEE, ClockKind.FOLLOW_UP):
            DeadlinePolicyFactory(kind=kind)
        self.units: list[Jobbtorg] = JobbtorgFactory.create_batch(3)
        self.managers: dict[int, User] = {unit.pk: UserFactory(manager=True, jobbtorg=unit) for unit in self.units}
        self.reason = ClosureReasonFactory(illness=True)

    def enrol(self, unit: Jobbtorg) -> Life:
        case = EnrolmentFactory(jobbtorg=unit, enrolled_on=timezone.localdate(), without_coach=True)
        DeadlineClockFactory(enrolment=case, started_on=case.enrolled_on)
        return Life(case, {case.enrolled_on: unit.pk})

    def move(self, life: Life, to: Jobbtorg) -> None:
        life.case = Enrolment.objects.select_related("person", "jobbtorg", "coach").get(pk=life.case.pk)
        accepted(self.managers[to.pk], sent(self.managers[life.case.jobbtorg_id], life.case, to))
        life.places[timezone.localdate()] = to.pk

    def close(self, life: Life) -> None:
        case = Enrolment.objects.select_related("person", "jobbtorg", "coach").get(pk=life.case.pk)
        manager = self.managers[case.jobbtorg_id]
        life.closed_on = timezone.localdate()
        with at_desk(manager):
            close_case(
                actor=manager,
                enrolment=case,
                seen_case=shown_case(case),
                closed_on=life.closed_on,
                reason=self.reason,
                basis=DisclosureBasis.OSL_26_1,
            )


NAMES = ("opening", "new", "moved_in", "moved_out", "closed", "remaining")


@pytest.mark.parametrize("seed", range(5))
def test_the_figures_are_those_of_the_lives(seed: int) -> None:
    """Random moves, several on one day and back again among them, against counts made from each case's days alone."""
    chance = random.Random(seed)
    with time_machine.travel(at(FIRST, "09:00"), tick=False) as clock:
        city = City()
        lives = [city.enrol(chance.choice(city.units)) for _ in range(3)]
        for _ in range(16):
            day = timezone.localdate() + datetime.timedelta(days=chance.choice([0, 0, 1, 2, 9, 20]))
            clock.move_to(at(day, "09:00"))
            life = chance.choice(lives)
            if life.closed_on or chance.random() < 0.2:
                lives.append(city.enrol(chance.choice(city.units)))
            elif chance.random() < 0.1:
                city.close(life)
            else:
                here = life.places[max(life.places)]
                city.move(life, chance.choice([unit for unit in city.units if unit.pk != here]))
        clock.move_to(at(timezone.localdate() + datetime.timedelta(days=14), "09:00"))
        sweep(on=timezone.localdate())
        last = timezone.localdate()
        middle = FIRST + (last - FIRST) / 2
        for period in (Period(FIRST, last), Period(FIRST, middle), Period(middle, last), Period(middle, middle)):
            _agrees(city, lives, period)


def _agrees(city: City, lives: list[Life], period: Period) -> None:
    statement = collect(CITY, period)
    statement.verify()
    expected = sum((life.counts(period) for life in lives), Counter())
    rows = {unit.pk: statement.row(unit.pk) for unit in city.units}
    for unit, row in rows.items():
        assert row is not None
        assert {name: getattr(row.figures, name) for name in NAMES} == {name: expected[name, unit] for name in NAMES}
    total = statement.row(TOTAL)
    assert total is not None
    assert (total.figures.moved_in, total.figures.moved_out) == (0, 0)
    for outcome in ("met", "breached", "excused"):
        parts = sum(getattr(row.figures, outcome) for row in rows.values() if row)
        assert parts == getattr(total.figures, outcome), "each clock is counted at one jobbtorg"


def test_sh_11_a_move_is_no_closing() -> None:
    with time_machine.travel(at("2026-02-02"), tick=False) as clock:
        city = City()
        vallingby, kista, _ = city.units
        life = city.enrol(vallingby)
        clock.move_to(at("2026-03-10"))
        city.move(life, kista)
        statement = collect(CITY, tertial(2026, 1))
    left, came = (statement.row(unit.pk) for unit in (vallingby, kista))
    assert left and came  # noqa: PT018 - for the type checker
    assert (left.figures.moved_out, left.figures.closed, left.figures.remaining) == (1, 0, 0)
    assert (came.figures.moved_in, came.figures.closed, came.figures.remaining) == (1, 0, 1)


@pytest.mark.parametrize(("accepted_on", "where"), [("2026-03-05", 1), ("2026-03-10", 0)])
def test_g_54_the_breach_is_in_the_figures_of_where_the_case_was_on_the_last_day(accepted_on: str, where: int) -> None:
    with time_machine.travel(at("2026-03-02"), tick=False) as clock:
        city = City()
        life = city.enrol(city.units[0])
        clock.move_to(at(accepted_on))
        city.move(life, city.units[1])
        clock.move_to(at("2026-03-12"))
        sweep(on=timezone.localdate())
        statement = collect(CITY, tertial(2026, 1))
    found = [row.figures.breached for unit in city.units[:2] if (row := statement.row(unit.pk))]
    assert found == [int(where == 0), int(where == 1)]


def test_fc_74_the_old_units_history_stays_as_it_was() -> None:
    """Frister and the forecast say the same before and after a case that was decided there has moved on."""
    with time_machine.travel(at("2026-10-05"), tick=False) as clock:
        city = City()
        here, there, _ = city.units
        manager = city.managers[here.pk]
        lives = [city.enrol(here) for _ in range(4)]
        MeetingFactory(enrolment=lives[0].case, present=True, starts_at=at("2026-10-09"))
        Enrolment.objects.filter(pk=lives[0].case.pk).update(first_visit_on=datetime.date(2026, 10, 9))
        clock.move_to(at("2026-10-20"))
        sweep(on=timezone.localdate())

        def said(user: User) -> tuple[Any, ...]:
            with at_desk(user):
                figures = deadline_figures(Watch.of(user, timezone.now()))
                today = timezone.localdate()
                lately = stood(today - 30 * ONE_DAY, today - ONE_DAY, today, unit=None, lefts=range(6))
                history = by_unit(lately).get(user.jobbtorg_id or 0)
                moved_on.append((figures.moved_on, figures.from_first_visit.moved_on))
                judged = replace(figures.from_first_visit, moved_on=0)
                return figures.kept, judged, history, arrivals_of(user, today)

        moved_on: list[tuple[int, int]] = []
        before, elsewhere = said(manager), said(city.managers[there.pk])
        assert before[0].whole == 4
        for life in lives[:2]:
            city.move(life, there)
        assert said(manager) == before
        assert said(city.managers[there.pk]) == elsewhere
        # What the lists behind the two figures lack is said beside them.
        assert moved_on == [(0, 0), (0, 0), (2, 1), (0, 0)]


def test_a_stadsdel_keeps_the_figures_of_those_it_sent() -> None:
    """By who referred the aspirant (3.5), not by where the aspirant lives by now."""
    with time_machine.travel(at("2026-02-02"), tick=False):
        city = City()
        life = city.enrol(city.units[0])
        Enrolment.objects.filter(pk=life.case.pk).update(income_support_unit=IncomeSupportUnitFactory())
        case = Enrolment.objects.select_related("person", "jobbtorg", "income_support_unit").get(pk=life.case.pk)
        first, second = case.income_support_unit, IncomeSupportUnitFactory()
        manager = city.managers[case.jobbtorg_id]
        with at_desk(manager):
            change_support_unit(
                actor=manager,
                enrolment=case,
                seen_unit=shown_support_unit(case),
                unit=second,
                changed_on=timezone.localdate(),
                reason="Har flyttat",
            )

        def new_cases(unit: Any) -> int:
            row = collect(Scope(Reach.DISTRICT, district_ids=(unit.district_id,)), tertial(2026, 1)).row(TOTAL)
            return row.figures.new if row else 0

        assert (new_cases(first), new_cases(second)) == (1, 0)
