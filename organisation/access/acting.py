"""On whose behalf the database is asked. Row security shows what that user may see, and nothing when nobody is named.

The answer is a setting of the transaction, never of the connection: a pooled connection cannot carry it to the next
request. What a user may not see but a task of theirs needs (figures of a whole stadsdel, whether a person is known in
the city) is asked as a database role of its own, with the columns that the task needs (docs/security.md).

A user and such a role are signed for (organisation/access/signing.py): SQL that somebody slipped in cannot name others.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from django.db import DatabaseError, connection, transaction

from organisation.access import database_roles
from organisation.access.database_roles import STADSDEL
from organisation.access.signing import ACCOUNT, NOBODY, signed
from organisation.models import Role, User

INVALID_AUTHORIZATION = "28000"
"""PostgreSQL's code for a signature that the owner's functions do not believe."""

SYSTEM_SETTING = "jobbtorg.system"
SENDER_ROLES = (Role.CASEWORKER, Role.DISTRICT_MANAGER)


class System(StrEnum):
    """What acts without a user: scheduled jobs and commands. Each names itself, so that history can tell."""

    SWEEP = "sweep"
    POSITIONS = "positions"
    LOG_SEALING = "log-sealing"
    LOG_REVIEW = "log-review"
    RETENTION = "retention"
    CLOSINGS = "closings"
    DIGEST = "digest"
    MAIL = "mail"
    IMPORT = "import"
    COMMAND = "command"


class DatabaseRole(StrEnum):
    """A database role that the web process may enter for a block of code; the value is the role's name."""

    REPORTS = database_roles.REPORTS
    REGISTRAR = database_roles.REGISTRAR
    JOINER = database_roles.JOINER


def _set(name: str, value: str) -> str:
    """Set a setting until the end of the transaction; returns what it was ("" for one never set)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true), set_config(%s, %s, true)", [name, name, value])
        before: str | None = cursor.fetchone()[0]
    return before or ""


@contextmanager
def _setting(name: str, value: str) -> Iterator[None]:
    """Inside, the setting has the value. A failure rolls back to the savepoint, and with it to what the setting was."""
    inner = connection.in_atomic_block
    with transaction.atomic():
        before = _set(name, value)
        yield
        if inner:
            _set(name, before)


def _act_for(key: int | None, role: str | None) -> tuple[int | None, str]:
    """Let the database look up what a user may see, and be the role (None: stay what it is).

    Returns key and role of who acted before.
    """
    as_role = STADSDEL if role == STADSDEL else ""
    at, signature = NOBODY if key is None else signed(key, as_role)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT jobbtorg_act_for(%s, %s, %s, %s), current_setting('role'),"
            " set_config('role', COALESCE(%s, current_setting('role')), true)",
            [key, as_role, at, signature, role],
        )
        before: tuple[int | None, str, str] = cursor.fetchone()
    return before[:2]


@contextmanager
def acting_for(actor: User | System) -> Iterator[None]:
    """Ask the database on behalf of a user, or of a job that says which. Opens a transaction, or a savepoint in one.

    Staff of a stadsdel are answered as that authority's role, everybody else as the role of the connection.
    """
    if isinstance(actor, System):
        with _setting(SYSTEM_SETTING, actor.value):
            yield
        return
    inner = connection.in_atomic_block
    with transaction.atomic():
        before = _act_for(actor.pk, STADSDEL if actor.role in SENDER_ROLES else None)
        yield
        # At the end of the transaction the settings are gone by themselves.
        if inner:
            _act_for(*before)


def vouch_for_account(user: int) -> None:
    """Let the rest of the transaction write to a user's account, factors and sessions, whoever acts, or nobody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT jobbtorg_vouch_for(%s, %s, %s)", [user, *signed(user, ACCOUNT)])


def is_vouched_for() -> bool:
    """Whether the database trusts the key that this process signs with; until `migrate` has told it, it does not."""
    with transaction.atomic(), connection.cursor() as cursor:
        try:
            cursor.execute("SELECT jobbtorg_enter('', %s, %s)", signed(None, ""))
        except DatabaseError as error:
            if getattr(error.__cause__, "sqlstate", "") != INVALID_AUTHORIZATION:
                raise
            transaction.set_rollback(True)
            return False
    return True


@contextmanager
def as_database_role(role: DatabaseRole) -> Iterator[None]:
    """Run the block as a database role, with the acting user unchanged; afterwards the role is as before."""
    inner = connection.in_atomic_block
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('role'), jobbtorg_enter(%s, %s, %s), set_config('role', %s, true)",
                [role.value, *signed(None, role.value), role.value],
            )
            before, entered, _ = cursor.fetchone()
        yield
        if inner:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT set_config('role', %s, true), set_config('jobbtorg.entered', %s, true)",
                    [before, entered or ""],
                )
