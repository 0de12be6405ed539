"""Which requests changed something: for the access log, where writing is an event like looking.

What was changed is in the history of the rows (decision 052); the log says who did it, where, when and about whom.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

_CHANGES = re.compile(r"\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+\"?([a-z_0-9]+)")

NO_ACT = re.compile(
    r"django_session|usersessions_|audit_accessevent|audit_lookup|notices_|\w+_unsavedtext$|\w+_ownnote$|\w+_opening$|\w+draft$"
)
"""Tables in which a change is no act upon the register: being signed in, the log itself, what is read, half
typed or written to oneself, how many persons were looked up, and that a reason opened something, which is an event of
its own."""

COMING_AND_GOING = {"account_login", "account_logout", "mfa_authenticate", "demo_sign_in", "openid_connect_callback"}
"""Pages that the log has events of their own for."""


class Acts:
    """The tables that a request has changed."""

    def __init__(self) -> None:
        self.tables: set[str] = set()

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        result = execute(sql, params, many, context)
        if isinstance(sql, str) and not sql.lstrip().startswith("SELECT"):
            self.tables.update(table for table in _CHANGES.findall(sql) if not NO_ACT.match(table))
        return result


@contextmanager
def noting_acts() -> Iterator[Acts]:
    """Note the tables that are changed inside."""
    acts = Acts()
    with connection.execute_wrapper(acts):
        yield acts
