"""How much a statement of the product reads, as PostgreSQL counts it."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext


def rows_read(run: Callable[[], object]) -> int:
    """How many rows the one statement that `run` sends takes out of tables; by index, where there is one."""
    with CaptureQueriesContext(connection) as captured:
        run()
    [statement] = [query["sql"] for query in captured]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # of a test's few rows all would be read
        cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + statement.replace("%", "%%"))
        [[plan]] = cursor.fetchall()[0]
    return _read(plan["Plan"])


def _read(node: dict) -> int:
    own = node["Actual Rows"] * node["Actual Loops"] if "Relation Name" in node else 0
    return int(own) + sum(map(_read, node.get("Plans", [])))
