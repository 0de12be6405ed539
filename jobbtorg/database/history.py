"""How the history's triggers work: on many rows, as the owner, and whatever a page sets (decisions 052, 097)."""

from __future__ import annotations

from django.db import connection
from pghistory.core import event_models

from core.history.tracking import Change
from organisation.access.database_roles import OWNER

_NEVER_IGNORED = f"""
    CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean
    LANGUAGE sql STABLE RETURN trigger_name LIKE 'pgtrigger\\_append\\_only\\_%' AND current_user = '{OWNER}'
        AND trigger_name = ANY(COALESCE(NULLIF(current_setting('pgtrigger.ignore', true), ''), '{{}}')::text[])
"""


def keep_history_of_everybody() -> None:
    """Have the triggers that keep versions work alike for all; `manage.py migrate` ends with it.

    - They run as the owner, so that no other role adds a version by itself.
    - No setting switches them off. pgtrigger's is heeded only by what protects the versions, and only for the owner's
      own functions (`jobbtorg_forget_contact`).
    - They never compare rows before and after row by row. A session plans such a function once, by the number of rows
      of the first statement it runs for. After a statement that changed one row, or none, every later one would
      compare each row with each.
    - Who acted comes from what the owner's functions have sealed, also in tables that are older than that.
    """
    tables = [model._meta.db_table for model in event_models()]
    about = [Change._meta.get_field(name) for name in ("acting_user", "acting_system")]
    defaults: dict[str, str] = {field.get_attname(): field.db_default.sql for field in about}  # type: ignore[union-attr]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT proc.oid::regprocedure::text, trigger.tgoldtable IS NOT NULL"
            " AND trigger.tgnewtable IS NOT NULL FROM pg_trigger trigger JOIN pg_proc proc ON proc.oid = trigger.tgfoid"
            " WHERE trigger.tgrelid::regclass::text = ANY(%s) AND proc.proname LIKE 'pgtrigger\\_%%'"
            " AND (trigger.tgoldtable IS NOT NULL OR trigger.tgnewtable IS NOT NULL) AND NOT proc.prosecdef",
            [[model.pgh_tracked_model._meta.db_table for model in event_models()]],  # type: ignore[attr-defined]
        )
        for function, compares in cursor.fetchall():
            plan = " SET enable_nestloop = off" if compares else ""
            cursor.execute(
                f"ALTER FUNCTION {function} SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp{plan}"
            )
        cursor.execute(_NEVER_IGNORED)
        cursor.execute(
            "SELECT attrelid::regclass::text, attname, pg_get_expr(adbin, adrelid) FROM pg_attribute"
            " JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum"
            " WHERE attrelid::regclass::text = ANY(%s) AND attname IN ('acting_user_id', 'acting_system')"
            " AND pg_get_expr(adbin, adrelid) LIKE '%%current_setting%%'",
            [tables],
        )
        for table, column, _ in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET DEFAULT {defaults[column]}")
