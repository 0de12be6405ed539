"""Finding, recognising and ending processes, so that a leftover is told from a stranger with the same number."""

import ctypes
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

PR_SET_CHILD_SUBREAPER = 36
"""The number of this request to Linux (linux/prctl.h); Python has no name for it."""


def recognise(pid: int, command: str, mark: str) -> psutil.Process | None:
    """The living process `pid` if its program is `command` and `mark` is among its arguments or in its title.

    A number alone proves nothing: after a crash or in a restarted container it may belong to somebody else.
    """
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE or not process.name().startswith(command):
            return None
        return process if any(mark in part for part in process.cmdline()) else None
    except psutil.Error:
        return None


def read_pid(pid_file: Path) -> int | None:
    """The first line of a pid file as a number, or None where there is no such file or no number in it."""
    try:
        return int(pid_file.read_text().split(maxsplit=1)[0])
    except (OSError, ValueError, IndexError):
        return None


def marked(name: str, value: str) -> Iterator[psutil.Process]:
    """All living processes of ours, except this one, whose environment holds `name=value`."""
    for process in psutil.process_iter():
        try:
            if process.pid != os.getpid() and process.environ().get(name) == value:
                yield process
        except psutil.Error:
            continue


def working_in(folder: Path, command: str) -> Iterator[psutil.Process]:
    """All living processes whose program is `command` and whose working folder is `folder`."""
    for process in psutil.process_iter():
        try:
            if process.name().startswith(command) and Path(process.cwd()) == folder:
                yield process
        except psutil.Error:
            continue


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Ask `condition` until it holds or `seconds` have passed; returns its last answer."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def gone(process: psutil.Process) -> bool:
    """Whether the process has ended (one that only waits to be reaped has)."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def adopt_what_is_left() -> None:
    """Make this process the parent of what its descendants leave running, so that it learns how such a one ended.

    The embedded servers are left so on purpose. Only Linux can do this; elsewhere it is seen that one is gone, not why.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
