"""What is measured of each page, and that it says nothing about anybody: Server-Timing, slow statements."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from demo.factories import EnrolmentFactory, UserFactory
from jobbtorg.pages.timing import LONGEST_STATEMENT, Statements, TimingMiddleware, discreet
from tests.platform.conftest import PATIENCE, PROJECT
from tests.visits import signed_in

EVERYTHING_IS_SLOW = 0.0001
NUMBER, NAME = "19811218-9876", "Gulnara Testsson"

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """What is logged of slow statements, as it was handed over: before the formatter masks anything."""
    with caplog.at_level(logging.WARNING, logger="jobbtorg.pages.timing"):
        yield caplog


def lines(said: pytest.LogCaptureFixture) -> list[str]:
    """What was said of slow statements."""
    return [record.getMessage() for record in said.records if record.name == "jobbtorg.pages.timing"]


def asked_for_a_person(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.05), %s AS number, %s AS name FROM pg_class LIMIT 1", [NUMBER, NAME])
    return HttpResponse("ok")


def test_a_slow_statement_is_logged_with_its_page_and_without_values(
    said: pytest.LogCaptureFixture, settings: Settings
) -> None:
    settings.SLOW_STATEMENT_MS = 20
    request = RequestFactory().get(f"{reverse('case', args=[4711])}?namn={NAME}")
    TimingMiddleware(asked_for_a_person)(request)
    [line] = lines(said)
    assert re.fullmatch(r"Slow statement, \d+ ms, on the page case: SELECT … FROM pg_class LIMIT 1", line)


def test_a_quick_statement_is_not_logged(said: pytest.LogCaptureFixture, settings: Settings) -> None:
    for threshold in (settings.SLOW_STATEMENT_MS, 0):
        settings.SLOW_STATEMENT_MS = threshold
        TimingMiddleware(asked_for_a_person)(RequestFactory().get("/"))
    assert lines(said) == []


def test_no_page_about_a_person_has_values_in_the_log(said: pytest.LogCaptureFixture, settings: Settings) -> None:
    coach = UserFactory(coach=True)
    case = EnrolmentFactory(coach=coach, jobbtorg=coach.jobbtorg)
    client = signed_in(coach)
    settings.SLOW_STATEMENT_MS = EVERYTHING_IS_SLOW
    searching = Client()  # reads the settings at its first request
    searching.cookies = client.cookies
    person = case.person
    for words in (person.name, person.identity_no):
        assert searching.post(reverse("search"), {"q": words}).status_code in (200, 302)
    assert searching.get(reverse("case", args=[case.pk])).status_code == 200
    found = lines(said)
    pages = {re.findall(r"on the page (\S+):", line)[0] for line in found}
    assert pages == {"search", "case"}
    assert len(found) > 20
    assert any('"aspirants_person"' in line for line in found)
    everything = "\n".join(found)
    for value in (person.first_name, person.last_name, person.identity_no, coach.email, f"= {case.pk}"):
        assert str(value) not in everything


@pytest.mark.parametrize(
    ("sql", "logged"),
    [
        ('SELECT "a"."id", "a"."b" FROM "a"\n WHERE "a"."id" = %s', 'SELECT … FROM "a" WHERE "a"."id" = %s'),
        ("SELECT DISTINCT x FROM t WHERE name = 'O''Gulnara' LIMIT 51", "SELECT … FROM t WHERE name = … LIMIT 51"),
        ("UPDATE t SET number = 198112189876 WHERE id = %s", "UPDATE t SET number = … WHERE id = %s"),
        ("SELECT set_config(%s, %s, true)", "SELECT set_config(%s, %s, true)"),
        ("DELETE FROM t" + " " + "x" * 1000, f"DELETE FROM t {'x' * (LONGEST_STATEMENT - 14)}"),
        (connection, "(a composed statement)"),
    ],
)
def test_a_statement_is_written_short_and_discreetly(sql: object, logged: str) -> None:
    assert discreet(sql) == logged


def test_a_page_says_how_long_it_took_on_a_machine_of_ones_own() -> None:
    assert settings.LOCAL
    header = signed_in(UserFactory(coach=True)).get(reverse("home"))["Server-Timing"]
    said = re.fullmatch(r'db;dur=([\d.]+);desc="(\d+) statements", python;dur=([\d.]+), total;dur=([\d.]+)', header)
    assert said, header
    database, count, python, total = map(float, said.groups())
    assert count > 5
    assert database + python == pytest.approx(total, abs=0.2)


def test_no_page_says_so_in_production(settings: Settings) -> None:
    settings.SERVER_TIMING = False
    assert "Server-Timing" not in Client().get(reverse("account_login"))


@pytest.mark.parametrize(("environment", "says_so"), [("production", False), ("development", True)])
def test_it_is_the_environment_that_decides(environment: str, says_so: bool) -> None:
    given = {
        "ENV_FILE": "",
        "ENVIRONMENT": environment,
        "SECRET_KEY": "x" * 60,
        "IDENTITY_ENCRYPTION_KEYS": "x",
        "IDENTITY_LOOKUP_KEY": "x" * 40,
        "ALLOWED_HOSTS": "example.se",
        "DATABASE_URL": "postgres://web@localhost/x?sslmode=disable",
        "REDIS_URL": "redis://localhost/0",
    }
    code = "from jobbtorg import settings; print(settings.SERVER_TIMING)"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, env=given, capture_output=True, text=True, timeout=PATIENCE
    )
    assert run.stdout.strip() == str(says_so), run.stderr


def test_measuring_a_statement_costs_next_to_nothing() -> None:
    """0.2 µs on the machine where it was written; a statement takes a hundred times as long at least."""
    statements = Statements(RequestFactory().get("/"), 1)
    rounds = 20_000
    began = time.process_time()
    for _ in range(rounds):
        statements(lambda *_: None, "SELECT 1", (), False, {})
    assert (time.process_time() - began) / rounds < 10e-6
    assert statements.count == rounds
