"""What goes wrong on a server while an import is at work: a full disk, held tables, a database that dies."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection

from imports.models import ImportJob
from tests.platform.conftest import PATIENCE

_FULL = """
    CREATE OR REPLACE FUNCTION public.test_full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'could not extend file "base/16384/2619": No space left on device' USING ERRCODE = 'disk_full';
    END $$;
"""


@contextmanager
def full_disk(table: str, *, event: str = "INSERT") -> Iterator[None]:
    """Whoever writes rows of the table meanwhile is told by the database, as it would be, that the disk is full."""
    with connection.cursor() as cursor:
        cursor.execute(_FULL)
        cursor.execute(
            f"CREATE TRIGGER test_full_disk BEFORE {event} ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION public.test_full_disk()"
        )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER test_full_disk ON {table}")
            cursor.execute("DROP FUNCTION public.test_full_disk()")


@contextmanager
def somebody_else() -> Iterator[psycopg.Connection]:
    """Another connection, in a transaction that is not ended by itself."""
    settings = connection.settings_dict
    with psycopg.connect(dbname=settings["NAME"], user=settings["USER"], host=settings["HOST"]) as other:
        yield other
        if not other.closed:
            other.rollback()


@contextmanager
def held(table: str) -> Iterator[None]:
    """Nobody can write in the table meanwhile: an importer that comes to it stands still in the middle of its work."""
    with somebody_else() as other:
        hold(other, table)
        yield


def hold(other: psycopg.Connection, table: str) -> None:
    """Let nobody else write in the table until the other connection's transaction ends."""
    other.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")


def importer_waits() -> bool:
    """Whether an importer's process waits for a row or table that somebody holds."""
    return _importers("wait_event_type = 'Lock'")


def importer_is_there() -> bool:
    """Whether an importer's process is connected."""
    return _importers("true")


def _importers(condition: str) -> bool:
    """Asked on a connection of its own: within a transaction the answer would never change."""
    with somebody_else() as other:
        found = other.execute(
            "SELECT FROM pg_stat_activity WHERE datname = current_database()"
            f" AND application_name = 'importer' AND {condition} LIMIT 1"
        )
        return found.rowcount > 0


def wait_for(condition: Callable[[], object], what: str) -> None:
    """Wait until it holds; fail with `what` where it never does."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.01)


def state_of(job: ImportJob) -> str:
    """The job's state as it is committed."""
    job.refresh_from_db()
    return job.state
