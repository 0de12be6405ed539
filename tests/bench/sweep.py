"""The sweep against one bare statement that finds and stamps the same rows, and how both grow.

The bare statement is the sweep's own without what lets it be killed, repeated and run twice at once: no batches, no row
locks, no conflicts to ask about. It writes the same rows through the same indexes, triggers and policies. Both begin on
copies of one database, each in a process of its own, whose peak memory is its own.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from django.db import connection

from organisation.access.database_roles import WORKER
from tests.bench.clocks import build_clocks
from tests.bench.databases import copy_of

Runs = tuple[dict[str, Any], dict[str, Any]]

ROUNDS, MANY = 3, 100_000
"""So many rounds, one where there are more clocks than that: it takes minutes."""

HEADINGS = ("clocks", "late", "bare s", "sweep s", "ratio", "again: bare ms", "sweep ms", "MB before", "MB peak")


def measured(how: str) -> Runs:
    """A first run and one that finds nothing new, in one process of their own, as the worker's role."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.deadlines.outside_settings",
        "OUTSIDE_DATABASE": connection.settings_dict["NAME"],
        "OUTSIDE_QUEUE": "none",
        "OUTSIDE_ROLE": WORKER,
    }
    command = [sys.executable, "-m", "tests.bench.jobs", how]
    finished = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    first, again = (json.loads(line) for line in finished.stdout.splitlines())
    return first, again


def _compare(clocks: int) -> float:
    base = connection.settings_dict["NAME"]
    runs: dict[str, list[Runs]] = {"bare": [], "sweep": []}
    with copy_of(base, f"{base}_full"):
        build_clocks(clocks)
        for _ in range(ROUNDS if clocks <= MANY else 1):
            for how, found in runs.items():
                with copy_of(f"{base}_full", f"{base}_run"):
                    found.append(measured(how))
    done = {(first["breached"], first["notices"], again["breached"]) for both in runs.values() for first, again in both}
    [(late, _, nothing)] = done  # the same each time, or it is no comparison
    assert (late, nothing) == (clocks // 5, 0), done
    bare, swept = (statistics.median(first["seconds"] for first, _ in runs[how]) for how in runs)
    again = [1000 * statistics.median(second["seconds"] for _, second in runs[how]) for how in runs]
    before, peak = (max(first[memory] for first, _ in runs["sweep"]) for memory in ("before", "peak"))
    figures = (f"{bare:.2f}", f"{swept:.2f}", f"{swept / bare:.2f}", *(f"{ms:.1f}" for ms in again))
    print_row(clocks, late, *figures, f"{before:.0f}", f"{peak:.0f}")
    return swept / bare


def print_row(*cells: object) -> None:
    sys.stdout.write("".join(f"{cell!s:>15}" for cell in cells) + "\n")
    sys.stdout.flush()


def run(sizes: Sequence[int]) -> dict[str, Any]:
    """Print a line for each number of open clocks; gives the ratio at the largest."""
    sys.stdout.write(f"medians of {ROUNDS}, one run above {MANY}\n")
    print_row(*HEADINGS)
    return {"clocks": sizes[-1], "ratio": round([_compare(size) for size in sizes][-1], 2)}
