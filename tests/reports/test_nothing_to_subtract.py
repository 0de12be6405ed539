"""Nobody outside the own unit can work a number of 1–4 out: not within a page, and not by laying pages side by side."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from measures.periods import january_to_august, tertial, whole_year
from measures.scope import scope_of
from measures.statistics.statement import Statement, collect
from organisation.models import Role, User
from tests.demo.conftest import city as demo_city
from tests.reports.reading import Reader, When
from tests.reports.subtraction import Knowledge
from tests.visits import signed_in

city = demo_city
pytestmark = pytest.mark.django_db

SMALL = range(1, 5)
YEARS = [2024, 2025, 2026]


@pytest.fixture
def today(city: date) -> object:
    with time_machine.travel("2026-11-23 13:30:00+00:00", tick=False) as clock:
        yield clock


def coordinator() -> User:
    return User.objects.filter(role=Role.CENTRAL_COORDINATOR).order_by("pk")[0]


def manager_of(stadsdel: str) -> User:
    managers = User.objects.filter(role=Role.DISTRICT_MANAGER, income_support_unit__district__name=stadsdel)
    if found := managers.order_by("pk").first():
        return found
    caseworker = User.objects.filter(role=Role.CASEWORKER, income_support_unit__district__name=stadsdel)[0]
    caseworker.role = Role.DISTRICT_MANAGER
    caseworker.save()
    return caseworker


def true_statements(user: User, periods: list[When]) -> dict[When, Statement]:
    of = {"t1": lambda year: tertial(year, 1), "t2": lambda year: tertial(year, 2), "t3": lambda year: tertial(year, 3)}
    of |= {"jan-aug": january_to_august, "helar": whole_year}
    return {(year, name): collect(scope_of(user), of[name](year)) for year, name in periods}


def truth_of(reader: Reader, statements: dict[When, Statement]) -> dict[object, int]:
    """Every number by the reader's name for it, those that are printed nowhere included."""
    found: dict[object, int] = {}
    knowledge = reader.knowledge()
    for when, statement in statements.items():
        for row in statement.rows:
            for column in ("opening", "moved_in", "handled", "moved_out", "remaining", *_columns(reader)):
                found[reader.name(when, row.name, column)] = row.figures.value(column)
    # What is printed nowhere follows from the sums, once all else is known.
    knowledge.bounds.clear()
    knowledge.known = dict(found)
    for terms in knowledge.sums:
        for name in terms:
            if name not in found and name[0] not in ("own", "alone"):
                found[name] = knowledge.known[name] = 0
    return found | knowledge.worked_out()


def _columns(reader: Reader) -> list[object]:
    from tests.reports.reading import FLOWS

    return [*FLOWS, *reader.groups]


def guessed(reader: Reader, truth: dict[object, int]) -> dict[tuple[int, str, object], int]:
    """What is known of those in the total alone: all but numbers of 1–4."""
    return {
        (*when, column): truth["alone", *reader.name(when, reader.total, column)]
        for when in reader.periods
        for column in ("opening", "remaining", *_columns(reader))
    }


def small_numbers_found(knowledge: Knowledge, truth: dict[object, int], *, alone: bool) -> list[object]:
    found = knowledge.worked_out()
    assert all(truth[name] == value for name, value in found.items()), "the reader has made a mistake"
    return [name for name, value in found.items() if value in SMALL and (name[0] == "alone") == alone]


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize("stadsdel", ["", "Järva", "Södermalm"], ids=["the city", "Järva", "Södermalm"])
def test_no_small_number_can_be_worked_out_of_all_pages_and_files(stadsdel: str) -> None:
    user = manager_of(stadsdel) if stadsdel else coordinator()
    reader = Reader(signed_in(user), "Stadsdelen" if stadsdel else "Hela staden")
    reader.read(YEARS)
    assert len(reader.periods) >= 13
    truth = truth_of(reader, true_statements(user, reader.periods))
    hidden = sum(not cell.isdecimal() for cell in reader.numbers.values())
    assert hidden > 100
    found = small_numbers_found(reader.knowledge(guessed(reader, truth)), truth, alone=False)
    found += small_numbers_found(reader.knowledge(), truth, alone=True)
    print(
        f"\n{reader.requests} requests, {len(reader.numbers)} numbers, {hidden} hidden, {len(found)} of 1-4 worked out"
    )
    assert not found, f"{len(found)} worked out, for instance {found[:5]}"
