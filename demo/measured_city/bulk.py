"""Writing millions of rows: without triggers, indexes and foreign keys, which come back when the rows are there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection
from django.db.backends.utils import CursorWrapper

_TAKEN_AWAY = """
    SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
           format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid)),
           contype = 'f', conrelid::regclass::text
    FROM pg_constraint
    WHERE conrelid::regclass::text = ANY(%(tables)s) AND contype IN ('f', 'u', 'x') AND conparentid = 0
    UNION ALL
    SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid), false, indrelid::regclass::text
    FROM pg_index
    WHERE indrelid::regclass::text = ANY(%(tables)s) AND NOT indisprimary
          AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('u', 'x'))
"""
"""What makes each of them go, what makes it come back, whether it refers to another table, and whose it is."""

Job = Callable[[], None]


@contextmanager
def written_in_bulk(tables: Sequence[str], processes: int) -> Iterator[None]:
    """Inside, the tables have no triggers, indexes and foreign keys but their primary keys."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKEN_AWAY, {"tables": list(tables)})
        taken = sorted(cursor.fetchall(), key=lambda row: not row[2])  # foreign keys first: they need the indexes
        for go, _, _, _ in taken:
            cursor.execute(go)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    by_table: dict[str, list[str]] = {}
    for _, back, refers, table in taken:
        if not refers:
            by_table.setdefault(table, []).append(back)
    side_by_side([_job(statements) for statements in by_table.values()], processes)
    with connection.cursor() as cursor:
        for _, back, refers, _ in taken:
            if refers:
                cursor.execute(back)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def side_by_side(jobs: Iterable[Job], processes: int) -> None:
    """Do all of them, so many at a time, each in a connection of its own; the first that fails is raised."""
    with ThreadPoolExecutor(processes) as pool:
        for done in [pool.submit(_closing, job) for job in jobs]:
            done.result()


def _closing(job: Job) -> None:
    try:
        job()
    finally:
        connection.close()


def _job(statements: Sequence[str]) -> Job:
    def run() -> None:
        with connection.cursor() as cursor:
            prepare(cursor)
            for statement in statements:
                cursor.execute(statement)

    return run


def prepare(cursor: CursorWrapper) -> None:
    """Memory for sorting and indexes; nothing waits for the disk, because an unfinished city is thrown away."""
    for setting in ("work_mem = '256MB'", "maintenance_work_mem = '512MB'", "synchronous_commit = off", "jit = off"):
        cursor.execute(f"SET {setting}")
