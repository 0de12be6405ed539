"""Writing many rows in one statement: whole columns at a time, as arrays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED


@cache
def _column_types(model: type[models.Model]) -> dict[str, str]:
    """SQL type of each column of the model's table that is written; those that the database makes are not."""
    found = {}
    for field in model._meta.concrete_fields:
        if field.generated:
            continue
        kind = field.db_type(connection)
        assert kind is not None, "a concrete field has a column"
        found[str(field.column)] = kind
    return found


@cache
def _defaults(model: type[models.Model]) -> dict[str, Any]:
    """What a row has in the columns that nobody names: the fields' defaults, as they are stored."""
    found: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if not field.primary_key and not field.null and not field.generated and _has_plain_default(field):
            found[str(field.column)] = field.get_db_prep_save(field.get_default(), connection)
    return found


def _has_plain_default(field: models.Field[Any, Any]) -> bool:
    """Whether the default is the same in every row: not an instant, not a random key."""
    if field.default is NOT_PROVIDED:
        return field.empty_strings_allowed and not field.is_relation
    return not callable(field.default) or field.default in (list, dict)


def array(values: Iterable[Any]) -> str:
    """The values as PostgreSQL writes an array: several times as fast as the driver, which asks each for its type.

    Text, numbers, dates, instants, keys and truth values; None is NULL.
    """
    return "{" + ",".join(["NULL" if value is None else _element(value) for value in values]) + "}"


def _element(value: Any) -> str:
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, bool | int | date | UUID):
        # An instant's own text has a blank between day and time.
        return f'"{value}"'
    raise TypeError(f"Not a value of a column: {type(value).__name__}")


def next_keys(model: type[models.Model], count: int) -> list[int]:
    """So many keys of a model's table, which nobody else is given."""
    if not count:
        return []
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [f'"{table}"', count]
        )
        return [key for (key,) in cursor.fetchall()]


def insert_rows(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    same: Mapping[str, Any] | None = None,
) -> None:
    """Insert all rows in one statement. `columns` names what each row holds, as it is stored; `same` what all hold.

    Every other column has its field's default. One statement means one run of each trigger, and all rows or none.
    """
    if not rows:
        return
    types = _column_types(model)
    constant = {**_defaults(model), **(same or {})}
    constant = {column: value for column, value in constant.items() if column not in columns}
    arrays = ", ".join(f"%s::{types[column]}[]" for column in columns)
    constants = "".join(f", %s::{types[column]}" for column in constant)
    names = ", ".join(f'"{column}"' for column in (*columns, *constant))
    sql = f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT given.*{constants} FROM unnest({arrays}) AS given'  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [*constant.values(), *map(array, zip(*rows, strict=True))])


def update_rows(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]], *, key: str = "id"
) -> None:
    """Change rows in one statement; each holds the key first, then what `columns` names, as it is stored."""
    if not rows:
        return
    types = _column_types(model)
    arrays = ", ".join(f"%s::{types[column]}[]" for column in (key, *columns))
    given = ", ".join(f'"{column}"' for column in (key, *columns))
    changes = ", ".join(f'"{column}" = given."{column}"' for column in columns)
    sql = (
        f'UPDATE "{model._meta.db_table}" AS changed SET {changes} FROM unnest({arrays}) AS given ({given})'  # noqa: S608
        f' WHERE changed."{key}" = given."{key}"'
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, list(map(array, zip(*rows, strict=True))))
