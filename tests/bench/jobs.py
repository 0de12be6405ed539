"""Run by the bench as a process of its own: does a job of the worker's twice; a line of JSON for each time."""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from core.workdays import previous_working_day  # noqa: E402
from deadlines.jobs import sweep as sweeping  # noqa: E402
from deadlines.jobs.warnings import warn  # noqa: E402
from deadlines.models import DeadlineClock  # noqa: E402
from organisation.access.acting import System, acting_for  # noqa: E402
from organisation.reference_tables.calendar import stored_holiday  # noqa: E402
from oversight.digest import DigestResult, write_digest  # noqa: E402

NICETIES = (
    r"\n *ORDER BY [^\n]*\n *LIMIT [^\n]*\n *FOR UPDATE SKIP LOCKED",
    r"\n *ON CONFLICT [^\n]* DO NOTHING",
)


def bare_statement() -> str:
    """The sweep's statement, all rows at once and on trust that nobody else is at work."""
    statement = sweeping.stamping()
    for nicety in NICETIES:
        statement, removed = re.subn(nicety, "", statement)
        assert removed, f"the sweep no longer says {nicety}"
    return statement


def bare() -> sweeping.SweepResult:
    """Find and stamp everything in one statement and one transaction."""
    with acting_for(System.SWEEP), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")  # a million clocks take it longer than a job's statement may
        cursor.execute(bare_statement(), sweeping._parameters(timezone.localdate()))
        return sweeping.SweepResult(*cursor.fetchone())


def morning() -> DigestResult:
    """The letters of the last working day, whatever day it is now."""
    return write_digest(on=previous_working_day(timezone.localdate(), stored_holiday))


def _megabytes() -> float:
    """The most this process has had in memory so far, without what the one that started it had (Linux)."""
    words = Path("/proc/self/status").read_text().split()
    return int(words[words.index("VmHWM:") + 1]) / 1024


def small_things_first() -> None:
    """What any session has done before: changed one row. Functions of the database are planned by their first use."""
    with acting_for(System.SWEEP):
        DeadlineClock.objects.filter(pk=DeadlineClock.objects.order_by("-pk").values("pk")[:1]).update(covered=True)


connection.ensure_connection()
small_things_first()
WORK: dict[str, Callable[[], Any]] = {
    "bare": bare,
    "sweep": lambda: sweeping.sweep(on=timezone.localdate()),
    "warnings": lambda: warn(on=timezone.localdate()),
    "letters": morning,
}
work = WORK[sys.argv[1]]
for _ in range(2):
    before, start = _megabytes(), time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    figures = {"seconds": seconds, "before": before, "peak": _megabytes()}
    print(json.dumps({**figures, **asdict(result)}), flush=True)
