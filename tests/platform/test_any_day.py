"""The command that runs the suite at other instants: what it hands on, counts, keeps and refuses."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from tests import instant
from tests.any_day import runs
from tests.any_day.instants import INSTANTS
from tests.platform.conftest import PATIENCE, PROJECT

SUITE = """
import os, pytest
from django.utils import timezone

def test_the_day():
    assert timezone.localtime().isoformat().startswith("2027-10-31T02:3")
    assert timezone.localtime().isoformat().endswith(os.environ["TEST_NOW"][-6:])

@pytest.mark.skip
def test_skipped():
    pass

def test_broken():
    assert os.environ["TEST_NOW"].endswith("+02:00")
"""


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(runs, "FOLDER", tmp_path / "any-day")


def test_a_run_begins_at_its_instant_and_is_counted(tmp_path):
    """Both times that it is half past two, in the night when the clocks go back."""
    suite = tmp_path / "test_suite.py"
    suite.write_text(SUITE)
    (tmp_path / "conftest.py").write_text("from tests.moved_clocks import register as pytest_configure")
    how = [f"--rootdir={PROJECT}", "-c", str(PROJECT / "pyproject.toml"), str(suite)]
    summer = runs.run_at("2027-10-31T02:30+02:00", "summer", how, again=False)
    assert (summer.passed, summer.failed, summer.skipped) == (2, 0, 1), runs.log_of(summer.instant).read_text()
    assert summer.is_good
    winter = runs.run_at("2027-10-31T02:30+01:00", "winter", how, again=False)
    assert (winter.passed, winter.failed, winter.skipped) == (1, 1, 1), runs.log_of(winter.instant).read_text()
    assert not winter.is_good
    assert "test_broken" in runs.log_of(winter.instant).read_text()
    anew = runs.run_at("2027-10-31T02:30+01:00", "winter", how, again=True)
    assert (anew.passed, anew.failed, anew.skipped) == (0, 1, 0), "only what had failed"
    lines = runs.table([summer, winter]).splitlines()
    assert lines[1].split()[:4] == ["2027-10-31T02:30+02:00", "2", "0", "1"]
    assert lines[2].endswith("winter (pytest ended with 1)")


def test_a_run_without_tests_is_not_good(tmp_path):
    (tmp_path / "test_empty.py").write_text("")
    assert not runs.run_at("2027-01-03T00:20", "", [str(tmp_path)], again=False).is_good


@pytest.mark.parametrize("text", ["tomorrow", "2027-03-28T02:30"])
def test_what_is_no_time_in_stockholm_is_refused(text):
    command = [sys.executable, "-m", "tests.any_day", text]
    refused = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=PATIENCE)
    assert refused.returncode == 2
    assert f"{text} is no time" in refused.stderr


def test_the_instants_are_what_they_are_called():
    moments = {text: instant.read(text).astimezone(instant.STOCKHOLM) for text in INSTANTS}
    days = {text: (moment.isoweekday(), moment.month, moment.day) for text, moment in moments.items()}
    sunday, friday = 7, 5
    assert (sunday, 2, 28) in days.values()
    assert {(12, 24), (12, 31), (2, 29)} <= {(month, day) for _, month, day in days.values()}
    assert (friday, 5, 1) in days.values()
    forward = moments["2027-03-28T01:59"]
    assert datetime.fromtimestamp(forward.timestamp() + 60, instant.STOCKHOLM).hour == 3, "02 is skipped"
    twice = [text for text in INSTANTS if text.startswith("2027-10-31T02:30")]
    assert moments[twice[0]].replace(tzinfo=None) == moments[twice[1]].replace(tzinfo=None)
    assert moments[twice[1]].timestamp() - moments[twice[0]].timestamp() == 3600


def test_a_postgresql_that_a_process_starts_has_the_time_of_the_test(moved_process):
    ahead, said = moved_process
    begun = datetime.fromisoformat(said)
    assert abs(begun.timestamp() - instant.real_time() - ahead) < PATIENCE


@pytest.fixture
def moved_process(tmp_path: Path, monkeypatch) -> tuple[float, str]:
    """How far a process was to be ahead, and what time the server it started had."""
    if instant.faketime_library() is None:
        pytest.skip("libfaketime is not installed (apt-get install faketime)")
    ahead = 1_000_000.0 + instant.seconds_ahead()
    monkeypatch.setenv(instant.VARIABLE, "2027-01-03T00:20")
    environment = {"PATH": "/usr/bin:/bin", **instant.for_processes(), instant.AHEAD: str(ahead)}
    program = """
import tempfile
from pathlib import Path
from jobbtorg.embedded.places import Places
from jobbtorg.embedded.postgres import Postgres
folder = Path(tempfile.mkdtemp(prefix="jobbtorg-clock-", dir="/tmp"))
folder.chmod(0o755)
server = Postgres(Places(folder / "data"), durable=False)
server.start()
try:
    with server.connect() as connection:
        print(connection.execute("SELECT now()").fetchone()[0].isoformat())
finally:
    server.stop()
    server.places.remove_all()
    folder.rmdir()
"""
    finished = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=PATIENCE
    )
    assert finished.returncode == 0, finished.stderr
    return ahead, finished.stdout.strip()
