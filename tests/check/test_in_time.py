"""Tests are begun until the time is over, and those that were not are counted aloud."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.check.__main__ import fingerprint
from tests.check.in_time import NOT_BEGUN
from tests.check.touched import ROOT

SLOW = "import time\ndef test_one(): time.sleep(0.5)\ndef test_two(): time.sleep(0.5)\n"
QUICK = "def test_three(): pass\n"


def run(folder: Path, *arguments: str, until: float, at_least: int = 0) -> list[str]:
    """The lines of a pytest run in the folder, which knows nothing of this project's tests."""
    command = [sys.executable, "-m", "pytest", "-v", "-p", "tests.check.in_time", "-p", "no:django", *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "CHECK_UNTIL": str(until), "CHECK_AT_LEAST": str(at_least)}
    environment.pop("PYTEST_ADDOPTS", None)
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "test_a_slow.py").write_text(SLOW)
    (tmp_path / "test_b_quick.py").write_text(QUICK)
    return tmp_path


def order(lines: list[str]) -> list[str]:
    return [line.partition("::test_")[2].partition(" ")[0] for line in lines if "::test_" in line]


def test_the_quick_files_come_first_once_they_are_known(folder: Path) -> None:
    assert order(run(folder, until=time.time() + 100)) == ["one", "two", "three"]
    assert order(run(folder, until=time.time() + 100)) == ["three", "one", "two"]
    assert order(run(folder, "test_a_slow.py", ".", until=time.time() + 100)) == ["one", "two", "three"]


def test_what_is_not_begun_in_time_is_counted(folder: Path) -> None:
    assert f"2 {NOT_BEGUN}" in run(folder, until=time.time() - 1)
    assert not any(NOT_BEGUN in line for line in run(folder, until=time.time() + 100))


def test_the_tests_have_some_time_however_late_they_could_begin(folder: Path) -> None:
    assert not any(NOT_BEGUN in line for line in run(folder, until=time.time() - 1, at_least=100))


def test_the_database_is_made_anew_when_a_migration_comes_or_changes(tmp_path: Path) -> None:
    before = fingerprint(tmp_path)
    migration = tmp_path / "aspirants" / "migrations" / "0002_more.py"
    migration.parent.mkdir(parents=True)
    migration.write_text("one")
    came = fingerprint(tmp_path)
    migration.write_text("two")
    changed = fingerprint(tmp_path)
    (tmp_path / "aspirants" / "views.py").write_text("three")
    assert len({before, came, changed}) == 3
    assert fingerprint(tmp_path) == changed
