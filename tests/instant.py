"""At which instant the tests of a run begin, where they do not set the time themselves.

A test that depends on the day it is run on fails on a Sunday, at the end of a month or at midnight although nothing has
changed. `TEST_NOW=2027-01-03T00:20` (local time in Stockholm) lets every test begin at that instant; the clock goes on
from there, in this process, in the test database (tests/moved_clocks.py), and in the processes that a test starts and
that call `follow`. The browser and other processes keep the real time.
"""

from __future__ import annotations

import datetime
import os
import time
from zoneinfo import ZoneInfo

import time_machine

STOCKHOLM = ZoneInfo("Europe/Stockholm")
VARIABLE = "TEST_NOW"
AHEAD = "TEST_SECONDS_AHEAD"


def asked_for() -> datetime.datetime | None:
    """The instant that the environment names, or None; raises ValueError for what is no time."""
    if not (text := os.environ.get(VARIABLE)):
        return None
    local = datetime.datetime.fromisoformat(text)
    # In UTC: a destination in a time zone would set the time zone of the process as well.
    return local.replace(tzinfo=local.tzinfo or STOCKHOLM).astimezone(datetime.UTC)


def real_time() -> float:
    """Seconds since 1970 by the machine's clock, however far the tests have travelled."""
    if not time_machine.escape_hatch.is_travelling():
        return time.time()
    now: float = time_machine.escape_hatch.time.time()
    return now


def seconds_ahead() -> float:
    """How far this process's clock is ahead of the real one."""
    return time.time() - real_time()


def follow() -> None:
    """In a process that a test has started: let its clock run as far ahead as the test's did when it began."""
    if ahead := os.environ.get(AHEAD):
        time_machine.travel(time.time() + float(ahead), tick=True).start()
