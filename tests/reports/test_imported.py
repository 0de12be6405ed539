"""What Statistik says of imported lists: closings as unknown, and rows about the period that are in no figure."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from core.spreadsheets import csv_rows
from measures.left_out import LeftOut
from measures.periods import whole_year
from measures.scope import Reach, Scope
from measures.statistics.statement import collect
from organisation.models import Jobbtorg, Role, User
from reports.sentences import rows_left_out
from tests.measures.casebook import cases, unit, user
from tests.reports.pages import page, table, text

pytestmark = pytest.mark.django_db

YEAR = {"period": "helar", "ar": "2025"}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel("2026-11-23 13:30:00+00:00", tick=False):
        yield


@pytest.fixture
def kista() -> Jobbtorg:
    """40 cases, of which 10 went to work, 5 to studies, 5 stayed away and 20 were closed as unknown by a list."""
    found = unit("Jobbtorg Kista")
    for number, code in ((10, 10), (5, 20), (5, 60), (20, 98)):
        cases(number, found, "2025-01-10", "2025-09-01", code)
    return found


@pytest.fixture
def manager(kista: Jobbtorg) -> User:
    return user(Role.MANAGER, jobbtorg=kista)


def test_they_are_closed_for_another_reason(kista: Jobbtorg) -> None:
    [row] = collect(Scope(Reach.UNIT, jobbtorg_id=kista.pk), whole_year(2025)).rows
    found = row.figures
    assert (found.closed, found.work, found.studies, found.other, found.neutral) == (40, 10, 5, 25, 0)
    assert found.reasons == {10: 10, 20: 5, 60: 5, 98: 20}
    assert not found.contradictions


def test_they_have_a_row_of_their_own_and_a_sentence(client: Client, manager: User) -> None:
    html = page(client, manager, **YEAR)
    assert table(html, "Avslutsorsaker")["Okänd (importerad)"] == ["98", "20", ""]
    assert table(html, "Avslutsorsaker")["Annan orsak"] == ["", "25", "63 %"]
    assert text(html).count("Av de avslutade är 20 avslutade som okända vid import.") == 1
    assert "Vanligast var arbete, tillsvidareanställning, 10 ärenden" in text(html), "the most common known reason"


def test_the_file_says_so_too(client: Client, manager: User) -> None:
    file = csv_rows(page(client, manager, name="statistics_csv", **YEAR))
    assert ["Att tänka på", "", "Av de avslutade är 20 avslutade som okända vid import."] in [row[:3] for row in file]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "Av de avslutade är 1 avslutat som okänd vid import."),
        (2, "Av de avslutade är 2 avslutade som okända vid import."),
    ],
)
def test_with_the_number(client: Client, number: int, said: str) -> None:
    farsta = unit("Jobbtorg Farsta")
    cases(3, farsta, "2025-01-10", "2025-09-01", 10)
    cases(number, farsta, "2025-01-10", "2025-09-01", 98)
    html = page(client, user(Role.MANAGER, jobbtorg=farsta), **YEAR)
    assert said in text(html)


def test_where_no_reason_is_known(client: Client) -> None:
    farsta = unit("Jobbtorg Farsta")
    cases(6, farsta, "2025-01-10", "2025-09-01", 98)
    assert "Orsaken är okänd för alla" in text(page(client, user(Role.MANAGER, jobbtorg=farsta), **YEAR))


def test_without_any_there_is_no_sentence(client: Client) -> None:
    farsta = unit("Jobbtorg Farsta")
    cases(6, farsta, "2025-01-10", "2025-09-01", 60)
    assert "vid import" not in text(page(client, user(Role.MANAGER, jobbtorg=farsta), **YEAR))


def test_outside_the_unit_a_small_number_is_hidden(client: Client, kista: Jobbtorg) -> None:
    farsta = unit("Jobbtorg Farsta")
    cases(30, farsta, "2025-01-10", "2025-09-01", 60)
    cases(3, farsta, "2025-01-10", "2025-09-01", 98)
    coordinator = user(Role.CENTRAL_COORDINATOR)
    said = text(page(client, coordinator, **YEAR, enhet=farsta.pk))
    few = "Av de avslutade är färre än 5 avslutade som okända vid import."
    assert few in said or "Hur många av de avslutade som är avslutade som okända vid import visas inte." in said
    assert "är 3 avslutade" not in said


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (LeftOut(), ""),
        (LeftOut(12, 3), "12 rader ur importerade listor om perioden väntar på beslut, 3 utelämnades."),
        (LeftOut(1, 1), "1 rad ur importerade listor om perioden väntar på beslut, 1 utelämnades."),
        (LeftOut(1200, 0), "1\N{NARROW NO-BREAK SPACE}200 rader ur importerade listor om perioden väntar på beslut."),
        (LeftOut(0, 1), "1 rad ur importerade listor om perioden utelämnades."),
        (LeftOut(0, 3), "3 rader ur importerade listor om perioden utelämnades."),
    ],
)
def test_rows_that_are_in_no_figure(rows: LeftOut, said: str) -> None:
    assert rows_left_out(rows, leaves_unit=False) == said


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (LeftOut(), ""),
        (LeftOut(12, 3), "Rader ur importerade listor om perioden väntar på beslut eller är utelämnade."),
        (LeftOut(2, 0), "Rader ur importerade listor om perioden väntar på beslut."),
        (LeftOut(0, 3), "Rader ur importerade listor om perioden är utelämnade."),
    ],
)
def test_outside_the_unit_without_numbers(rows: LeftOut, said: str) -> None:
    """T1 + T2 + T3 = the year, and the jobbtorg are the city: small numbers could be worked out."""
    assert rows_left_out(rows, leaves_unit=True) == said
