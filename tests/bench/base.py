"""What every request pays before its page begins: the statements of the frame and what each of them takes."""

from __future__ import annotations

import statistics
import time
from typing import Any

from django.db import connection, transaction
from django.urls import reverse

from tests.bench.pages.hot import people
from tests.bench.pages.measuring import Visitor
from tests.visits import signed_in

ROUNDS = 20


def run() -> dict[str, Any]:
    """The page that shows nothing of its own, and the milliseconds of naming who acts, asked of the database alone."""
    coach = people().coach
    cost = Visitor(coach).cost_of(reverse("help"))
    found = {name: statistics.median(times) for name, times in _statements(coach).items()}
    acting = sum(ms for sql, ms in found.items() if "jobbtorg_act_for" in sql)
    known = sum(ms for sql, ms in found.items() if "django_session" in sql or '"organisation_user"' in sql)
    return {
        "statements": int(cost.statements),
        "python": round(cost.python, 1),
        "database": round(cost.database, 1),
        "acting": round(acting, 2),
        "session and user": round(known, 2),
    }


def _statements(user: Any) -> dict[str, list[float]]:
    """Milliseconds of each statement of the frame, by its text."""
    client, times = signed_in(user), {}  # type: ignore[var-annotated]

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            times.setdefault(sql, []).append((time.perf_counter() - began) * 1000)

    with transaction.atomic():
        client.get(reverse("help"))
        with connection.execute_wrapper(watch):
            for _ in range(ROUNDS):
                client.get(reverse("help"))
        transaction.set_rollback(True)
    return times
