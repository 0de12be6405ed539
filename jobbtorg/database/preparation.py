"""What is known about the embedded database: that `prepare_database` made of it what this code and this day ask for.

Migrating and loading reference data change nothing where there is nothing new, but finding that out takes a second
start a good part of its time.
"""

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

NOT_PREPARED_BY = {"tests", "static", "templates"}


def is_done() -> bool:
    """Whether nothing has changed since `remember`: code, packages, the applied migrations, the day."""
    stamp, mark = _stamp(), _mark()
    return bool(mark) and stamp.is_file() and stamp.read_text() == mark


def remember() -> None:
    """Note that the database has been prepared."""
    if mark := _mark():
        _stamp().write_text(mark)


def _stamp() -> Path:
    """With the data, so that it goes when they go."""
    return Path(settings.EMBEDDED_DIR) / "prepared.sha256"


def _mark() -> str:
    """Changes with everything that a preparation follows from; empty where that cannot be said.

    The day is part of it because the calendar and the access log's partitions have to reach far enough ahead.
    """
    if "postgres" not in settings.EMBEDDED_SERVERS:
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('django_migrations')")
        if cursor.fetchone() == (None,):
            return ""
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        applied = cursor.fetchall()
    digest = hashlib.sha256(f"{sys.version} {timezone.localdate()} {applied}".encode())
    for file in sorted(_files()):
        found = file.stat()
        digest.update(f"{file}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    """The packages' code and tables, the settings, and the stamps of what is installed."""
    yield from (file for file in (settings.BASE_DIR / ".env", *Path(sys.prefix).glob(".*.sha256")) if file.is_file())
    for package in settings.BASE_DIR.iterdir():
        if package.name not in NOT_PREPARED_BY and (package / "__init__.py").is_file():
            yield from (
                file
                for file in package.rglob("*")
                if file.is_file() and file.parent.name != "__pycache__" and "static" not in file.parts
            )
