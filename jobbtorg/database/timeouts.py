"""How long a connection waits: the one place that says it, for each database role and for each job (decision 092).

The limits go with the connection (`OPTIONS` in settings), so that they hold wherever the product connects: in
production, on the embedded server of the demo, in commands and in tests. No Django here, because settings ask.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from organisation.access.database_roles import IMPORTER, LOG_READER, OWNER, REPORTS, WEB, WORKER

SECOND, MINUTE = 1_000, 60_000


@dataclass(frozen=True)
class Timeouts:
    """In milliseconds; 0 is no limit.

    `lock`: waiting for a row or table that somebody else holds. `statement`: one statement, its waiting included.
    `idle`: doing nothing in the middle of a transaction; the server ends the connection then, and with it what it held.
    """

    lock: int
    statement: int
    idle: int

    def by_name(self) -> dict[str, int]:
        """The values by the names of PostgreSQL's settings."""
        return {
            "lock_timeout": self.lock,
            "statement_timeout": self.statement,
            "idle_in_transaction_session_timeout": self.idle,
        }


BY_ROLE = {
    # One held row must not occupy all threads of the web server: others wait behind those who wait.
    WEB: Timeouts(lock=700, statement=8 * SECOND, idle=10 * SECOND),
    # A job that is not named in BY_TASK, and an operator's command as this role.
    WORKER: Timeouts(lock=700, statement=1 * MINUTE, idle=1 * MINUTE),
    # Thousands of rows with a good deal of work between two statements.
    IMPORTER: Timeouts(lock=700, statement=5 * MINUTE, idle=15 * MINUTE),
    # They write nothing; they only take long.
    REPORTS: Timeouts(lock=700, statement=5 * MINUTE, idle=1 * MINUTE),
    LOG_READER: Timeouts(lock=700, statement=5 * MINUTE, idle=1 * MINUTE),
    # A change of tables takes the time that it takes; but while it waits for a table, all who come later wait for it.
    OWNER: Timeouts(lock=10 * SECOND, statement=0, idle=10 * MINUTE),
}
"""By the user that a process connects as. Stepping into another role within a request changes nothing."""

BY_TASK = {
    # Its batches hold rows, and are to be done in a fifth of a second (deadlines/jobs/sweep.py): no waiting with them.
    "deadlines.tasks.sweep_deadlines": Timeouts(lock=150, statement=1 * MINUTE, idle=30 * SECOND),
    # Holds a letter's row, and nobody else's, while the mail server answers (EMAIL_TIMEOUT for each of its answers).
    "notices.tasks.send_outbox": Timeouts(lock=700, statement=8 * SECOND, idle=2 * MINUTE),
    "organisation.tasks.apply_positions": Timeouts(lock=700, statement=8 * SECOND, idle=10 * SECOND),
    # Read much and hold nothing that a page waits for.
    "oversight.tasks.write_digest": Timeouts(lock=700, statement=5 * MINUTE, idle=1 * MINUTE),
    "audit.tasks.seal": Timeouts(lock=700, statement=5 * MINUTE, idle=1 * MINUTE),
    "workbench.tasks.review_log": Timeouts(lock=700, statement=5 * MINUTE, idle=1 * MINUTE),
}
"""By the name of a job, in place of the worker's own."""

STRICTEST = BY_ROLE[WEB]

# What the client does where the server's machine is gone and says nothing at all. In seconds; the last in milliseconds.
CLIENT = {
    "connect_timeout": 3,
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}


def timeouts_of(user: str, task: str = "") -> Timeouts:
    """What holds for who connects as `user`, for the job `task` where it is one. An unknown user gets the strictest."""
    return BY_TASK.get(task) or BY_ROLE.get(user, STRICTEST)


def connection_options(database: dict[str, Any], task: str = "") -> dict[str, Any]:
    """`OPTIONS` of an entry of DATABASES with the timeouts of its user, or of its job `task`.

    Whatever else the entry says itself is kept, and wins over what the client does by itself.
    """
    given = dict(database.get("OPTIONS") or {})
    limits = timeouts_of(str(database.get("USER", "")), task).by_name()
    ours = [f"-c {name}={value}" for name, value in limits.items()]
    own = re.sub(rf"-c *(?:{'|'.join(limits)})=\S+", "", str(given.pop("options", "") or "")).split()
    return {**CLIENT, **given, "options": " ".join([*ours, *own])}
