"""At which instant the tests of a run begin, where they do not set the time themselves.

A test that depends on the day it is run on fails on a Sunday, at the end of a month or at midnight although nothing has
changed. `TEST_NOW=2027-01-03T00:20` (local time in Stockholm; with an offset, `2027-10-31T02:30+01:00`, where that time
comes twice) lets every test begin at that instant. The clock goes on from there: in this process, in the test database
(tests/moved_clocks.py), in the browser's pages (tests/browser/conftest.py), in the processes that a test starts and
that call `follow` or were given `for_processes`, and in the PostgreSQL servers which these start (`move_servers`). Only
Valkey keeps the real time: what is stored there with a date (the queue) has the dates that its clients gave it.
"""

from __future__ import annotations

import datetime
import os
import subprocess
import time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import time_machine

STOCKHOLM = ZoneInfo("Europe/Stockholm")
VARIABLE = "TEST_NOW"
AHEAD = "TEST_SECONDS_AHEAD"
SERVERS = {"initdb", "pg_ctl", "postgres"}
STARTUP = Path(__file__).parent / "any_day" / "startup"


def asked_for() -> datetime.datetime | None:
    """The instant that the environment names, or None; raises ValueError for what is no time."""
    if not (text := os.environ.get(VARIABLE)):
        return None
    return read(text)


def read(text: str) -> datetime.datetime:
    """The moment written so, in UTC; raises ValueError for what is no time, nor one in Stockholm."""
    local = datetime.datetime.fromisoformat(text)
    # In UTC: a destination in a time zone would set the time zone of the process as well.
    moment = local.replace(tzinfo=local.tzinfo or STOCKHOLM).astimezone(datetime.UTC)
    if local.tzinfo is None and moment.astimezone(STOCKHOLM).replace(tzinfo=None) != local:
        raise ValueError("the clocks of Stockholm skip that time")
    return moment


def real_time() -> float:
    """Seconds since 1970 by the machine's clock, however far the tests have travelled."""
    if not time_machine.escape_hatch.is_travelling():
        return time.time()
    now: float = time_machine.escape_hatch.time.time()
    return now


def seconds_ahead() -> float:
    """How far this process's clock is ahead of the real one."""
    return time.time() - real_time()


def is_moved() -> bool:
    """Whether this process's clock is not the machine's."""
    return abs(seconds_ahead()) > 1


def follow() -> None:
    """In a process that a test has started: let its clock run as far ahead as the test's did when it began."""
    if (ahead := os.environ.get(AHEAD)) and not time_machine.escape_hatch.is_travelling():
        time_machine.travel(time.time() + float(ahead), tick=True).start()


def faketime_library() -> Path | None:
    """Debian's libfaketime, which gives a program that is not Python another time; None where it is not installed."""
    found = sorted(Path("/usr/lib").glob("**/faketime/libfaketimeMT.so.1"))
    return found[0] if found else None


def for_processes() -> dict[str, str]:
    """For the environment of a process that starts a PostgreSQL of its own, so that both have the time of the test.

    Empty where the clocks are not moved, or where PostgreSQL's cannot be: half of them moved would be no possible day.
    """
    if not os.environ.get(VARIABLE) or faketime_library() is None:
        return {}
    return {AHEAD: str(seconds_ahead()), "PYTHONPATH": str(STARTUP)}


def move_servers(*, except_in: str = "") -> None:
    """From now on a PostgreSQL that this process starts has the process's time; not one with data below `except_in`.

    The product gives its servers an environment of its own (jobbtorg/embedded/postgres.py), so that a variable in ours
    does not reach them.
    """
    library = faketime_library()
    if library is None or not (os.environ.get(AHEAD) or os.environ.get(VARIABLE)):
        return
    start: Any = subprocess.Popen.__init__

    def start_moved(process: Any, args: Any, *rest: Any, env: dict[str, str] | None = None, **options: Any) -> None:
        command = [str(part) for part in args] if isinstance(args, list | tuple) else []
        is_ours = bool(except_in) and any(part.startswith(except_in) for part in command[1:])
        if command and Path(command[0]).name in SERVERS and not is_ours:
            moved = {
                "LD_PRELOAD": str(library),
                "FAKETIME": f"{seconds_ahead():+.3f}s",
                "FAKETIME_DONT_FAKE_MONOTONIC": "1",
                "NO_FAKE_STAT": "1",
            }
            env = (dict(os.environ) if env is None else env) | moved
        start(process, args, *rest, env=env, **options)

    subprocess.Popen.__init__ = start_moved  # type: ignore[method-assign]
