"""Emptying the database after a test that commits, although the access log refuses that to everybody.

Django would truncate all tables, which gives each of them and each of their 600 indexes a new file, for the dozen rows
that a test has left. Deleting takes a tenth of that, provided that no trigger fires: neither the log's refusal nor the
histories' nor the foreign keys'. To switch them off for one transaction is the server's to allow, and the embedded
server allows it (`may_leave_triggers_out`); on another one the tables are truncated.
"""

from __future__ import annotations

from typing import Any

import psycopg
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations

from jobbtorg.declarations import declared
from organisation.access.database_roles import OWNER

KEPT = frozenset({"organisation_calendarday", "django_content_type", "auth_permission", "django_site"})
"""What no test changes: processes remember the calendar; the others Django would fill again after every emptying."""

SWITCH_TRIGGERS = """
DO $$
DECLARE part regclass;
BEGIN
    FOR part IN SELECT relid FROM pg_partition_tree('audit_accessevent') UNION SELECT 'audit_logseal'::regclass LOOP
        EXECUTE format('ALTER TABLE %s {} TRIGGER USER', part);
    END LOOP;
END $$
"""

_truncate = DatabaseOperations.sql_flush


def may_leave_triggers_out(server: psycopg.Connection[Any]) -> None:
    """Allow the owner of the tables to do so; `server` is a connection of the server's own user."""
    server.execute("SELECT pg_advisory_lock(85, 1)")  # two at once would fail; held until the connection is closed
    server.execute(f"GRANT SET ON PARAMETER session_replication_role TO {OWNER}")


def flush_past_the_log(operations: Any, style: Any, tables: Any, **kwargs: Any) -> list[str]:
    """The statements that empty the tables, in the transaction that Django makes of them.

    The lock waits, as truncating would, for a browser's last request: what that writes is emptied with the rest.
    """
    emptied = sorted(set(tables) - KEPT)
    if not _triggers_may_be_left_out():
        statements = _truncate(operations, style, emptied, **kwargs)
        return [SWITCH_TRIGGERS.format("DISABLE"), *statements, SWITCH_TRIGGERS.format("ENABLE")]
    # What the tables' own triggers would empty (aspirants/models/rooms.py).
    rooms = declared("row_security", "OWNERS_ALONE")
    names = [operations.quote_name(table) for table in (*emptied, *rooms)]
    return [
        "SET LOCAL session_replication_role = replica",
        f"LOCK TABLE {', '.join(names)} IN ACCESS EXCLUSIVE MODE",
        "; ".join(f"DELETE FROM {name}" for name in names),  # sent at once: they are many
        "SET LOCAL session_replication_role = origin",
    ]


def _triggers_may_be_left_out() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_parameter_privilege('session_replication_role', 'SET')")
        return bool(cursor.fetchone()[0])
