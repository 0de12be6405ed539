"""The plugin that lets the tests begin at the instant of tests/instant.py."""

from __future__ import annotations

import datetime
import os
from pathlib import Path
from typing import Any

import psycopg
import pytest
import time_machine
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.creation import TEST_DATABASE_PREFIX
from django.db.backends.signals import connection_created

from jobbtorg.embedded.places import Places
from jobbtorg.embedded.postgres import Postgres
from tests import instant

# What the product asks PostgreSQL for the time with, and how often the answer changes.
FUNCTIONS = {"now": "STABLE", "statement_timestamp": "STABLE", "clock_timestamp": "VOLATILE"}


class MovedClocks:
    """Collecting, making the database, and each test with its own fixtures begin at the instant."""

    def __init__(self, begin: datetime.datetime) -> None:
        if "postgres" not in settings.EMBEDDED_SERVERS:
            raise pytest.UsageError(f"{instant.VARIABLE} needs the embedded PostgreSQL; unset DATABASE_URL.")
        self.begin = begin
        self.database: psycopg.Connection[Any] | None = None
        self.travel = time_machine.travel(self.begin, tick=True)
        self.traveller = self.travel.start()
        # The server of the test database keeps its clock, the database itself gets one that is set for each test.
        instant.move_servers(except_in=str(Places(Path(settings.EMBEDDED_DIR)).postgres_data))
        # At its first connection the test database is still empty, so that what builds it sees the instant as well.
        connection_created.connect(self._move_database)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self) -> None:
        self.traveller.move_to(self.begin, tick=True)
        os.environ[instant.AHEAD] = str(instant.seconds_ahead())
        if self.database is not None:
            self._set(self.database)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_teardown(self, nextitem: pytest.Item | None) -> None:
        """Let go of the database before it is dropped with the last test's fixtures."""
        if nextitem is None and self.database is not None:
            self.database.close()

    def pytest_unconfigure(self) -> None:
        if self.database is not None:
            self.database.close()
        self.travel.stop()

    def _move_database(self, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
        """Connect to the test database as its superuser, once, and put its clocks ahead of the real ones."""
        name = str(connection.settings_dict["NAME"])
        if self.database is not None or not name.startswith(TEST_DATABASE_PREFIX):
            return
        server = Postgres(Places(Path(settings.EMBEDDED_DIR)), durable=False)
        self.database = server.connect(name)
        self._set(self.database)
        for name, volatility in FUNCTIONS.items():
            self.database.execute(
                f"CREATE OR REPLACE FUNCTION pg_catalog.real_{name}() RETURNS timestamptz"
                f" LANGUAGE internal {volatility} STRICT PARALLEL SAFE AS '{name}'"
            )
            self.database.execute(
                f"CREATE OR REPLACE FUNCTION pg_catalog.{name}() RETURNS timestamptz LANGUAGE sql {volatility}"
                f" PARALLEL SAFE AS $$ SELECT pg_catalog.real_{name}() + pg_catalog.test_clock_ahead() $$"
            )

    def _set(self, database: psycopg.Connection[Any]) -> None:
        """How far ahead PostgreSQL's clocks are: as far as Python's.

        A function of its own, because plans that use it are made anew when it changes. Of PostgreSQL's own functions
        the planner takes for granted that they never do.
        """
        database.execute(
            "CREATE OR REPLACE FUNCTION pg_catalog.test_clock_ahead() RETURNS interval LANGUAGE sql STABLE"
            f" PARALLEL SAFE AS $$ SELECT interval '{instant.seconds_ahead()} seconds' $$"
        )


def register(config: pytest.Config) -> None:
    """Move the clocks for this run, if the environment names an instant."""
    try:
        begin = instant.asked_for()
    except ValueError as error:
        raise pytest.UsageError(f"{instant.VARIABLE} is no time ({error}); write it as 2027-01-03T00:20.") from error
    if begin is not None:
        config.pluginmanager.register(MovedClocks(begin), "moved clocks")
