"""What every test gets. Undefined template variables and warnings fail the test (see pyproject.toml)."""

import datetime
import gc
import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.core.management.commands import flush
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.models import QuerySet
from django.test.utils import setup_databases, teardown_databases
from factory.builder import DeclarationSet
from pytest_django import DjangoDbBlocker

from audit.partitions import extend_log
from jobbtorg.embedded.places import Places
from jobbtorg.embedded.postgres import Postgres
from organisation.reference_tables.calendar import CALENDAR_FIRST_DAY, extend_calendar, stored_holiday
from tests import discretion, instant, moved_clocks, one_model
from tests.flushing import flush_past_the_log, may_leave_triggers_out

WORKING_DAY = datetime.datetime(2026, 11, 23, 9, 30, tzinfo=instant.STOCKHOLM).astimezone(datetime.UTC)


# Properties are judged by what they find, never by the clock of a busy machine.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")


def pytest_configure(config: pytest.Config) -> None:
    """The clock first; then, no person may reach a log, a letter or the queue during the run.

    Nothing is thrown away while tests are collected: looking for garbage then takes as long as collecting itself.
    """
    gc.disable()
    # factory_boy writes all declarations of a factory into a message for each trait that nobody asked for, and throws
    # the message away: half of what making an object takes.
    DeclarationSet.__repr__ = object.__repr__
    moved_clocks.register(config)
    server = _embedded_server()
    discretion.register(config, Path(settings.EMBEDDED_DIR) / "discretion", server.log if server else None)


def pytest_collection_finish() -> None:
    """What is imported by now stays to the end: the garbage collector need not go through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


def _embedded_server() -> Postgres | None:
    """The PostgreSQL of this run, where it is not one that DATABASE_URL names."""
    places = Places(Path(settings.EMBEDDED_DIR))
    return Postgres(places, durable=False) if "postgres" in settings.EMBEDDED_SERVERS else None


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """No test sees what another one cached (rate limits, for instance)."""
    cache.clear()


@pytest.fixture
def on_a_working_day() -> Iterator[time_machine.Traveller]:
    """It is Monday 23 November 2026, 9.30 in Stockholm, and the clock goes on; in the live server's threads as well.

    For a test whose rows fall due, are late or take place "today": on a day off, and around midnight, they would not.
    PostgreSQL and the browser keep the time of the run.
    """
    with time_machine.travel(WORKING_DAY, tick=True) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def _unordered_means_unordered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A queryset without an order comes back the other way round, so that nothing can lean on the order of insertion.

    Reversed rather than shuffled: two rows are then always in the unexpected order, and a failure repeats itself.
    """
    fetch_all = QuerySet._fetch_all  # type: ignore[attr-defined]

    def fetch_and_reverse(queryset: Any) -> None:
        is_new = queryset._result_cache is None
        fetch_all(queryset)
        if is_new and not queryset.ordered and isinstance(queryset._result_cache, list):
            queryset._result_cache.reverse()

    monkeypatch.setattr(QuerySet, "_fetch_all", fetch_and_reverse)


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """The test database, for every run: pytest-django makes none where only fixtures, and no test, ask for one.

    Before it is dropped, what still holds on to it is ended: a browser's last request may still run.
    `--reuse-db` keeps it for the next run, `--create-db` makes it anew.
    """
    options = request.config.option
    keep = options.reuse_db and not options.create_db
    make = partial(setup_databases, verbosity=0, interactive=False, aliases={"default"}, keepdb=keep)
    # A database whose clock is moved (tests/moved_clocks.py) begins empty.
    run = "" if keep or os.environ.get(instant.VARIABLE) else one_model.run_of(request.config)
    with django_db_blocker.unblock():
        made = one_model.made_once(run, make) if run else make()
        if keep:
            extend_log()  # it may have been made in an earlier month
        extend_calendar()
        stored_holiday(CALENDAR_FIRST_DAY)  # reads the rows, so that no test's count of statements has that in it
    if server := _embedded_server():
        with server.connect("postgres") as own:
            may_leave_triggers_out(own)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", flush_past_the_log)
        # What would be filled again is not emptied (tests/flushing.py).
        patch.setattr(flush, "emit_post_migrate_signal", lambda *arguments: None)
        yield
    if options.reuse_db:
        return
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
        teardown_databases(made, verbosity=0)
        if run:
            one_model.drop_model(run)
