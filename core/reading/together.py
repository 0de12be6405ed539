"""Several small reads of different tables in one statement: the rows as objects, as their querysets would give them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Field, ForeignKey, Model, OneToOneField, QuerySet
from django.db.models.sql.constants import LOUTER
from django.db.models.sql.datastructures import Join

from core.reading.statements import rows_of, statement_of


class Together:
    """Querysets that are read at once: `Together(clocks=…, pauses=…).read(case=7)["pauses"]`.

    Each queryset keeps its order, and what it leaves out by `only`. An object that points to another one read with it
    has that one at hand; so has the other end of a one-to-one, also where there is none.
    """

    def __init__(self, **querysets: QuerySet) -> None:
        self._querysets = querysets

    def read(self, **asked: Any) -> dict[str, list[Any]]:
        """The objects of each queryset, with what is `Asked` filled in. One statement."""
        rows = rows_of(self._statement, **asked)
        found: dict[str, list[Any]] = {name: [] for name in self._querysets}
        for name, _, row in sorted(rows, key=lambda row: row[:2]):
            found[name].append(_object(self._querysets[name].model, self._fields[name], json.loads(row)))
        _tie(found.values(), {queryset.model for queryset in self._querysets.values()})
        return found

    @cached_property
    def _fields(self) -> dict[str, list[Field]]:
        return {name: _fields_of(queryset) for name, queryset in self._querysets.items()}

    @cached_property
    def _statement(self) -> str:
        parts = []
        for name, queryset in self._querysets.items():
            _refuse_what_multiplies(queryset)
            part = statement_of(queryset.values_list(*(field.attname for field in self._fields[name])))
            parts.append(f"SELECT '{name}', row_number() OVER (), to_jsonb(part) FROM ({part}) part")  # noqa: S608
        return " UNION ALL ".join(parts)


def hold(name: str, parents: Sequence[Any], children: Iterable[Any]) -> None:
    """Give objects their related rows, as prefetch_related does: `clock.pauses.all()` then asks the database nothing.

    `children` are all that the parents have, in the order that is wanted.
    """
    rows_of: dict[Any, list[Any]] = defaultdict(list)
    for child in children:
        rows_of[getattr(child, parents[0]._meta.get_field(name).field.attname)].append(child)
    for parent in parents:
        rows = getattr(parent, name).get_queryset()
        rows._result_cache, rows._prefetch_done = rows_of[parent.pk], True
        parent.__dict__.setdefault("_prefetched_objects_cache", {})[name] = rows


def _refuse_what_multiplies(queryset: QuerySet) -> None:
    """Refuse `filter(Q(items__…) | Q(activities__…))`: all rows times all rows of the city, before any is left out.

    `pk__in` the rows of one or of the other finds the same by keys.
    """
    for join in queryset.query.alias_map.values():
        link: Any = join.join_field if isinstance(join, Join) and join.join_type == LOUTER else None
        if link is not None and (link.one_to_many or link.many_to_many):
            raise TypeError(f"{join.table_name} is joined whole: an “or” between several rows of two tables.")


def _fields_of(queryset: QuerySet) -> list[Field]:
    names, left_out = queryset.query.deferred_loading
    fields = [
        field
        for field in queryset.model._meta.concrete_fields
        if field.primary_key or not names or ({field.name, field.attname}.isdisjoint(names) is left_out)
    ]
    for field in fields:
        if hasattr(field, "from_db_value"):
            raise TypeError(f"{field} is read by a function of its own, which JSON would go past.")
    return fields


def _object(model: type[Model], fields: list[Field], row: dict[str, Any]) -> Model:
    values = [field.to_python(row[str(field.column)]) for field in fields]
    return model.from_db(DEFAULT_DB_ALIAS, [field.attname for field in fields], values)


def _tie(found: Iterable[list[Any]], read: set[type[Model]]) -> None:
    """Let objects that were read at once know each other."""
    objects: dict[type[Model], dict[Any, Any]] = {model: {} for model in read}
    for rows in found:
        for one in rows:
            objects[type(one)][one.pk] = one
    for model, links in ((model, _links(model, read)) for model in read):
        for link in links:
            others = objects[link.related_model]
            back = link.remote_field if isinstance(link, OneToOneField) else None
            if back is not None:
                for other in others.values():
                    back.set_cached_value(other, None)
            for one in objects[model].values():
                if (other := others.get(one.__dict__.get(link.attname))) is not None:
                    link.set_cached_value(one, other)
                    if back is not None:
                        back.set_cached_value(other, one)


def _links(model: type[Model], read: set[type[Model]]) -> list[Any]:
    return [link for link in model._meta.concrete_fields if isinstance(link, ForeignKey) and link.related_model in read]
