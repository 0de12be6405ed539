"""What `make demo` shows while it prepares: a sign of life for what takes long, and a table in the end."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import time
from typing import Any

import pytest

from jobbtorg.embedded import steps
from jobbtorg.embedded.steps import Steps
from tests.platform.conftest import PROJECT, clean_environment

LONG_STEP = """
import sys
sys.path.insert(0, "jobbtorg/embedded")
import steps
steps.LONG_STEP = 1
with steps.STEPS.step("Baking"):
    sys.stdin.readline()
    steps.STEPS.write("Half of it is done.")
"""


def baking(**output: Any) -> subprocess.Popen[bytes]:
    """The long step, which ends when it is sent a line."""
    command = [sys.executable, "-c", LONG_STEP]
    return subprocess.Popen(command, cwd=PROJECT, env=clean_environment(), stdin=subprocess.PIPE, **output)


def test_the_table_shows_what_took_how_long_also_in_the_program_before() -> None:
    begun = Steps(f"{time.time() - 20}\n12.34 Python packages (demo)\n0.01 Reference data")
    began = time.monotonic()
    with begun.step("Demo data"):
        time.sleep(0.1)
    took = time.monotonic() - began
    begun.note("Web server", 1.5)
    lines = [line.rsplit(maxsplit=2) for line in begun.table().splitlines()]
    assert [what for what, *_ in lines] == ["Python packages (demo)", "Demo data", "Web server", "Altogether"]
    assert [float(lines[0][1]), float(lines[2][1])] == [12.3, 1.5]
    assert 0.1 <= float(lines[1][1]) <= round(took, 1)
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
    with baking(stdout=subprocess.PIPE, stderr=subprocess.PIPE) as it:
        life = it.stdout.readline().decode()
        time.sleep(1.5)  # a second sign would come after five seconds
        said, complaints = it.communicate(b"\n")
    assert complaints == b""
    assert life.startswith("Baking … ")
    assert said.decode() == "Half of it is done.\n"


def test_a_terminal_has_one_line_that_changes_and_gives_way() -> None:
    ours, theirs = pty.openpty()
    with baking(stdout=theirs) as it:
        os.close(theirs)
        shown = b""
        while True:
            try:
                shown += os.read(ours, 1000)
            except OSError:  # how Linux says that nobody writes to it any more
                break
            if shown.count("Baking … ".encode()) >= 2 and not it.stdin.closed:
                it.stdin.write(b"\n")
                it.stdin.close()
        assert it.wait() == 0
    os.close(ours)
    text = shown.decode()
    assert "\n" not in text[: text.index("Half")], "one line"
    assert "\r\033[KHalf of it is done.\r\n" in text
    assert text.endswith("\r\033[K")
