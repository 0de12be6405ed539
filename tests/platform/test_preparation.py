"""A second start does not look again for what it knows to be there, and looks as soon as anything may be new."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobbtorg.database import preparation
from jobbtorg.embedded.demo import prepare_database

pytestmark = pytest.mark.django_db


@pytest.fixture
def checkout(tmp_path: Path, settings: Any) -> Path:
    """A small checkout with data of its own, on the embedded server."""
    (tmp_path / "package" / "tables").mkdir(parents=True)
    (tmp_path / "package" / "__init__.py").touch()
    (tmp_path / "package" / "tables" / "units.csv").write_text("code;name\n")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "__init__.py").touch()
    settings.BASE_DIR, settings.EMBEDDED_DIR, settings.EMBEDDED_SERVERS = tmp_path, tmp_path, ["postgres"]
    return tmp_path


def test_what_is_remembered_is_not_done_again(checkout: Path) -> None:
    assert not preparation.is_done()
    prepare_database()
    assert preparation.is_done()
    with CaptureQueriesContext(connection) as asked:
        prepare_database()
    assert len(asked) <= 2


def touch(file: Path) -> None:
    """Write it again, a moment later."""
    later = (file.stat().st_mtime_ns if file.exists() else 0) + 1_000_000
    file.touch()
    os.utime(file, ns=(later, later))


CHANGES: dict[str, Callable[[Path], object]] = {
    "changed code": lambda checkout: touch(checkout / "package" / "__init__.py"),
    "a new file": lambda checkout: touch(checkout / "package" / "models.py"),
    "a changed table": lambda checkout: touch(checkout / "package" / "tables" / "units.csv"),
    "a table that is gone": lambda checkout: (checkout / "package" / "tables" / "units.csv").unlink(),
    "other settings": lambda checkout: touch(checkout / ".env"),
    "another migration": lambda _: MigrationRecorder.Migration.objects.create(app="package", name="0002_more"),
    "one migration less": lambda _: MigrationRecorder.Migration.objects.filter(app="workbench").delete(),
    "other data": lambda checkout: (checkout / "prepared.sha256").unlink(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_anything_that_may_be_new_is_looked_for(checkout: Path, change: Callable[[Path], object]) -> None:
    preparation.remember()
    assert preparation.is_done()
    change(checkout)
    assert not preparation.is_done()


def test_a_changed_test_is_nothing_new(checkout: Path) -> None:
    preparation.remember()
    touch(checkout / "tests" / "__init__.py")
    assert preparation.is_done()


def test_each_day_is_new(checkout: Path) -> None:
    preparation.remember()
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1)):
        assert not preparation.is_done()


def test_nothing_is_known_of_a_server_with_an_address_of_its_own(checkout: Path, settings: Any) -> None:
    settings.EMBEDDED_SERVERS = []
    preparation.remember()
    assert not preparation.is_done()
    assert not (checkout / "prepared.sha256").exists()
