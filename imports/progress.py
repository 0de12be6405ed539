"""How far a job has come, and whether it is to stop: on a connection of its own, beside the job's transaction.

What a job does is seen by others when it is committed, and not before. So its progress cannot travel with it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

EVERY_SECONDS = 0.5
"""How often it is written down, and the order to stop looked for."""

_WRITE = """
    INSERT INTO imports_importprogress (job_id, step, done, total, updated_at)
    VALUES (%s, %s, %s, %s, clock_timestamp())
    ON CONFLICT (job_id) DO UPDATE
    SET step = EXCLUDED.step, done = EXCLUDED.done, total = EXCLUDED.total, updated_at = EXCLUDED.updated_at
"""


class StoppedError(Exception):
    """An administrator has ordered the job to stop."""


class Progress:
    """The progress of one job. A short job never opens the second connection."""

    def __init__(self, job: int) -> None:
        self._job = job
        self._so_far = "", 0, 0
        self._written = time.monotonic()
        self._beside: BaseDatabaseWrapper | None = None

    def report(self, step: str, done: int, total: int) -> None:
        """So many of so many rows are done. Raises StoppedError."""
        self._so_far = step, done, total
        self.look()

    def look(self) -> None:
        """Write down what was reported last, and look for the order to stop, where it is time to. Raises StoppedError.

        Cheap enough to be called for every row: no piece of work is so large that an order to stop has to wait for it.
        """
        if time.monotonic() - self._written < EVERY_SECONDS:
            return
        self._written = time.monotonic()
        if self._beside is None:
            self._beside = connection.copy(alias=connection.alias)
        with self._beside.cursor() as cursor:
            cursor.execute(_WRITE, [self._job, *self._so_far])
            cursor.execute("SELECT 1 FROM imports_importstop WHERE job_id = %s", [self._job])
            if cursor.fetchone():
                raise StoppedError

    def close(self) -> None:
        """Forget the progress, and end the second connection."""
        if self._beside is None:
            return
        try:
            with self._beside.cursor() as cursor:
                cursor.execute("DELETE FROM imports_importprogress WHERE job_id = %s", [self._job])
        finally:
            self._beside.close()
            self._beside = None


@contextmanager
def progress_of(job: int) -> Iterator[Progress]:
    """The progress of a job, by its key, closed at the end."""
    progress = Progress(job)
    try:
        yield progress
    finally:
        progress.close()
