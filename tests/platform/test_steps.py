"""What `make demo` shows while it prepares: a sign of life for what takes long, and a table in the end."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import time

import pytest

from jobbtorg.embedded import steps
from jobbtorg.embedded.steps import Steps
from tests.platform.conftest import PROJECT, clean_environment

LONG_STEP = """
import sys, time
sys.path.insert(0, "jobbtorg/embedded")
import steps
steps.LONG_STEP = 1
with steps.STEPS.step("Baking"):
    time.sleep(2.5)
    steps.STEPS.write("Half of it is done.")
"""


def test_the_table_shows_what_took_how_long_also_in_the_program_before() -> None:
    begun = Steps(f"{time.time() - 20}\n12.34 Python packages (demo)\n0.01 Reference data")
    with begun.step("Demo data"):
        time.sleep(0.1)
    begun.note("Web server", 1.5)
    lines = [line.rsplit(maxsplit=2) for line in begun.table().splitlines()]
    assert [what for what, *_ in lines] == ["Python packages (demo)", "Demo data", "Web server", "Altogether"]
    assert [float(seconds) for _, seconds, _ in lines[:3]] == [12.3, 0.1, 1.5]
    assert 20 <= float(lines[3][1]) < 60


def test_a_quick_start_has_no_table() -> None:
    begun = Steps()
    with begun.step("Demo data"):
        time.sleep(0.1)
    assert begun.table() == ""


def test_the_times_are_handed_on_once(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = Steps(str(time.time() - 20))
    begun.note("Python environment", 2.25)
    monkeypatch.setenv(steps.SO_FAR, "")
    begun.carry_on()
    script = "import os; from jobbtorg.embedded import steps; print(steps.STEPS.table(), dict(os.environ))"
    shown = subprocess.run(
        [sys.executable, "-c", script.replace("from jobbtorg.embedded import", "import")],
        cwd=PROJECT / "jobbtorg" / "embedded",
        env=clean_environment(**{steps.SO_FAR: os.environ[steps.SO_FAR]}),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "Python environment" in shown
    assert steps.SO_FAR not in shown


def test_a_log_gets_a_line_now_and_then() -> None:
    shown = subprocess.run(
        [sys.executable, "-c", LONG_STEP], cwd=PROJECT, env=clean_environment(), capture_output=True, text=True
    )
    assert shown.stderr == ""
    life, said = shown.stdout.splitlines()
    assert life.startswith("Baking … ")
    assert said == "Half of it is done."


def test_a_terminal_has_one_line_that_changes_and_gives_way() -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen([sys.executable, "-c", LONG_STEP], cwd=PROJECT, env=clean_environment(), stdout=theirs) as it:
        os.close(theirs)
        shown = b""
        while True:
            try:
                shown += os.read(ours, 1000)
            except OSError:  # how Linux says that nobody writes to it any more
                break
        assert it.wait() == 0
    os.close(ours)
    text = shown.decode()
    assert text.count("Baking … ") >= 2
    assert "\n" not in text[: text.index("Half")], "one line"
    assert "\r\033[KHalf of it is done.\r\n" in text
    assert text.endswith("\r\033[K")
