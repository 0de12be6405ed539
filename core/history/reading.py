"""The latest versions of many tables, each with the one before it: one statement, a page at a time (decision 102)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import (
    BigIntegerField,
    Case,
    DateTimeField,
    F,
    Field,
    IntegerField,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import JSONObject

from core.history.tracking import CHANGED
from core.reading.places import BEYOND_ALL, Place
from core.reading.statements import Asked, rows_of, statement_of

A_PAGE, ENOUGH = 100, 40
"""So many versions are on a page at most, and so many are enough where a transaction ends."""


@dataclass(frozen=True)
class Difference:
    """A version of a row; of a changed row also the one before it, if there is one."""

    version: Any
    before: Any | None


class Versions:
    """The versions of several models, read together: each queryset is of a model that `changes_of` gives."""

    def __init__(self, querysets: Sequence[QuerySet]) -> None:
        self.querysets = querysets

    def below(self, text: str, **asked: Any) -> tuple[list[Difference], str]:
        """A page from below a place on, with what is `Asked` filled in; and where the next one begins, "" at the end.

        The latest first; of one instant in the order of the querysets, then of the rows and their versions. A page
        ends where a transaction does, unless one transaction fills it.
        """
        place = Place.read(text)
        here = int(place.kind) if place.kind.isdecimal() else len(self.querysets)
        numbers = {}
        for position in range(len(self.querysets)):
            above = position < here
            numbers[f"number_{position}"] = 0 if above else place.number if position == here else BEYOND_ALL
        rows = rows_of(self._statement, at=place.at or "infinity", **numbers, **asked)
        shown = rows[: _end(rows)]
        found = [(at, position, self._difference(position, *versions)) for at, position, _, _, *versions in shown]
        found.sort(key=lambda one: (one[1], one[2].version.pgh_obj_id, one[2].version.pgh_id))
        found.sort(key=lambda one: one[0], reverse=True)
        older = str(Place(shown[-1][0], str(shown[-1][1]), shown[-1][2])) if len(shown) < len(rows) else ""
        return [difference for *_, difference in found], older

    def _difference(self, position: int, now: str, before: str | None) -> Difference:
        return Difference(self._version(position, now), self._version(position, before) if before else None)

    def _version(self, position: int, row: str) -> Any:
        facts, fields = json.loads(row), self._fields[position]
        values = [_value(field, facts[field.attname]) for field in fields]
        return self.querysets[position].model.from_db(DEFAULT_DB_ALIAS, [field.attname for field in fields], values)

    @cached_property
    def _fields(self) -> list[list[Field]]:
        return [list(queryset.model._meta.concrete_fields) for queryset in self.querysets]

    @cached_property
    def _statement(self) -> str:
        every = " UNION ALL ".join(f"({self._part(position)})" for position in range(len(self.querysets)))
        return f"""
            SELECT * FROM ({every}) every (at, position, number, transaction, now, before)
             ORDER BY at DESC, position, number DESC LIMIT {A_PAGE + 1}
        """  # noqa: S608 - written from querysets

    def _part(self, position: int) -> str:
        """No more of a kind than a page has, and one."""
        queryset = self.querysets[position]
        facts = {field.attname: F(field.attname) for field in self._fields[position]}
        earlier = queryset.model._default_manager.filter(
            pgh_obj=OuterRef("pgh_obj"), pgh_created_at__lte=OuterRef("pgh_created_at"), pgh_id__lt=OuterRef("pgh_id")
        )
        before = Subquery(earlier.order_by("-pgh_created_at", "-pgh_id").values_list(JSONObject(**facts))[:1])
        at, number = Asked("at", DateTimeField()), Asked(f"number_{position}", BigIntegerField())
        rows = (
            queryset.filter(Q(pgh_created_at__lt=at) | Q(pgh_created_at=at, pgh_id__lt=number), pgh_created_at__lte=at)
            .order_by("-pgh_created_at", "-pgh_id")
            .values_list(
                "pgh_created_at",
                Value(position, IntegerField()),
                "pgh_id",
                "transaction",
                JSONObject(**facts),
                Case(When(pgh_label=CHANGED, then=before), output_field=JSONField()),
            )
        )
        return statement_of(rows[: A_PAGE + 1])


def _end(rows: Sequence[tuple[Any, ...]]) -> int:
    """How many of the rows make a page: the fewest that are enough and end with a whole transaction.

    Where none ends in time the transaction begins the next page; one that fills a page by itself is parted.
    """
    transactions = [row[3] for row in rows]
    for number in range(ENOUGH, len(rows)):
        if transactions[number] != transactions[number - 1]:
            return number
    if len(rows) <= A_PAGE:
        return len(rows)
    return transactions.index(transactions[A_PAGE]) or A_PAGE


def _value(field: Field, value: Any) -> Any:
    """What Django would have made of a column, from what JSON has."""
    if hasattr(field, "from_db_value"):
        return field.from_db_value(value, None, connection)
    return field.to_python(value)
