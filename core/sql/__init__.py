"""Pieces of SQL text that several packages put into their statements."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model

LOCAL_TIME_ZONE = "Europe/Stockholm"


def table_of(model: type[Model]) -> str:
    """The name of a model's table."""
    return model._meta.db_table


def local_day(instant: str) -> str:
    """The local date of an SQL expression that gives an instant."""
    return f"({instant} AT TIME ZONE '{LOCAL_TIME_ZONE}')::date"


def among(codes: Iterable[str]) -> str:
    """The codes in the brackets of an IN: `'A', 'B'`. PostgreSQL refuses an empty IN: no code gives NULL."""
    return ", ".join(f"'{code!s}'" for code in codes) or "NULL"
