"""How the history's triggers work on many rows (decision 052)."""

from __future__ import annotations

from django.db import connection
from pghistory.core import event_models


def plan_for_many() -> None:
    """Have the triggers that compare rows before and after never do it row by row; `manage.py migrate` ends with it.

    A session plans such a function once, by the number of rows of the first statement it runs for. After a statement
    that changed one row, or none, every later one would compare each row with each.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proc.oid::regprocedure::text FROM pg_trigger trigger JOIN pg_proc proc ON proc.oid = trigger.tgfoid"
            " WHERE trigger.tgrelid::regclass::text = ANY(%s) AND trigger.tgoldtable IS NOT NULL"
            " AND trigger.tgnewtable IS NOT NULL AND proc.proconfig IS NULL",
            [[model.pgh_tracked_model._meta.db_table for model in event_models()]],  # type: ignore[attr-defined]
        )
        for (function,) in cursor.fetchall():
            cursor.execute(f"ALTER FUNCTION {function} SET enable_nestloop = off")
