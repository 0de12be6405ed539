"""Makes the database roles that are missing. Plain psycopg: the embedded server needs them before Django is up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from psycopg import Connection, sql

from organisation.access.database_roles import ALL, CONNECTIONS, ENTERED_ROLES, LOGINS, OWNER, WEB


class TooPowerfulError(Exception):
    """One of the roles is a superuser or sees past row security; then nothing here would protect anything."""


def ensure_roles(connection: Connection[Any], database: str, passwords: Mapping[str, str | None]) -> None:
    """Bring all roles, their memberships and the ownership of `database` to what they should be; safe to repeat.

    `passwords`: login role → password; None lets the role in without one (where the server trusts its socket). A login
    role that is not named keeps what it has. `connection` needs a superuser, or a role that may create roles and
    owns the database.
    """
    known = {
        name for (name,) in connection.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [list(ALL)])
    }
    for role in ALL:
        name = sql.Identifier(role)
        if role not in known:
            connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN NOINHERIT").format(name))
        if role in LOGINS and role in passwords:
            password = passwords[role]
            connection.execute(sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(name, sql.Literal(password)))
        if role in CONNECTIONS:
            connection.execute(
                sql.SQL("ALTER ROLE {} CONNECTION LIMIT {}").format(name, sql.Literal(CONNECTIONS[role]))
            )
    _require_modesty(connection)
    _take_back(connection)
    for role in ENTERED_ROLES:
        # Stepping in is allowed, being it all the time is not.
        _grant_role(connection, role, WEB)
    for role in (role for role in ALL if role != OWNER):
        # The owner may enter every role: tests and an operator's commands see what the role sees.
        _grant_role(connection, role, OWNER)
    connection.execute(sql.SQL("GRANT {} TO CURRENT_USER WITH SET TRUE").format(sql.Identifier(OWNER)))
    connection.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(sql.Identifier(database), sql.Identifier(OWNER)))


def _require_modesty(connection: Connection[Any]) -> None:
    powerful = connection.execute(
        "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND (rolsuper OR rolbypassrls OR rolcreaterole)",
        [list(ALL)],
    ).fetchall()
    if powerful:
        raise TooPowerfulError(", ".join(name for (name,) in powerful))


def _take_back(connection: Connection[Any]) -> None:
    """End what the pages may no longer step into: earlier versions let them become the importer."""
    memberships = connection.execute(
        """
        SELECT role.rolname, grantor.rolname FROM pg_auth_members m
          JOIN pg_roles role ON role.oid = m.roleid JOIN pg_roles member ON member.oid = m.member
          JOIN pg_roles grantor ON grantor.oid = m.grantor
         WHERE member.rolname = %s AND role.rolname = ANY(%s)
        """,
        [WEB, [role for role in ALL if role not in ENTERED_ROLES]],
    ).fetchall()
    for names in memberships:
        role, grantor = (sql.Identifier(name.decode() if isinstance(name, bytes) else name) for name in names)
        connection.execute(sql.SQL("REVOKE {} FROM {} GRANTED BY {}").format(role, sql.Identifier(WEB), grantor))


def _grant_role(connection: Connection[Any], role: str, member: str) -> None:
    connection.execute(
        sql.SQL("GRANT {} TO {} WITH INHERIT FALSE, SET TRUE").format(sql.Identifier(role), sql.Identifier(member))
    )


def deny_large_objects(connection: Connection[Any]) -> bool:
    """Take from everybody in the current database the functions that make large objects: they know no row security.

    Returns whether that could be done: the functions are the server's superuser's.
    """
    functions = (
        "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace"
        " AND (proname LIKE 'lo\\_%' OR proname IN ('loread', 'lowrite'))"
        " AND has_function_privilege('public', oid, 'EXECUTE')"
    )
    for (function,) in connection.execute(functions).fetchall():
        connection.execute(sql.SQL("REVOKE EXECUTE ON FUNCTION {} FROM PUBLIC").format(sql.SQL(function)))
    return not connection.execute(functions).fetchall()


def adopt_tables(connection: Connection[Any]) -> None:
    """Give the owner what an earlier installation made in the current database as somebody else (the schema's own)."""
    owner = sql.Identifier(OWNER)
    connection.execute(sql.SQL("ALTER SCHEMA public OWNER TO {}").format(owner))
    strangers = connection.execute(
        """
        SELECT c.oid::regclass::text, c.relkind FROM pg_class c
          JOIN pg_roles r ON r.oid = c.relowner
         WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'S') AND r.rolname <> %s
           AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('a', 'i', 'e'))
        """,
        [OWNER],
    ).fetchall()
    kinds = {"r": "TABLE", "p": "TABLE", "v": "VIEW", "S": "SEQUENCE"}
    for table, kind in strangers:
        kind = kind.decode() if isinstance(kind, bytes) else kind
        connection.execute(sql.SQL("ALTER {} {} OWNER TO {}").format(sql.SQL(kinds[kind]), sql.SQL(table), owner))
