"""The mark that says a database may be filled for measuring: a comment on the database itself, in JSON.

It is the database's own, so that neither a setting nor a copied file can make a register of real persons look like one.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from django.db import connection
from psycopg import sql

_PURPOSE = "jobbtorg: for measuring"


@dataclass(frozen=True)
class Mark:
    """What a database for measuring holds. `scale` is None until it is filled."""

    scale: float | None = None
    seed: int | None = None
    open_cases: int | None = None
    built_on: str = ""


def mark_of() -> Mark | None:
    """The mark of the database that one is connected to; None: it is not for measuring."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        )
        text = cursor.fetchone()[0] or ""
    if not text.startswith(_PURPOSE):
        return None
    return Mark(**json.loads(text.removeprefix(_PURPOSE)))


def write_mark(mark: Mark) -> None:
    """Mark the database that one is connected to. Needs its owner."""
    text = _PURPOSE + json.dumps(asdict(mark))
    with connection.cursor() as cursor:
        name = sql.Identifier(connection.settings_dict["NAME"])
        cursor.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, sql.Literal(text)))
