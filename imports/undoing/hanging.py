"""Which tables hang on persons and cases, read off the models, so that a new table is never forgotten when undoing."""

from __future__ import annotations

from dataclasses import dataclass
from graphlib import TopologicalSorter

from django.apps import apps
from django.db import models
from pghistory.core import event_models

from aspirants.models import Enrolment, Person

PERSONS = Person._meta.db_table
CASES = Enrolment._meta.db_table

NOT_FOLLOWED = frozenset({"imports", "audit"})
"""Apps whose rows say where a record comes from or who has looked at it: neither is part of the record."""

OF_THE_VERSION = frozenset({"pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id"}) | {
    *("acting_user_id", "acting_system", "transaction", "id")
}
"""Columns of a table of versions that are no facts of the row."""


@dataclass(frozen=True)
class Hanging:
    """A table whose rows hang on persons or cases, or the persons and cases themselves."""

    table: str
    keys: dict[str, str]
    """Column → the table it refers to; only tables of this kind, and never its own."""
    facts: tuple[str, ...]
    """The columns that its versions keep; none where the database keeps no versions of it."""

    @property
    def versions(self) -> str:
        """The table of its versions."""
        return f"{self.table}change"


def hanging() -> list[Hanging]:
    """Every such table, each after those that it refers to."""
    facts = {model.pgh_tracked_model._meta.db_table: _facts(model) for model in event_models()}  # type: ignore[attr-defined]
    followed = [model for model in apps.get_models() if _is_followed(model)]
    found: dict[str, dict[str, str]] = {PERSONS: {}, CASES: {}}
    known: dict[str, dict[str, str]] = {}
    while known != found:
        known = dict(found)
        found |= {model._meta.db_table: keys for model in followed if (keys := _keys(model, frozenset(known)))}
    order = TopologicalSorter({table: sorted(set(keys.values())) for table, keys in sorted(found.items())})
    return [Hanging(table, found[table], facts.get(table, ())) for table in order.static_order()]


def _is_followed(model: type[models.Model]) -> bool:
    is_version = any(field.name == "pgh_obj" for field in model._meta.concrete_fields)
    return model._meta.managed and not is_version and model._meta.app_label not in NOT_FOLLOWED


def _keys(model: type[models.Model], tables: frozenset[str]) -> dict[str, str]:
    keys = {}
    for field in model._meta.concrete_fields:
        if field.related_model is not None and field.related_model != model:
            table = field.related_model._meta.db_table
            if table in tables:
                keys[str(field.column)] = table
    return keys


def _facts(versions: type[models.Model]) -> tuple[str, ...]:
    return tuple(str(field.column) for field in versions._meta.concrete_fields if field.column not in OF_THE_VERSION)
