"""Rows that many tests look at are made once, and what one of them changes is undone before the next.

For fixtures that outlive a test. They go without pytest-django's `db`, which closes the connection after every test.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def undone_afterwards() -> Iterator[None]:
    """Whatever is written inside is rolled back at the end; can be nested."""
    connection.ensure_connection()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
