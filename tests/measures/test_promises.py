"""One definition of which promises are counted: every page says the same of the same days (FC-75)."""

from __future__ import annotations

import datetime
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from aspirants.models import Origin, Protection
from core.shares import Share
from deadlines.jobs.sweep import sweep
from deadlines.models import ClockKind, ClockStatus, DeadlineClock
from deadlines.status import clock_conditions
from demo.factories import (
    CoachGroupFactory,
    DeadlineClockFactory,
    DeadlinePolicyFactory,
    EnrolmentFactory,
    JobbtorgFactory,
    UserFactory,
)
from measures.guarantee_now.report import collect_standing
from measures.periods import Period
from measures.scope import Reach, Scope
from measures.statistics.figures import Figures
from measures.statistics.statement import collect
from organisation.models import Jobbtorg, User
from oversight.figures import deadline_figures
from oversight.forecast.history import AT_THE_END, HISTORY_DAYS, stood
from oversight.groups import MOVED, Coaches, group_table
from oversight.register import register_of
from oversight.watched import Watch
from tests.aspirants.staff import TODAY, at, signed_in, text
from tests.reports.pages import table
from tests.roles import at_desk

pytestmark = pytest.mark.django_db

A_DAY = datetime.timedelta(days=1)
MONTH = Period(*clock_conditions.last_thirty_days(TODAY))
YEAR = Period(TODAY - HISTORY_DAYS * A_DAY, TODAY - A_DAY)
OUTCOMES = {"met": ClockStatus.MET, "breached": ClockStatus.BREACHED, "excused": ClockStatus.EXCUSED}


@dataclass(frozen=True)
class Unit:
    """A jobbtorg with who works there."""

    jobbtorg: Jobbtorg
    manager: User
    coaches: list[User]


def _unit(**facts: object) -> Unit:
    jobbtorg = JobbtorgFactory(**facts)
    group = CoachGroupFactory(jobbtorg=jobbtorg)
    coaches = UserFactory.create_batch(3, coach=True, jobbtorg=jobbtorg, coach_group=group)
    return Unit(jobbtorg, UserFactory(manager=True, jobbtorg=jobbtorg, protected_access=True), coaches)


def _promise(drawn: random.Random, units: list[Unit], *, historical: bool) -> None:
    here = drawn.choice(units)
    status = drawn.choice([*OUTCOMES.values(), ClockStatus.CANCELLED] + [ClockStatus.RUNNING] * (not historical))
    due = TODAY + drawn.choice([drawn.randint(-100, 3), drawn.randint(-30, -1)]) * A_DAY
    if historical:
        due = min(due, TODAY - A_DAY)
    case = EnrolmentFactory(
        coach=drawn.choice([*here.coaches, None]),
        jobbtorg=here.jobbtorg,
        enrolled_on=due - 7 * A_DAY,
        origin=Origin.IMPORT if historical else Origin.REFERRAL,
        person__protected=drawn.random() < 0.1,
    )
    # Moved here by now, in which case it is counted where the case was when it was decided.
    elsewhere = drawn.choice(units).jobbtorg if status in OUTCOMES.values() and drawn.random() < 0.2 else None
    DeadlineClockFactory(
        enrolment=case,
        kind=ClockKind.FOLLOW_UP if drawn.random() < 0.1 else ClockKind.PLAN_GUARANTEE,
        covered=drawn.random() < 0.9,
        started_on=due - 7 * A_DAY,
        original_due_on=due,
        due_on=due,
        status=status,
        fulfilled_at=at(due - A_DAY) if status == ClockStatus.MET else None,
        counted_at=elsewhere if elsewhere != here.jobbtorg else None,
        historical=historical,
        breach__jobbtorg=elsewhere or here.jobbtorg,
    )


@pytest.fixture(params=range(3))
def city(request: pytest.FixtureRequest) -> Iterator[list[Unit]]:
    """Three jobbtorg, the second one the first one's branch, with promises that ran here and promises of lists."""
    drawn = random.Random(request.param)
    with time_machine.travel(at(TODAY, "09:30"), tick=False):
        for kind in (ClockKind.PLAN_GUARANTEE, ClockKind.FOLLOW_UP):
            DeadlinePolicyFactory(kind=kind)
        head = _unit()
        units = [head, _unit(parent=head.jobbtorg), _unit()]
        for number in range(120):
            _promise(drawn, units, historical=number % 2 == 0)
        sweep(on=TODAY)
        yield units


def by_hand(unit: Unit, period: Period, *, historical: bool = True) -> Counter[str]:
    """What became of the promises of a jobbtorg, clock by clock, straight from docs/statistics.md."""
    found: Counter[str] = Counter()
    for clock in DeadlineClock.objects.select_related("policy", "person"):
        is_promise = clock.kind == ClockKind.PLAN_GUARANTEE and clock.covered and (historical or not clock.historical)
        is_counted = is_promise and clock.person.protection == Protection.NONE
        assert clock.due_on is not None
        if is_counted and clock.booked_at_id == unit.jobbtorg.pk and period.first <= clock.due_on <= period.last:
            found[clock.status] += 1
    return found


def said(counts: Figures) -> dict[str, int]:
    return {name: getattr(counts, name) for name in OUTCOMES}


def own(scope: Scope, period: Period, unit: Unit) -> dict[str, int]:
    """What Statistik says of a jobbtorg without its branches."""
    rows = {row.key: row for row in collect(scope, period).rows}
    row = rows[unit.jobbtorg.pk]
    branches = [said(rows[key].figures) for key in row.branches]
    return {name: number - sum(one[name] for one in branches) for name, number in said(row.figures).items()}


def test_every_page_counts_the_same_promises(city: list[Unit]) -> None:
    for unit in city:
        month, lived = by_hand(unit, MONTH), by_hand(unit, YEAR, historical=False)
        expected = {name: month[status] for name, status in OUTCOMES.items()}
        whole = sum(expected.values())
        assert whole > 3, "enough is drawn at every jobbtorg"
        scope = Scope(Reach.UNIT, jobbtorg_id=unit.jobbtorg.pk)
        with at_desk(unit.manager):
            assert own(scope, MONTH, unit) == expected
            assert own(Scope(Reach.CITY), MONTH, unit) == expected
            watch = Watch.of(unit.manager, timezone.now())
            assert deadline_figures(watch).kept == Share(expected["met"], whole)
            groups = group_table(Coaches(unit.manager), watch)
            assert groups.total.held == Share(expected["met"], whole)
            assert groups.total.broken == Share(expected["breached"], whole)
            assert sum(row.held.whole for row in groups.rows) == whole
            at_the_end = stood(*YEAR.days, TODAY, unit=unit.jobbtorg.pk, lefts=[AT_THE_END])
            assert sum(row.share.part for row in at_the_end) == lived[ClockStatus.BREACHED]
            decided = {"clock__policy__kind": ClockKind.PLAN_GUARANTEE, "due_on__range": MONTH.days}
            register = register_of(unit.manager).filter(**decided, revoked_at=None)
            moved_on = sum(
                clock.status == ClockStatus.BREACHED and clock.due_in(MONTH.days) for clock in watch.moved_on
            )
            unprotected = register.filter(clock__person__protection=Protection.NONE)
            assert unprotected.count() == expected["breached"] - moved_on


def test_frister_per_jobbtorg_says_the_same_as_statistik(city: list[Unit]) -> None:
    for unit in city:
        scope = Scope(Reach.UNIT, jobbtorg_id=unit.jobbtorg.pk)
        now = {row.key: said(row.figures) for row in collect_standing(scope, timezone.now()).rows}
        assert now == {row.key: said(row.figures) for row in collect(scope, MONTH).rows}


def test_the_pages_say_so_too(city: list[Unit]) -> None:
    """As FC-75 asked: the same thirty days on Frister and on Statistik."""
    unit = city[2]
    client = signed_in(unit.manager)
    free = {"period": "fri", "fran": MONTH.first.isoformat(), "till": MONTH.last.isoformat()}
    cells = table(client.get(reverse("statistics"), free).content.decode(), "Jobbgarantins löften")
    decided, _, _, _, strict, _ = cells[unit.jobbtorg.name]
    assert f"{strict} av {decided} jobbgarantier hölls de senaste 30 dagarna" in text(client.get(reverse("deadlines")))


def test_a_row_of_its_own_holds_what_was_decided_in_cases_that_have_moved(city: list[Unit]) -> None:
    """They cannot be opened here, so the row leads nowhere."""
    for unit in city:
        with at_desk(unit.manager):
            watch = Watch.of(unit.manager, timezone.now())
            rows = {row.key: row for row in group_table(Coaches(unit.manager), watch).rows}
        moved = [clock for clock in watch.moved_on if clock.decided(MONTH.days)]
        assert (MOVED in rows) == bool(moved)
        if moved:
            assert (rows[MOVED].held.whole, rows[MOVED].near, rows[MOVED].can_be_listed) == (len(moved), 0, False)
