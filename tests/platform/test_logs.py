"""No person reaches a log line."""

from __future__ import annotations

import logging
import sys
from smtplib import SMTPRecipientsRefused

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from gunicorn.config import Config
from gunicorn.glogging import Logger

from aspirants.models import Person
from demo.factories import EnrolmentFactory, PersonFactory
from jobbtorg.logs import DiscreetFormatter
from tests.platform.conftest import PROJECT
from tests.visits import signed_in

FORMATTER = DiscreetFormatter("%(asctime)s %(levelname)s %(name)s %(message)s")
NAME = "Gulnara Ängquist"


def line(message: str, *arguments: object, exc_info=None, **extra: object) -> str:
    record = logging.LogRecord("audit", logging.INFO, __file__, 1, message, arguments, exc_info)
    vars(record).update(extra)
    return FORMATTER.format(record)


def line_about(error: BaseException, message: str = "Failed", *arguments: object) -> str:
    """The line that is written when the exception was caught."""
    try:
        raise error
    except type(error):
        return line(message, *arguments, exc_info=sys.exc_info())


@pytest.mark.parametrize(
    "number",
    [
        "19900101-2385",
        "199001012385",
        "900101-2385",
        "9001012385",
        "900101+2385",
        "19900161-2384",
        "900101 2385",
        "900101-T385",
        "19900101-x385",
        "19900101%2B2385",
    ],
)
def test_identity_numbers_are_masked_however_they_are_written(number):
    written = line("No case for %s in this unit", number)
    assert number not in written
    assert written.endswith("No case for [identity number] in this unit")


def test_they_are_masked_in_tracebacks_and_row_values_are_left_out():
    said_by_postgres = f"19900101-2385\nDETAIL:  Key (name)=({NAME}) already exists."
    written = line_about(OSError(said_by_postgres))
    assert "2385" not in written
    assert NAME not in written
    assert "DETAIL: [left out]" in written


@pytest.mark.parametrize("value", ["anna.berg+1@example.se", "070-174 06 05", "+46701740605", "0701740605"])
def test_addresses_and_telephone_numbers_are_masked(value):
    assert value not in line("Refused by %s, try later", value)


@pytest.mark.parametrize(
    "text",
    [
        "GET /arenden/1234567/ 200",
        "took 12345 ms",
        "2026-11-23 14:30:00,123",
        "process 4194304",
        "celery@worker-1 ready",
        "0.0.0.0:8000",
        "Task deadlines.tasks.sweep_deadlines[0a1b2c3d-0742-4f00-8888-070174060500] received",
    ],
)
def test_other_words_and_numbers_stay(text):
    assert text in line(text)


def test_a_query_is_left_out_and_the_page_stays():
    assert line('"GET /sok?q=Gulnara+%C3%84ngquist HTTP/1.1" 200').endswith('"GET /sok?[left out] HTTP/1.1" 200')


def test_what_an_exception_says_is_left_out_and_where_it_was_stays():
    written = line_about(ValueError(f"no case for {NAME}"))
    assert NAME not in written
    assert "builtins.ValueError: [left out]" in written
    assert "in line_about" in written


def test_it_is_left_out_of_the_message_too():
    """Celery and Django's logger of bad requests put it there."""
    error = ValueError(f"no case for {NAME}")
    written = line_about(error, "Task sweep raised unexpected: %r, %s", error, error)
    assert NAME not in written
    assert "Task sweep raised unexpected: [left out], [left out]" in written


def test_the_causes_are_told_as_discreetly():
    try:
        try:
            raise KeyError(NAME)
        except KeyError as error:
            raise RuntimeError(f"about {NAME}") from error
    except RuntimeError:
        written = line("Failed", exc_info=sys.exc_info())
    assert NAME not in written
    assert written.index("builtins.KeyError") < written.index("builtins.RuntimeError")


def test_a_refused_letter_does_not_say_to_whom():
    assert "example.se" not in line_about(SMTPRecipientsRefused({"anna.berg@example.se": (550, b"no anna.berg")}))


def test_what_speaks_of_the_machine_is_kept():
    assert "Connection refused" in line_about(ConnectionRefusedError(111, "Connection refused"))


def test_a_formatter_that_came_first_leaves_nothing_behind():
    assert NAME not in line("Failed", exc_text=f"ValueError: {NAME}")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT %s::int",
        "SELECT %s::date",
        "UPDATE aspirants_person SET language = repeat(%s, 9)",
        "UPDATE aspirants_person SET identity_hash = NULL, first_name = %s",
        "SELECT %s FROM nowhere",
    ],
)
def test_the_database_tells_constraints_and_not_values(statement):
    person = PersonFactory(first_name="Gulnara", last_name="Ängquist")
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [person.name])
    except DatabaseError:
        written = line("Failed: %s", sys.exc_info()[1], exc_info=sys.exc_info())
    assert person.name not in written
    assert person.last_name not in written
    assert person.identity_hash not in written
    assert "sqlstate " in written


@pytest.mark.django_db
def test_a_double_person_names_the_constraint_alone():
    person = PersonFactory()
    try:
        with transaction.atomic():
            Person.objects.create(**{**_facts(person), "id": None})
    except DatabaseError:
        written = line("Failed", exc_info=sys.exc_info())
    assert "constraint_name one_person_per_identity_number" in written
    assert person.identity_hash not in written


def _facts(person: Person) -> dict[str, object]:
    return {field.attname: getattr(person, field.attname) for field in person._meta.concrete_fields}


@pytest.mark.django_db
def test_an_address_that_leads_nowhere_is_not_repeated(caplog):
    Client().get("/aspiranter/Gulnara Ängquist")
    (record,) = [record for record in caplog.records if record.name == "django.request"]
    assert FORMATTER.format(record).endswith("Not Found: [unknown address]")


@pytest.mark.django_db
def test_an_address_of_the_product_stays(caplog):
    case = EnrolmentFactory()
    signed_in(case.coach).get(reverse("case", args=[case.pk + 1]))
    (record,) = [record for record in caplog.records if record.name == "django.request"]
    assert isinstance(record.request, HttpRequest)
    assert f"Not Found: /arenden/{case.pk + 1}" in FORMATTER.format(record)


def test_gunicorn_logs_as_discreetly():
    """Its own log of visits and errors is set up by gunicorn.conf.py and goes through the same formatter."""
    config = Config()
    settings: dict[str, object] = {}
    exec(compile((PROJECT / "gunicorn.conf.py").read_text(), "gunicorn.conf.py", "exec"), settings)
    for name, value in settings.items():
        if name in config.settings:
            config.set(name, value)
    root = logging.getLogger()
    names = ("gunicorn.access", "gunicorn.error")
    before = {name: logging.getLogger(name).handlers[:] for name in names} | {"": root.handlers[:]}
    try:
        Logger(config)
        for name in names:
            handlers = logging.getLogger(name).handlers
            assert handlers, name
            assert {type(handler.formatter) for handler in handlers} == {DiscreetFormatter}, name
            assert not logging.getLogger(name).propagate
    finally:
        for name, handlers in before.items():
            logging.getLogger(name).handlers[:] = handlers
