"""The text of a statement, made once from querysets; what is asked for differs from one request to the next.

Django writes the SQL of a queryset anew each time, and PostgreSQL plans it anew: for a statement of twenty tables, each
behind row security, that takes several times as long as finding the rows. A prepared statement is planned a few times
for each connection (decision 102). Row security holds as ever: a plan is made again when the role is another one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import psycopg
from django.contrib.postgres.fields import ArrayField
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import BigIntegerField, BooleanField, Expression, F, Field, Func, QuerySet, Value
from psycopg import sql
from psycopg.types.numeric import Int8

PREPARE_THRESHOLD = 5
"""psycopg's own, without which it prepares nothing. Django's cursors write the values into the text and never do."""

_PLACEHOLDER = re.compile(r"%%|%s")
_NAMED = re.compile(r"%%|%\((\w+)\)s")


class Asked(Expression):
    """A value that stands open in a queryset until its statement is run: `filter(enrolment=Asked("case"))`."""

    def __init__(self, name: str, output_field: Field | None = None) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def __repr__(self) -> str:
        return f"Asked({self.name!r})"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """A placeholder; the expression itself stands among the parameters, where the value will be."""
        return "%s", (self,)


_KEYS = ArrayField(BigIntegerField())


def among(name: str) -> Func:
    """A condition: the row's key is one of those that are asked for by a name, a list."""
    return _is_any_of(Asked(name, _KEYS))


def one_of(keys: Sequence[int]) -> Func:
    """A condition: the row's key is one of these, however many they are; they are one value of the statement."""
    return _is_any_of(Value(list(keys), _KEYS))


def _is_any_of(keys: Expression) -> Func:
    return Func(F("pk"), keys, template="(%(expressions)s))", arg_joiner=" = ANY(", output_field=BooleanField())


def statement_of(queryset: QuerySet) -> str:
    """What Django would send for a queryset, with a placeholder for what is `Asked`, by its name.

    Everything else is written into it, so nothing in the queryset may depend on the user or the moment.
    """
    text, parameters = queryset.query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    following = iter(parameters)

    def written(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%%"
        one = next(following)
        if isinstance(one, Asked):
            return f"%({one.name})s"
        return _literal(one).replace("%", "%%")

    return _PLACEHOLDER.sub(written, text)


@cache
def _numbered(statement: str) -> tuple[str, tuple[str, ...]]:
    """A statement as PostgreSQL numbers what is asked for, and the names in that order.

    psycopg would look for the names in the whole text each time.
    """
    names: dict[str, int] = {}

    def numbered(found: re.Match[str]) -> str:
        return "%" if found[0] == "%%" else f"${names.setdefault(found[1], len(names) + 1)}"

    return _NAMED.sub(numbered, statement), tuple(names)


@dataclass(frozen=True)
class _Sent:
    """The statement with its values, for Django's list of queries: psycopg keeps none that was prepared."""

    statement: str
    values: Sequence[Any]

    @property
    def query(self) -> bytes:
        return re.sub(r"\$(\d+)", lambda found: _literal(self.values[int(found[1]) - 1]), self.statement).encode()


class _Prepared(psycopg.RawCursor[Any]):
    """Has PostgreSQL keep the plan."""

    def execute(self, query: Any, params: Any = None, **how: Any) -> Any:
        """As psycopg does. The type of a whole number is the same whatever the number, so that the plan fits."""
        typed = [_typed(one) for one in params]
        super().execute(query, typed, prepare=True, **how)
        self._query = _Sent(query, typed)  # type: ignore[assignment]
        return self


def _typed(value: Any) -> Any:
    if isinstance(value, list):
        return [_typed(one) for one in value]
    return Int8(value) if type(value) is int else value


def _literal(value: Any) -> str:
    """A value as SQL writes it."""
    return sql.Literal(value).as_string(connection.connection)


def rows_of(statement: str, **asked: Any) -> list[tuple[Any, ...]]:
    """The rows of a prepared statement, with what is asked for by name. Raises KeyError where a name lacks."""
    text, names = _numbered(statement)
    connection.ensure_connection()
    driver = connection.connection
    driver.prepare_threshold = PREPARE_THRESHOLD
    usual, driver.cursor_factory = driver.cursor_factory, _Prepared
    try:
        cursor = connection.cursor()
    finally:
        driver.cursor_factory = usual
    with cursor:
        cursor.execute(text, [asked[name] for name in names])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
