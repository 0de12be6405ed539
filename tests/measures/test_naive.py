"""Statistik against a naive count: each case looked at by itself, in a city drawn by lot with all that is awkward."""

from __future__ import annotations

import datetime
import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import pytest
from django.db import connection

from aspirants.models import ClosureStatus, Person
from measures import querysets
from measures.periods import Period, january_to_august, tertial, whole_year
from measures.scope import Reach, Scope
from measures.statistics.statement import collect_each
from measures.units import TOTAL
from organisation.access.acting import DatabaseRole, as_database_role
from organisation.models import Jobbtorg
from tests.age import plan_as_for_large_tables, reading
from tests.measures.casebook import REASONS, case, close, district, person, sender, unit

pytestmark = pytest.mark.django_db

PERIODS = [tertial(2026, 1), tertial(2026, 2), january_to_august(2026), whole_year(2026)]
CASES = 160
A_DAY = datetime.timedelta(days=1)
COUNTED = ("opening", "new", "moved_in", "moved_out", "closed", "remaining", "persons", "neutral")


@dataclass(frozen=True)
class Life:
    """What a case has been, as the city drew it."""

    person: Person
    district: int
    stays: list[tuple[datetime.date, int]]
    closed: datetime.date | None
    code: int

    @property
    def enrolled(self) -> datetime.date:
        return self.stays[0][0]

    @property
    def protected(self) -> bool:
        return self.person.protection != "NONE"

    def unit_on(self, on: datetime.date) -> int | None:
        """Where the case was at the end of a day, whether or not it was closed that day."""
        begun = [key for started, key in self.stays if started <= on]
        return begun[-1] if begun and (self.closed is None or self.closed >= on) else None

    def moves(self) -> Iterable[tuple[datetime.date, int, int]]:
        """The days on which it went from one unit to another; what was passed through within a day does not count."""
        lasting = dict(self.stays)
        days = list(lasting)
        for before, on in pairwise(days):
            if on > self.enrolled and (self.closed is None or self.closed >= on):
                yield on, lasting[before], lasting[on]


@dataclass(frozen=True)
class City:
    heads: list[Jobbtorg]
    branch: Jobbtorg
    districts: list[int]
    lives: list[Life]

    def units_of(self, unit: Jobbtorg) -> set[int]:
        return {unit.pk, self.branch.pk} if unit.pk == self.branch.parent_id else {unit.pk}


@pytest.fixture
def city(db: None) -> City:
    drawn = random.Random(12)
    heads = [unit("Kista"), unit("Farsta"), unit("Globen")]
    branch = unit("Rinkeby", parent=heads[0])
    everywhere = [*heads, branch]
    districts = [district("Norr"), district("Söder")]
    senders = [sender(one) for one in districts]
    known: list[Person] = []
    lives = []
    for _ in range(CASES):
        someone = person(protection="SEKRETESSMARKERING" if drawn.random() < 0.05 else "NONE")
        enrolled = datetime.date(2025, 6, 1) + drawn.randrange(560) * A_DAY
        length = drawn.randrange(200)
        closed = enrolled + length * A_DAY if drawn.random() < 0.8 else None
        if closed and known and drawn.random() < 0.4:
            someone = drawn.choice(known)
        if closed:
            known.append(someone)
        where, which, code = drawn.choice(everywhere), drawn.randrange(2), drawn.choice(list(REASONS))
        # Several moves on the same day, on the day of enrolment and on that of the closing are drawn as well.
        days = sorted(enrolled + drawn.randrange(length + 1) * A_DAY for _ in range(drawn.choice([0, 0, 1, 2, 3])))
        days += days[-1:] if drawn.random() < 0.3 else []
        moves = [(on, drawn.choice(everywhere)) for on in days]
        made = case(
            where,
            enrolled.isoformat(),
            closed.isoformat() if closed else None,
            code,
            of=someone,
            sent_by=senders[which],
            moves=tuple((on.isoformat(), to) for on, to in moves),
        )
        if not closed and drawn.random() < 0.2:
            close(made, "2026-03-02", code, status=ClosureStatus.CORRECTED)
        stays = [(enrolled, where.pk), *((on, to.pk) for on, to in moves)]
        lives.append(Life(someone, districts[which].pk, stays, closed, code))
    return City(heads, branch, [one.pk for one in districts], lives)


def naive(lives: Iterable[Life], units: set[int], period: Period, *, with_protected: bool) -> dict[str, object]:
    """The figures of some units together, case by case."""
    first, last = period.days
    found: Counter[str] = Counter()
    persons, reasons = set(), Counter[int]()
    for life in lives:
        if life.closed and REASONS[life.code][1] == "X":
            continue
        for on, origin, destination in life.moves():
            if first <= on <= last and not life.protected:
                found["moved_in"] += destination in units and origin not in units
                found["moved_out"] += origin in units and destination not in units
        if life.protected and not with_protected:
            continue
        eve = first - A_DAY
        found["opening"] += life.enrolled < first and life.unit_on(eve) in units and life.closed != eve
        found["new"] += first <= life.enrolled <= last and life.unit_on(life.enrolled) in units
        found["remaining"] += life.unit_on(last) in units and life.closed != last
        if life.closed and first <= life.closed <= last and life.unit_on(life.closed) in units:
            found["closed"] += 1
            found["neutral"] += REASONS[life.code][2]
            persons.add(life.person.pk)
            reasons[life.code] += 1
    return {**{name: found[name] for name in COUNTED}, "persons": len(persons), "reasons": dict(reasons)}


def told(scope: Scope) -> dict[tuple[int, int], dict[str, object]]:
    """What the statements say, by the period's place and the row."""
    return {
        (place, row.key): {
            **{name: row.figures.value(name) for name in COUNTED},
            "reasons": {code: number for code, number in row.figures.reasons.items() if number},
        }
        for place, statement in enumerate(collect_each(scope, PERIODS))
        for row in statement.rows
    }


@pytest.mark.parametrize("reach", list(Reach))
def test_every_figure_is_that_of_counting_case_by_case(city: City, reach: Reach) -> None:
    own = city.heads[0]
    districts = (city.districts[0],) if reach is Reach.DISTRICT else ()
    scope = Scope(reach, jobbtorg_id=own.pk if reach is Reach.UNIT else None, district_ids=districts)
    lives = [life for life in city.lives if not districts or life.district in districts]
    rows = [own, city.branch] if reach is Reach.UNIT else [*city.heads, city.branch]
    expected = {
        (place, unit.pk): naive(lives, city.units_of(unit), period, with_protected=False)
        for place, period in enumerate(PERIODS)
        for unit in rows
    }
    if reach is not Reach.UNIT:
        for place, period in enumerate(PERIODS):
            everywhere = {unit.pk for unit in rows}
            expected[place, TOTAL] = naive(lives, everywhere, period, with_protected=reach is Reach.CITY)
    assert told(scope) == expected
    assert any(one["persons"] != one["closed"] for one in expected.values()), "nobody was closed twice"


def test_moves_are_found_from_the_stays_that_ended(city: City) -> None:
    """So the statement reads as many stays as have ended in the period, not all of the cases that were open in it."""
    period = [tertial(2026, 1)]
    moves = sum(period[0].first <= on <= period[0].last for life in city.lives for on, _ in life.stays[1:])
    for _ in range(300):
        case(city.heads[1], "2025-06-01")
    plan_as_for_large_tables()
    with as_database_role(DatabaseRole.REPORTS), reading() as read:
        list(querysets.transfers(Scope(Reach.CITY), period))
    [(_, rows)] = read.rows
    assert 0 < rows < 12 * moves + 100, f"{rows} rows for {moves} moves, and 300 cases that stay where they are"


def test_a_table_is_expected_to_be_counted_whole_by_whom_its_policy_lets_in(city: City) -> None:
    """What the policy of the counting role asks must not look to PostgreSQL as if it picked a few rows."""
    plan_as_for_large_tables()
    with as_database_role(DatabaseRole.REPORTS), connection.cursor() as cursor:
        cursor.execute("EXPLAIN (FORMAT JSON) SELECT id FROM aspirants_person")
        expected = cursor.fetchone()[0][0]["Plan"]["Plan Rows"]
    assert expected >= Person.objects.count() / 4
