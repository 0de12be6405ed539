"""On whose behalf the database is asked. Row security shows what that user may see, and nothing when nobody is named.

The answer is a setting of the transaction, never of the connection: a pooled connection cannot carry it to the next
request. What a user may not see but an errand of theirs needs (figures of a whole stadsdel, whether a person is known
in the city) is asked as a database role of its own, with the columns that errand needs (docs/security.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from django.db import connection, transaction

from organisation.models import User

USER_SETTING = "jobbtorg.user_id"
SYSTEM_SETTING = "jobbtorg.system"


class System(StrEnum):
    """What acts without a user: scheduled jobs and commands. Each names itself, so that history can tell."""

    SWEEP = "sweep"
    LOG_SEALING = "log-sealing"
    LOG_REVIEW = "log-review"
    COMMAND = "command"


class Errand(StrEnum):
    """A database role that the web process may step into for one errand; the value is the role's name."""

    STATISTICS = "jobbtorg_reports"
    REGISTRATION = "jobbtorg_registrar"
    IMPORT = "jobbtorg_importer"


def _set(name: str, value: str) -> str:
    """Set a setting until the end of the transaction; returns what it was."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [name])
        before: str = cursor.fetchone()[0] or ""
        cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
    return before


@contextmanager
def _setting(name: str, value: str) -> Iterator[None]:
    """Inside, the setting has the value. A failure rolls back to the savepoint, and with it to what the setting was."""
    with transaction.atomic():
        before = _set(name, value)
        yield
        _set(name, before)


@contextmanager
def acting_for(actor: User | System) -> Iterator[None]:
    """Ask the database on behalf of a user, or of a job that says which. Opens a transaction, or a savepoint in one."""
    name, value = (SYSTEM_SETTING, actor.value) if isinstance(actor, System) else (USER_SETTING, str(actor.pk))
    with _setting(name, value):
        yield


@contextmanager
def errand(role: Errand) -> Iterator[None]:
    """Step into the role of an errand, with the acting user unchanged, and back out of it."""
    with _setting("role", role.value):
        yield
