"""Brings grants, views and policies to what the packages declare; `manage.py migrate` ends with it."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from pghistory.core import event_models

from jobbtorg.database.keys import make_keys
from jobbtorg.declarations import declared
from organisation.access.database_roles import ALL, IMPORTER, OWNER, PAGES, WORKER
from organisation.access.functions import BEFORE_TABLES, KEY_TABLE, WHO_ACTS
from organisation.access.row_security import Grant, Policy, View
from organisation.row_security import act_for

A_JOB_ACTS = "(SELECT NULLIF(current_setting('jobbtorg.system', true), '')) IS NOT NULL"
WRITERS = (*PAGES, WORKER, IMPORTER)
ASKED_BY_DEFAULTS = ("jobbtorg_acting(text)", "jobbtorg_job()")
"""Functions that policies and defaults of columns call, whoever asks."""


class RolesMissingError(Exception):
    """The roles have not been made; nothing can be granted to them."""


def _declared(name: str) -> list[Any]:
    return declared("row_security", name)


@cache
def policies() -> tuple[Policy, ...]:
    """Every policy there should be. The owner works on all rows, a job on all rows once it has said which it is."""
    declared: list[Policy] = _declared("POLICIES")
    tables = sorted({policy.table for policy in declared})
    own = [Policy(table, "the owner", "true", role=OWNER) for table in tables]
    kept = set(_declared("KEPT_FROM_JOBS"))
    jobs = [Policy(table, "jobs", A_JOB_ACTS, role=WORKER) for table in tables if table not in kept]
    return (*declared, *own, *jobs)


def protected_tables() -> frozenset[str]:
    """The tables under row security."""
    return frozenset(policy.table for policy in policies())


def views() -> list[View]:
    """The owner's views that policies look through."""
    return _declared("VIEWS")


def append_only() -> list[str]:
    """Tables to which rows are added and that nobody but the owner changes."""
    return [*_declared("APPEND_ONLY"), *versions()]


def versions() -> list[str]:
    """The tables in which triggers keep every version of a row."""
    return [model._meta.db_table for model in event_models()]


def grants() -> list[Grant]:
    """What the entered roles may do."""
    return _declared("GRANTS")


def deletions() -> dict[str, frozenset[str]]:
    """Role → tables from which the product removes rows; from all others that role removes nothing."""
    found: dict[str, set[str]] = {role: set() for role in WRITERS}
    for deletion in _declared("DELETIONS"):
        for role in deletion.roles:
            found[role].add(deletion.table)
    return {role: frozenset(tables) for role, tables in found.items()}


def functions() -> list[str]:
    """SQL for every function the lock needs, the ones that begin to act for a user first."""
    asked = act_for(hides=_declared("HIDES"), opens=_declared("OPENS"))
    return [*WHO_ACTS, asked, *_declared("FUNCTIONS")]


def prepare() -> None:
    """Make what defaults of columns call; `manage.py migrate` begins with it."""
    with transaction.atomic(), connection.cursor() as cursor:
        for function in BEFORE_TABLES:
            cursor.execute(function)


def secure() -> None:
    """Make it so, in one transaction; what is right already is left alone, so that nobody waits for a lock."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [list(ALL)])
        missing = set(ALL) - {name for (name,) in cursor.fetchall()}
        if missing:
            raise RolesMissingError(", ".join(sorted(missing)))
        make_keys(cursor)
        for view in views():
            cursor.execute(f"CREATE OR REPLACE VIEW {view.name} AS {view.query}")
        for function in functions():
            cursor.execute(function)
        _reserve_functions(cursor)
        _grant(cursor)
        _enable(cursor)
        _replace_policies(cursor)


def _reserve_functions(cursor: CursorWrapper) -> None:
    """What runs as the owner is not everybody's to call: that of the pages the pages', the rest as FUNCTIONS says."""
    cursor.execute(
        "SELECT oid::regprocedure::text FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
        " AND pg_get_userbyid(proowner) = current_user"
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
        if name.startswith("jobbtorg_"):
            cursor.execute(f"GRANT EXECUTE ON FUNCTION {name} TO {', '.join(PAGES)}")
    others = ", ".join(role for role in ALL if role != OWNER)
    for name in ASKED_BY_DEFAULTS:
        cursor.execute(f"GRANT EXECUTE ON FUNCTION {name} TO {others}")


def _grant(cursor: CursorWrapper) -> None:
    others = ", ".join(role for role in ALL if role != OWNER)
    # Nobody needs tables of their own, least of all some that stand in the way of the real ones.
    cursor.execute(f'REVOKE TEMPORARY ON DATABASE "{connection.settings_dict["NAME"]}" FROM PUBLIC')
    cursor.execute(f"GRANT USAGE ON SCHEMA public TO {others}")
    cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {others}")
    writers = ", ".join(WRITERS)
    cursor.execute(f"GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO {writers}")
    for role, tables in deletions().items():
        if tables:
            cursor.execute(f"GRANT DELETE ON {', '.join(sorted(tables))} TO {role}")
    cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {others}")
    cursor.execute(f"REVOKE INSERT, UPDATE ON django_migrations FROM {writers}")
    for table in (KEY_TABLE, *_declared("OWNERS_ALONE")):
        cursor.execute(f"REVOKE ALL ON {table} FROM {others}")
    for table in append_only():
        cursor.execute(f"REVOKE UPDATE ON {table} FROM {writers}")
    # Versions are written by the owner's triggers (jobbtorg/database/history.py).
    cursor.execute(f"REVOKE INSERT ON {', '.join(versions())} FROM {writers}")
    for limit in _declared("COLUMN_LIMITS"):
        roles = ", ".join(limit.roles)
        cursor.execute(f"REVOKE UPDATE ON {limit.table} FROM {roles}")
        cursor.execute(f"GRANT UPDATE ({', '.join(limit.columns)}) ON {limit.table} TO {roles}")
    cursor.execute("SELECT oid::regclass::text FROM pg_class WHERE relispartition AND relkind = 'r'")
    for (partition,) in cursor.fetchall():
        # Row security is set on the parent table; a query of a partition by its own name would not be cut by it.
        cursor.execute(f"REVOKE ALL ON {partition} FROM {others}")
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace"
        " AND pg_get_userbyid(relowner) = current_user"
    )
    for (name,) in cursor.fetchall():
        # A view runs as the owner: nobody writes through one, also not through one that is declared no more.
        cursor.execute(f"REVOKE ALL ON {name} FROM {others}")
    for view in views():
        cursor.execute(f"GRANT SELECT ON {view.name} TO {', '.join({*view.readers, WORKER})}")
    for grant in grants():
        columns = f" ({', '.join(grant.columns)})" if grant.columns else ""
        commands = ", ".join(f"{command}{columns}" for command in grant.commands)
        cursor.execute(f"GRANT {commands} ON {grant.table} TO {grant.role}")


def _enable(cursor: CursorWrapper) -> None:
    """Row security on the tables that have none yet, the owner included (FORCE)."""
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND relrowsecurity AND relforcerowsecurity"
    )
    done = {name for (name,) in cursor.fetchall()}
    for table in sorted(protected_tables() - done):
        cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")


def _mark(policy: Policy) -> str:
    """A fingerprint of the declaration, kept as the policy's comment: PostgreSQL rewrites what it is given."""
    return hashlib.sha256(repr(policy).encode()).hexdigest()


def _replace_policies(cursor: CursorWrapper) -> None:
    cursor.execute(
        "SELECT c.relname, p.polname, obj_description(p.oid, 'pg_policy') FROM pg_policy p"
        " JOIN pg_class c ON c.oid = p.polrelid WHERE c.relnamespace = 'public'::regnamespace"
    )
    present: dict[tuple[str, str], str] = {(table, name): mark for table, name, mark in cursor.fetchall()}
    wanted = {(policy.table, policy.name): policy for policy in policies()}
    for table, name in present.keys() - wanted.keys():
        cursor.execute(f'DROP POLICY "{name}" ON {table}')
    for key, policy in wanted.items():
        if present.get(key) == _mark(policy):
            continue
        if key in present:
            cursor.execute(f'DROP POLICY "{policy.name}" ON {policy.table}')
        _create(cursor, policy)


def _create(cursor: CursorWrapper, policy: Policy) -> None:
    using = "" if policy.command == "INSERT" else f" USING ({policy.condition})"
    check = "" if policy.command in ("SELECT", "DELETE") else f" WITH CHECK ({policy.check or policy.condition})"
    cursor.execute(
        f'CREATE POLICY "{policy.name}" ON {policy.table} FOR {policy.command} TO {policy.role}{using}{check}'
    )
    cursor.execute(f"COMMENT ON POLICY \"{policy.name}\" ON {policy.table} IS '{_mark(policy)}'")
