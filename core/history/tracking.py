"""The history of facts, kept by the database: every version a row has had, who made it so and when (decision 052).

Triggers write it, so that bulk updates, imports, the administration and SQL by hand are covered like everything else.
Each runs once a statement and keeps all its rows together: run for every row it takes a subtransaction each time,
whose end looks through all rows that still wait, so that its cost grows with the square of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import pghistory
from django.db import connection, models
from django.db.models.expressions import RawSQL
from pghistory.models import Event

Model = TypeVar("Model", bound=type[models.Model])

INSERTED, CHANGED, REMOVED = "insert", "update", "delete"


class Change(Event):
    """One version of a row. After an insert or update the row as it became, after a removal as it last was."""

    # Read by the database at the instant of the change from what organisation/access/functions.py has sealed, so that
    # nobody can make it up; NULL: nobody. `manage.py migrate` makes the functions before any table.
    acting_user = models.ForeignKey(
        "organisation.User",
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
        db_default=RawSQL("(jobbtorg_acting('user_id'))::bigint", ()),
    )
    acting_system = models.CharField(
        max_length=20,
        db_default=RawSQL("jobbtorg_job()", ()),
    )
    transaction = models.BigIntegerField(
        db_default=RawSQL("(pg_current_xact_id()::text)::bigint", ()),
        help_text="Changes of one transaction are one thing that somebody did.",
    )

    class Meta:
        abstract = True


def keeps_history(*, by: str = "", exclude: tuple[str, ...] = ()) -> Callable[[Model], Model]:
    """Have the database keep every version of a model's rows.

    `by`: the foreign key that a case's history is looked up by. `exclude`: fields that are not kept at all.
    """
    indexes = [models.Index(fields=["pgh_obj", "pgh_created_at"])]
    if by:
        indexes.append(models.Index(fields=[by, "pgh_created_at"]))
    track = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=list(exclude),
        obj_field=pghistory.ObjForeignKey(related_name="changes", db_index=False),
        context_field=None,  # type: ignore[arg-type]
        context_id_field=None,  # type: ignore[arg-type]
        append_only=True,
        level=pghistory.Statement,
        base_model=Change,
        meta={"indexes": indexes, "ordering": ["-pgh_id"]},
    )
    return track


def changes_of(model: type[models.Model]) -> Any:
    """The model of a model's history: a Change with the model's own fields, and `pgh_obj`, the row."""
    [found] = pghistory.core.event_models(tracks_model=model)
    return found


def current_transaction() -> dict[str, Any]:
    """`number`: what versions made in this transaction have; `began`: since when, by the database's clock, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT (pg_current_xact_id()::text)::bigint, now()::text")
        number, began = cursor.fetchone()
    return {"number": number, "began": began}
