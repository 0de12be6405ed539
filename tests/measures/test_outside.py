"""Whatever the numbers of a year are, none of 1–4 can be worked out from what is printed of all its periods."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from aspirants.models import ClosureReason
from measures.periods import FIXED_PERIODS
from measures.publication import Publication
from measures.scope import Reach, Scope
from measures.small_numbers.exchanges import Hiding
from measures.small_numbers.suppression import SMALL, Mark
from measures.statistics.figures import Figures
from measures.statistics.outside import marks_outside
from measures.statistics.statement import Row, Statement
from measures.units import TOTAL
from tests.reports.reading import ENDS, FLOWS, PARTS, Reader
from tests.reports.subtraction import Knowledge

CITY, DISTRICT = Scope(Reach.CITY), Scope(Reach.DISTRICT, district_ids=(1,))
TERTIALS = ("t1", "t2", "t3")
HEADS, BRANCH = 4, 9
"""Jobbtorg 1–4, of which the first has a branch, 9."""
GROUPS = {10: "W", 15: "W", 20: "S", 50: "O", 60: "O", 61: "O"}
REASONS = tuple(
    ClosureReason(code=code, label=f"Orsak {code}", group=group, neutral=code == 50) for code, group in GROUPS.items()
)
Numbers = dict[str, Any]


def figures_of(numbers: Numbers) -> Figures:
    reasons = numbers["reasons"]
    groups = {group: sum(n for code, n in reasons.items() if GROUPS[code] == group) for group in "WSO"}
    closed = sum(reasons.values())
    return Figures(
        **{name: n for name, n in numbers.items() if name not in ("reasons", "doubles")},
        closed=closed,
        persons=closed - min(closed, numbers["doubles"]),
        reasons=reasons,
        groups=groups,
        neutral=reasons[50],
    )


def added(*parts: Numbers) -> Numbers:
    names = [name for name in parts[0] if name != "reasons"]
    found: Numbers = {name: sum(part[name] for part in parts) for name in names}
    return found | {"reasons": {code: sum(part["reasons"][code] for part in parts) for code in GROUPS}}


def a_year(chance: Random, size: Callable[[], int]) -> dict[object, dict[str, Numbers]]:
    """The numbers of each jobbtorg, the branch and those in the total alone, for each tertial; they add up."""
    units: list[object] = [*range(1, HEADS + 1), BRANCH, "alone"]
    stock = {unit: size() for unit in units}
    found: dict[object, dict[str, Numbers]] = {unit: {} for unit in units}
    for tertial in TERTIALS:
        moves = {unit: [0, 0] for unit in units}
        for _ in range(chance.randint(0, 6)):
            origin, destination = chance.sample(units[:-1], 2)
            if stock[origin] > moves[origin][1] and {origin, destination} != {1, BRANCH}:
                moves[origin][1] += 1
                moves[destination][0] += 1
        for unit in units:
            came, left = moves[unit]
            new = size()
            there = stock[unit] + new + came - left
            reasons = dict.fromkeys(GROUPS, 0)
            for _ in range(min(there, size())):
                reasons[chance.choice(list(GROUPS))] += 1
            remaining = there - sum(reasons.values())
            clocks = {name: size() if chance.random() < 0.6 else 0 for name in ("met", "breached", "excused")}
            found[unit][tertial] = {
                "opening": stock[unit],
                "new": new,
                "moved_in": came,
                "moved_out": left,
                "remaining": remaining,
                "reasons": reasons,
                "doubles": chance.choice([0, 0, 1, 3]),
                **clocks,
            }
            stock[unit] = remaining
    return found


def statements_of(year: dict[object, dict[str, Numbers]], scope: Scope, periods: list[str]) -> dict[str, Statement]:
    made = {}
    for name in periods:
        parts = PARTS.get(name, (name,))
        of = {unit: _over(numbers, parts) for unit, numbers in year.items()}
        heads = {unit: added(of[unit], of[BRANCH]) if unit == 1 else of[unit] for unit in range(1, HEADS + 1)}
        rows = [Row(1, "Jobbtorg 1", figures_of(heads[1]), branches=(BRANCH,))]
        rows += [Row(BRANCH, "Filialen", figures_of(of[BRANCH]), level=1)]
        rows += [Row(unit, f"Jobbtorg {unit}", figures_of(heads[unit])) for unit in range(2, HEADS + 1)]
        total = added(*heads.values(), *([of["alone"]] if scope.counts_protected else []))
        rows.append(Row(TOTAL, scope.reach.value, figures_of(total | {"moved_in": 0, "moved_out": 0})))
        made[name] = Statement(scope, FIXED_PERIODS[name](2025), tuple(rows), REASONS)
    return made


def _over(numbers: dict[str, Numbers], parts: tuple[str, ...]) -> Numbers:
    several = [numbers[part] for part in parts]
    return added(*several) | {"opening": several[0]["opening"], "remaining": several[-1]["remaining"]}


def reader_of(statements: dict[str, Statement], scope: Scope) -> tuple[Reader, dict[object, int]]:
    """A reader who has seen all periods, and every number by the reader's name for it."""
    reader, truth = Reader(Client(), scope.reach.value), {}
    reader.branches = {"Filialen": "Jobbtorg 1"}
    reader.groups = {code: {"W": "work", "S": "studies", "O": "other"}[group] for code, group in GROUPS.items()}
    marks = marks_outside(statements)
    for period, statement in statements.items():
        publication = Publication(statement, marks[period])
        reader.periods.append((2025, period))
        for row in statement.rows:
            for column in ("opening", "moved_in", "handled", "moved_out", "remaining", *FLOWS, *GROUPS):
                reader.numbers[2025, period, row.name, column] = str(publication.count(row, column))
                truth[reader.name((2025, period), row.name, column)] = row.figures.value(column)
    complete = reader.knowledge()
    complete.bounds.clear()
    complete.known = dict(truth)
    return reader, truth | complete.worked_out()


def found_by(knowledge: Knowledge, truth: dict[object, int]) -> list[tuple[object, int]]:
    found = knowledge.worked_out()
    assert all(truth[name] == value for name, value in found.items()), "the reader has made a mistake"
    return [(name, value) for name, value in found.items() if value in SMALL]


@pytest.mark.parametrize("periods", [["t1"], ["t1", "t2", "jan-aug"], [*ENDS]], ids=len)
@pytest.mark.parametrize("most", [3, 8, 40])
@pytest.mark.parametrize("scope", [CITY, DISTRICT], ids=["city", "stadsdel"])
def test_no_small_number_can_be_worked_out(scope: Scope, most: int, periods: list[str]) -> None:
    for seed in range(4):
        chance = Random(seed)
        year = a_year(chance, partial(_number, chance, most))
        statements = statements_of(year, scope, [one for one in FIXED_PERIODS if one in periods])
        for statement in statements.values():
            assert not statement.contradictions
        reader, truth = reader_of(statements, scope)
        alone = {
            (*when, column): truth["alone", *reader.name(when, reader.total, column)]
            for when in reader.periods
            for column in ("opening", "remaining", *FLOWS, *GROUPS)
        }
        known = found_by(reader.knowledge(alone), truth)
        assert not [name for name, _ in known if name[0] != "alone"], f"seed {seed}: {known[:3]}"  # type: ignore[index]
        blind = found_by(reader.knowledge(), truth)
        assert not blind, f"seed {seed}: {blind[:3]}"


def test_large_numbers_are_all_shown_but_what_is_shown_at_home_only() -> None:
    chance = Random(1)
    year = a_year(chance, lambda: chance.randint(300, 600))
    statements = statements_of(year, DISTRICT, [*FIXED_PERIODS])
    marks: dict[Any, Mark] = {}
    for period, found in marks_outside(statements).items():
        marks |= {(period, key): mark for key, mark in found.items()}
    hidden = {column for (_, (_, column)), mark in marks.items() if mark is not Mark.EXACT}
    assert hidden <= {"opening", "remaining", "moved_in", "moved_out", "handled"}
    assert {mark for (_, (row, _)), mark in marks.items() if row == TOTAL} == {Mark.EXACT}


def _number(chance: Random, most: int) -> int:
    """Often none, and never more than so many."""
    return chance.choice([0, chance.randint(0, most), chance.randint(0, most)])


def _nothing(hiding: Hiding, ways: object) -> None:
    """Protects no number."""


def test_without_exchanges_the_reader_works_small_numbers_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Held against the reader: where only the small numbers themselves are hidden, many follow."""
    monkeypatch.setattr(Hiding, "protect_all", _nothing)
    chance = Random(3)
    year = a_year(chance, lambda: chance.randint(0, 20))
    reader, truth = reader_of(statements_of(year, DISTRICT, [*FIXED_PERIODS]), DISTRICT)
    assert len(found_by(reader.knowledge(), truth)) > 20


def test_the_marks_follow_from_the_numbers_and_are_kept_by_them() -> None:
    chance = Random(2)
    year = a_year(chance, lambda: chance.randint(0, 9))
    statements = statements_of(year, CITY, [*FIXED_PERIODS])
    first = marks_outside(statements)
    cache.clear()
    assert marks_outside(statements) == first
    year[2]["t1"]["met"] += 7
    changed = statements_of(year, CITY, [*FIXED_PERIODS])
    assert marks_outside(changed).keys() == first.keys()
    assert marks_outside(statements) == first
