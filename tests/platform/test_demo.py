"""`make demo`: the supervisor starts everything, says where to go, and leaves nothing behind."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from jobbtorg.embedded.demo import MARK
from jobbtorg.embedded.places import Places
from jobbtorg.embedded.postgres import Postgres
from jobbtorg.embedded.processes import marked
from jobbtorg.embedded.valkey import Valkey
from tests.platform.conftest import PATIENCE, PROJECT, eventually

pytestmark = pytest.mark.servers
COMMAND = [sys.executable, "-m", "jobbtorg.embedded", "demo"]
UP = "Ctrl-C stops everything."


@pytest.fixture
def places() -> Iterator[Places]:
    """The demo's data, apart from a developer's own."""
    folder = Path(tempfile.mkdtemp(prefix="jobbtorg-demo-", dir="/tmp"))
    folder.chmod(0o755)
    found = Places(folder / "data")
    yield found
    for process in marked(MARK, str(found.root)):
        process.kill()
    for server in (Postgres(found, durable=False), Valkey(found, durable=False)):
        server.stop()
    found.remove_all()
    shutil.rmtree(folder)


@pytest.fixture
def environment(places: Places, production: dict[str, str], free_port: Callable[[], int]) -> dict[str, str]:
    """A demo's settings."""
    embedded = {"DATABASE_URL": "", "REDIS_URL": "", "EMBEDDED_DIR": str(places.root), "EMBEDDED_DURABLE": "false"}
    demo = {"DEBUG": "true", "DEMO_MODE": "true", "ALLOWED_HOSTS": "localhost", "PORT": str(free_port())}
    return production | embedded | demo | {"EMAIL_URL": "consolemail://"}


def says(log: Path, words: str) -> bool:
    return words in log.read_text()


def up(log: Path) -> str:
    """Wait until the demo has said where to go; returns all that it said."""
    eventually(partial(says, log, UP), log.read_text)
    return log.read_text()


def nothing_is_left(places: Places) -> bool:
    servers = (Postgres(places, durable=False), Valkey(places, durable=False))
    return not list(marked(MARK, str(places.root))) and not any(server.answers() for server in servers)


def test_the_demo_comes_up_keeps_its_data_and_leaves_nothing(places, environment, start: Callable[..., Any], tmp_path):
    for run, end in enumerate([signal.SIGINT, signal.SIGTERM]):
        log = tmp_path / f"{run}.log"
        supervisor = start(*COMMAND, env=environment, log=log.name)
        said = up(log)
        assert f"http://localhost:{environment['PORT']}" in said
        assert ("Making the demo data" in said) is (run == 0)
        with urllib.request.urlopen(f"http://localhost:{environment['PORT']}/halsa", timeout=PATIENCE) as answer:
            assert answer.status == 200
        eventually(partial(says, log, "celery@"), log.read_text)

        second = subprocess.run(COMMAND, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=PATIENCE)
        assert second.returncode == 1
        assert second.stderr.startswith("The demo is already running")

        # Beat rings on the minute, and a worker that is ended while at work rightly says that it was.
        eventually(lambda: 5 <= time.localtime().tm_sec < 50, lambda: "the clock stands still")
        # As a terminal does: the whole group hears Ctrl-C. A plain SIGTERM reaches the supervisor alone.
        os.killpg(supervisor.pid, end) if end is signal.SIGINT else os.kill(supervisor.pid, end)
        assert supervisor.wait(PATIENCE) == 0, log.read_text()
        assert "Traceback" not in log.read_text()
        assert nothing_is_left(places)


def test_what_a_killed_supervisor_left_is_cleared_away(places, environment, start: Callable[..., Any], tmp_path):
    killed = start(*COMMAND, env=environment, log="killed.log")
    up(tmp_path / "killed.log")
    killed.kill()
    killed.wait(PATIENCE)
    assert list(marked(MARK, str(places.root)))

    second = start(*COMMAND, env=environment, log="second.log")
    assert "that an earlier start had left behind" in up(tmp_path / "second.log")
    os.kill(second.pid, signal.SIGTERM)
    assert second.wait(PATIENCE) == 0
    assert nothing_is_left(places)


def test_a_program_that_ends_ends_the_demo(places, environment, start: Callable[..., Any], tmp_path):
    supervisor = start(*COMMAND, env=environment, log="demo.log")
    up(tmp_path / "demo.log")
    beat = next(process for process in marked(MARK, str(places.root)) if "beat" in process.cmdline())
    beat.kill()
    assert supervisor.wait(PATIENCE) != 0
    assert nothing_is_left(places)
