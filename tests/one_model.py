"""The test database is built once for a run; each of its other processes gets a copy (`CREATE DATABASE … TEMPLATE`).

The process that comes first builds its own as always and leaves a copy of it as the model; meanwhile the others wait.
What belongs to a database as such (grants on it, settings of it) is not copied, so a copy is migrated too, which finds
nothing to build.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any, TypeVar

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from tests.schema_text import server_connection

Made = TypeVar("Made")
Server = psycopg.Connection[Any]
LOCK = (85, 2)
"""The advisory lock of whoever looks for the model, makes it or drops it."""


def run_of(config: pytest.Config) -> str:
    """What the processes of one run have in common; empty where there is one process only."""
    return str(getattr(config, "workerinput", {}).get("testrunuid", ""))


def name_of_model() -> str:
    """Of one name for all runs: what a run that was killed has left, the next one replaces."""
    return f"{connection.settings_dict['TEST']['NAME'].partition('_gw')[0]}_model"


@contextmanager
def _alone() -> Iterator[Server]:
    with closing(server_connection()) as server:
        server.execute("SELECT pg_advisory_lock(%s, %s)", LOCK)
        yield server


def _made_by(server: Server, name: str) -> str | None:
    """The run that a model was made in, which stands in its comment."""
    found = server.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
    ).fetchone()
    return str(found[0]) if found else None


def _drop(server: Server, name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def made_once(run: str, make: Callable[[], Made]) -> Made:
    """What `make` makes, which is this process's test database: the first of the run, or a copy of that one."""
    test, model = connection.settings_dict["TEST"], name_of_model()
    with _alone() as server:
        if _made_by(server, model) != run:
            made = make()
            connection.close()
            _drop(server, model)
            identifiers = sql.Identifier(model), sql.Identifier(connection.settings_dict["NAME"])
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*identifiers))
            server.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(identifiers[0], sql.Literal(run)))
            return made
    test["TEMPLATE"] = model
    try:
        return make()
    finally:
        del test["TEMPLATE"]


def drop_model(run: str) -> None:
    """Whoever is done first drops it: by then the others have their copies, and one that has not builds it again."""
    with _alone() as server:
        if _made_by(server, name_of_model()) == run:
            _drop(server, name_of_model())
