"""The page and its file, as each role meets them."""

from __future__ import annotations

import csv
import io
import logging

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aspirants.models import UnitStay
from measures.definition_version import DEFINITION_VERSION
from measures.statistics.measures import STATISTICS, Subject
from organisation.models import District, IncomeSupportUnit, Jobbtorg, Role, User
from tests.measures.casebook import case, cases, day, district, guarantee_clock, person, sender, unit, user
from tests.reports.pages import page, table, text
from tests.visits import STEP_IN_AND_OUT

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("today_is_23_november_2026"),
]


@pytest.fixture
def today_is_23_november_2026() -> object:
    import time_machine

    with time_machine.travel("2026-11-23 13:30:00+00:00", tick=False) as clock:
        yield clock


@pytest.fixture
def kista(db: None) -> Jobbtorg:
    return unit("Jobbtorg Kista")


@pytest.fixture
def coordinator(db: None) -> User:
    return user(Role.CENTRAL_COORDINATOR)


RESULTS, MOVEMENTS, GUARANTEE_COUNTS = (
    "Avslutade ärenden per enhet och grupp",
    "Ärenden in och ut",
    "Jobbgarantins löften",
)


def test_the_page_says_what_happened_in_sentences_tables_and_definitions(client: Client, kista: Jobbtorg) -> None:
    cases(18, kista, "2025-10-01", "2026-03-02", 10)
    cases(9, kista, "2025-10-01", "2026-03-02", 20)
    cases(18, kista, "2025-10-01", "2026-03-02", 60)
    cases(105, kista, "2026-01-12")
    guarantee_clock(kista, "2026-03-02", "MET")
    html = page(client, user(Role.MANAGER, jobbtorg=kista))
    read = text(html)
    assert "Av 45 avslutade ärenden gick 27 till arbete eller studier" in read
    assert "Av 150 ärenden avslutades 45" in read
    assert "1 löfte om jobbplan avgjordes, 1 hölls i tid" in read
    assert "Hittills 2026 (1 januari–23 november 2026)" in read
    percent = [f"{number} %" for number in (40, 20, 60)]
    assert table(html, RESULTS)["Jobbtorg Kista"] == ["45", "45", "18", "9", "18", *percent]
    assert table(html, MOVEMENTS)["Jobbtorg Kista"] == ["45", "105", "0", "150", "0", "45", "105", "30 %"]
    assert read.count("Så räknas det:") == 8
    assert "Uttaget mån 23 nov 2026 14.30" in read
    assert "style=" not in html


def test_the_chosen_year_is_counted_to_the_day_of_today_on_the_page_and_in_the_file(
    client: Client, kista: Jobbtorg
) -> None:
    cases(3, kista, "2024-10-01", "2025-11-23", 10)
    cases(2, kista, "2024-10-01", "2025-11-24", 10)
    cases(7, kista, "2025-10-01", "2026-03-02", 10)
    reader = user(Role.MANAGER, jobbtorg=kista)
    asked = {"period": "hittills", "ar": 2025}
    html = page(client, reader, **asked)
    assert "2025 till och med 23 november (1 januari–23 november 2025)" in text(html)
    assert table(html, RESULTS)["Jobbtorg Kista"][:3] == ["3", "3", "3"]
    answer = client.get(reverse("statistics_csv"), asked)
    assert 'filename="statistik-2025-01-01-2025-11-23.csv"' in answer["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert ["Period", "2025-01-01", "2025-11-23"] in rows


def test_an_empty_period_offers_a_way_out(client: Client, kista: Jobbtorg) -> None:
    read = text(page(client, user(Role.COACH, jobbtorg=kista), period="t1", ar=2020))
    assert "Inga ärenden uppfyller filtret." in read
    assert "Rensa filter" in read


def test_a_period_and_unit_in_the_address_give_the_same_page_again(client: Client, kista: Jobbtorg) -> None:
    branch = unit("Kista ungdom", parent=kista)
    case(kista, "2026-03-02", "2026-04-30")
    case(branch, "2026-03-02", "2026-04-30", 20)
    case(branch, "2026-03-02", "2026-05-01", 20)
    reader = user(Role.MANAGER, jobbtorg=kista)
    first = page(client, reader, period="t1", ar=2026)
    assert "Av 2 avslutade ärenden gick 2" in text(first)
    assert table(first, RESULTS)["varav Kista ungdom"][:4] == ["1", "1", "0", "1"]
    of_branch = page(client, reader, period="t1", ar=2026, enhet=branch.pk)
    assert "Av 1 avslutat ärende gick 1 till arbete eller studier" in text(of_branch)
    free = page(client, reader, period="fri", ar=2026, fran="2026-05-01", till="1/5 2026")
    assert "Av 1 avslutat ärende" in text(free)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"period": "fri"}, "Ange periodens sista dag, till exempel 2026-11-23."),
        ({"period": "fri", "fran": "i förrgår", "till": "i dag"}, "Ange datum som 2026-11-23."),
        ({"period": "fri", "fran": "2026-02-02", "till": "2026-02-01"}, "Välj en dag som inte ligger före den första."),
        ({"period": "t4"}, "Välj"),
        ({"enhet": "999999"}, "Välj"),
    ],
)
@pytest.mark.parametrize("name", ["statistics", "statistics_csv"])
def test_a_choice_that_cannot_be_met_is_explained(
    client: Client, kista: Jobbtorg, query: dict[str, str], sentence: str, name: str
) -> None:
    html = page(client, user(Role.MANAGER, jobbtorg=kista), status=422, name=name, **query)
    assert sentence in text(html)
    assert "<table" not in html


def test_the_own_jobbtorg_is_exact_and_alone(client: Client, kista: Jobbtorg) -> None:
    other = unit("Jobbtorg Farsta")
    cases(2, kista, "2026-01-12", "2026-02-02")
    cases(9, other, "2026-01-12", "2026-02-02")
    for role in (Role.COACH, Role.MANAGER):
        html = page(client, user(role, jobbtorg=kista))
        assert table(html, RESULTS)["Jobbtorg Kista"][:3] == ["2", "2", "2"]
        assert "Farsta" not in html
        page(client, user(role, jobbtorg=kista), status=422, enhet=other.pk)


@pytest.fixture
def bromma(db: None) -> District:
    return district("Bromma")


@pytest.fixture
def bromma_unit(bromma: District) -> IncomeSupportUnit:
    return sender(bromma)


def test_a_stadsdel_s_manager_sees_its_own_cases_with_small_numbers_hidden(
    client: Client, kista: Jobbtorg, bromma_unit: IncomeSupportUnit
) -> None:
    farsta = unit("Jobbtorg Farsta")
    cases(9, kista, "2026-01-12", "2026-02-02", 10, sent_by=bromma_unit)
    cases(3, kista, "2026-01-12", "2026-02-02", 20, sent_by=bromma_unit)
    cases(8, farsta, "2026-01-12", "2026-02-02", 20, sent_by=bromma_unit)
    cases(7, kista, "2026-01-12", "2026-02-02", 60, sent_by=sender(district("Farsta")))
    html = page(client, user(Role.DISTRICT_MANAGER, income_support_unit=bromma_unit))
    rows = table(html, RESULTS)
    assert set(rows) == {"Enhet", "Jobbtorg Kista", "Jobbtorg Farsta", "Stadsdelen"}
    assert rows["Jobbtorg Kista"][3] == "färre än 5"
    assert rows["Jobbtorg Kista"].count("dolt") >= 2
    assert "Antal mellan 1 och 4 visas som" in text(html)
    assert "3" not in rows["Jobbtorg Kista"]


def test_the_coordinator_sees_the_city_with_protected_persons_in_its_row(
    client: Client, kista: Jobbtorg, coordinator: User
) -> None:
    cases(10, kista, "2026-01-12", "2026-02-02")
    for _ in range(6):
        case(kista, "2026-01-12", "2026-02-02", of=person(protection="SEKRETESSMARKERING"))
    html = page(client, coordinator)
    rows = table(html, RESULTS)
    assert (rows["Jobbtorg Kista"][0], rows["Hela staden"][0]) == ("10", "16")
    assert "Den kan därför vara större än summan av jobbtorgen." in text(html)


def test_two_protected_persons_cannot_be_found_by_subtraction(
    client: Client, kista: Jobbtorg, coordinator: User
) -> None:
    cases(10, kista, "2026-01-12", "2026-02-02")
    for _ in range(2):
        case(kista, "2026-01-12", "2026-02-02", of=person(protection="SEKRETESSMARKERING"))
    rows = table(page(client, coordinator), RESULTS)
    for column in (0, 1, 2):
        assert "dolt" in (rows["Jobbtorg Kista"][column], rows["Hela staden"][column])


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.ADMIN, Role.LOG_REVIEWER])
def test_others_are_refused(client: Client, role: Role, bromma_unit: IncomeSupportUnit) -> None:
    reader = user(role, income_support_unit=bromma_unit if role == Role.CASEWORKER else None)
    for name in ("statistics", "statistics_csv"):
        page(client, reader, status=403, name=name)


def test_a_coach_without_a_jobbtorg_is_refused(client: Client, bromma_unit: IncomeSupportUnit) -> None:
    page(client, user(Role.COACH, income_support_unit=bromma_unit), status=403)


def test_a_visitor_signs_in_first(client: Client) -> None:
    response = client.get(reverse("statistics"))
    assert (response.status_code, response["Location"].split("?")[0]) == (302, reverse("account_login"))


def test_contradicting_figures_are_shown_with_a_warning_and_logged(
    client: Client, kista: Jobbtorg, caplog: pytest.LogCaptureFixture
) -> None:
    case(kista, "2025-01-13")
    broken = case(kista, "2026-01-12")
    UnitStay.objects.filter(enrolment=broken).update(started_on=day("2026-02-02"))
    reader = user(Role.MANAGER, jobbtorg=kista)
    with caplog.at_level(logging.ERROR, logger="reports"):
        html = page(client, reader)
        file = page(client, reader, name="statistics_csv")
    assert "Siffrorna går inte ihop" in text(html)
    assert "Siffrorna går inte ihop" in file
    assert [record.name for record in caplog.records if record.name.startswith("reports")] == ["reports.views"] * 2


def read_csv(body: str) -> list[list[str]]:
    assert body.startswith("\N{ZERO WIDTH NO-BREAK SPACE}")
    return list(csv.reader(io.StringIO(body[1:]), delimiter=";"))


def test_the_file_holds_the_same_figures_with_one_decimal_and_the_definitions(client: Client, kista: Jobbtorg) -> None:
    cases(2, kista, "2026-01-12", "2026-03-02", 10)
    cases(1, kista, "2026-01-12", "2026-03-02", 60)
    client.force_login(user(Role.MANAGER, jobbtorg=kista))
    response = client.get(reverse("statistics_csv"), {"period": "t1", "ar": 2026})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="statistik-2026-01-01-2026-04-30.csv"'
    lines = read_csv(response.content.decode())
    assert lines[0] == ["Statistik från Jobbtorg", "Tertial 1 2026 (1 januari–30 april 2026)"]
    assert ["Jobbtorg Kista", "3", "3", "2", "0", "1", "66,7", "0,0", "66,7"] in lines
    assert ["Arbete", "10", "Arbete, tillsvidareanställning", "2"] in lines
    assert any(line and line[0] == "Andel avslutade (M1)" and "÷" in line[1] for line in lines)
    assert ["Uttaget", "måndag 23 november 2026 14.30"] in lines


def test_hidden_numbers_are_hidden_in_the_file_too(client: Client, kista: Jobbtorg, coordinator: User) -> None:
    cases(3, kista, "2026-01-12", "2026-03-02", 10)
    body = page(client, coordinator, name="statistics_csv")
    assert "färre än 5" in body
    assert not any(line[:1] == ["Jobbtorg Kista"] and "3" in line for line in read_csv(body))


def test_a_unit_name_cannot_become_a_formula(client: Client, coordinator: User) -> None:
    unit("=HYPERLINK(1)")
    body = page(client, coordinator, name="statistics_csv")
    assert any(line[:1] == ["'=HYPERLINK(1)"] for line in read_csv(body))


def test_the_page_asks_the_same_number_of_questions_for_ten_cases_and_a_hundred(
    client: Client, kista: Jobbtorg, coordinator: User
) -> None:
    """At most 20, of which nine are the figures' own and the rest the session's and the frame's."""
    asked: dict[User, list[int]] = {user(Role.MANAGER, jobbtorg=kista): [], coordinator: []}
    for number in (10, 90):
        cases(number, kista, "2026-01-12", "2026-03-02", 10)
        for reader, counts in asked.items():
            client.force_login(reader)
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse("statistics"))
            counts.append(len(queries))
    for counts in asked.values():
        assert counts[0] == counts[1] <= 21 + 2 * STEP_IN_AND_OUT


def test_every_measure_is_on_the_page_and_in_the_file_with_what_it_means(client: Client, kista: Jobbtorg) -> None:
    cases(3, kista, "2026-01-12", "2026-03-02", 10)
    guarantee_clock(kista, "2026-03-02", "MET")
    reader = user(Role.MANAGER, jobbtorg=kista)
    html, lines = page(client, reader), read_csv(page(client, reader, name="statistics_csv"))
    for subject in Subject:
        if subject is Subject.REASONS:
            continue  # its share stands with each group of reasons
        measures = STATISTICS.columns(subject)
        assert table(html, subject.value)["Enhet"] == [measure.label for measure in measures]
        in_file = lines[lines.index([subject.value]) + 1][1:]
        assert in_file == [f"{one.label}, procent" if one.is_share else one.label for one in measures]
    for definition in STATISTICS.definitions:
        assert f"<dt>{definition.name}</dt>" in html
        assert [definition.name, definition.formula, definition.text, definition.population] in lines
    assert ["Definitioner, version", DEFINITION_VERSION] in lines
