"""Processes that work on the database of a test from outside, and may be killed while they do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from django.db import connection

from tests.platform.conftest import PATIENCE, PROJECT


def environment(**more: str) -> dict[str, str]:
    """The environment of a process that works on this test's database and listens to queues of its own."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.deadlines.outside_settings",
        "OUTSIDE_DATABASE": connection.settings_dict["NAME"],
        "OUTSIDE_QUEUE": f"test-{uuid.uuid4()}",
        "PYTHONPATH": str(PROJECT),
        **more,
    }


def is_alive(process: int) -> bool:
    """Whether it still runs, or has ended just now and nobody has taken notice."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def kill(process: int) -> None:
    """Without mercy; one that has ended by itself is left alone."""
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


@contextmanager
def forks(command: str, env: dict[str, str]) -> Iterator[Callable[[int], int]]:
    """Inside, each call starts `manage.py COMMAND` in a process of its own and gives its id."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.deadlines.killable", command],
        cwd=PROJECT,
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert "ready\n" in iter(process.stdout.readline, "")

    def begin(batch: int) -> int:
        process.stdin.write(f"{batch}\n")
        process.stdin.flush()
        while not (line := process.stdout.readline()).strip().isdigit():
            assert line, "the process that forks is gone"
        return int(line)

    yield begin
    process.stdin.close()
    process.stdout.close()
    assert process.wait(PATIENCE) == 0
