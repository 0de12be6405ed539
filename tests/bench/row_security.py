"""What the second lock costs on the pages people open most: the same requests with row security and without."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from typing import Any

from django.db import connection

from jobbtorg.database.row_security import protected_tables
from tests.bench.pages.hot import HotPage, hot_pages, people
from tests.bench.pages.measuring import Visitor, taken_back

ROUNDS, REQUESTS = 7, 6


def run() -> dict[str, Any]:
    """Milliseconds with and without, and the ratio, of every page that only reads."""
    found = {}
    for page in hot_pages(people()):
        if not page.saves:
            found[page.name] = _compared(page)
    return found


def _compared(page: HotPage) -> dict[str, float]:
    visitor = Visitor(page.user)

    def measure() -> float:
        return visitor.cost_of(page.path, page, rounds=REQUESTS).whole

    pairs = [(_without(measure), _with(measure)) for _ in range(ROUNDS)]
    bare, locked = (statistics.median(side) for side in zip(*pairs, strict=True))
    return {"without": round(bare, 1), "with": round(locked, 1), "ratio": round(locked / bare, 2)}


def _without(measure: Callable[[], float]) -> float:
    """The same with row security switched off, in a transaction that is taken back."""
    with taken_back():
        with connection.cursor() as cursor:
            for table in sorted(protected_tables()):
                cursor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        return measure()


def _with(measure: Callable[[], float]) -> float:
    """In a transaction of the same kind, so that both pay for savepoints."""
    with taken_back():
        return measure()
