"""Databases that a measurement has for itself."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, ProgrammingError, connection
from django.db.backends.utils import CursorWrapper


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Inside, the connection is to that database; afterwards to the one before."""
    connection.close()
    connection.settings_dict["NAME"], before = name, connection.settings_dict["NAME"]
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


@contextmanager
def copy_of(source: str, target: str) -> Iterator[None]:
    """Inside, the connection is to a fresh copy; afterwards the copy is gone."""
    _at_the_server(
        f"DROP DATABASE IF EXISTS {target}", f"CREATE DATABASE {target} TEMPLATE {source} STRATEGY FILE_COPY"
    )
    try:
        with connected_to(target):
            yield
    finally:
        remove_database(target)


def make_database(name: str) -> None:
    """An empty database."""
    _at_the_server(f"CREATE DATABASE {name}")


def remove_database(name: str) -> None:
    """Remove a database, whoever is in it."""
    _at_the_server(f"DROP DATABASE {name} WITH (FORCE)")


def exists(name: str) -> bool:
    """Whether the server has a database of that name."""
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [name])
        return bool(cursor.fetchone()[0])


def _at_the_server(*statements: str) -> None:
    connection.close()  # a database that somebody is in is not copied
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            _patiently(cursor, statement)


def _patiently(cursor: CursorWrapper, statement: str) -> None:
    """The server's own cleaning, which only a superuser may send away, can be in the database for a moment."""
    for _ in range(20):
        try:
            cursor.execute(statement)
        except (ProgrammingError, OperationalError):
            time.sleep(1)
        else:
            return
    cursor.execute(statement)
