"""Somebody else's transaction, which holds a row for as long as a test wants."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection
from django.db.models import Model


def another_connection() -> psycopg.Connection[Any]:
    """A connection of its own to the test's database, as the owner and without timeouts."""
    facts = connection.get_connection_params()
    kept = {key: facts[key] for key in ("dbname", "user", "host", "port", "password") if facts.get(key)}
    return psycopg.connect(**kept)


@contextmanager
def held(row: Model) -> Iterator[psycopg.Connection[Any]]:
    """Inside, another transaction holds the row, as strongly as a row can be held."""
    with another_connection() as holder:
        holder.execute(f"SELECT 1 FROM {row._meta.db_table} WHERE {row._meta.pk.column} = %s FOR UPDATE", [row.pk])  # type: ignore[union-attr]
        yield holder
        holder.rollback()
