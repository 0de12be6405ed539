"""How busy a server was: the processor's time, which does not depend on what else the machine does."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress

import psutil


class Busy:
    """From its making on; each server is named and given by its first process, and its children count as well."""

    def __init__(self, servers: Mapping[str, psutil.Process]) -> None:
        self._servers = servers
        self._before = {name: _seconds(process) for name, process in servers.items()}
        self._began = time.monotonic()

    def cores(self) -> dict[str, float]:
        """How many cores each has kept busy on average."""
        passed = time.monotonic() - self._began
        return {
            name: round((_seconds(process) - self._before[name]) / passed, 2) for name, process in self._servers.items()
        }


def _seconds(process: psutil.Process) -> float:
    """What it and its children have used, those included that have ended."""
    used = 0.0
    for one in [process, *process.children(recursive=True)]:
        with suppress(psutil.NoSuchProcess):
            times = one.cpu_times()
            used += times.user + times.system + times.children_user + times.children_system
    return used
