"""Rehearses the faults on a database of its own and drops it: `python -m tests.faults [--rounds N] [name …]`."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
os.environ.setdefault("TEST_DB_SUFFIX", "faults")

import django

django.setup()

from django.db import connection  # noqa: E402 - models exist only after setup
from django.test.utils import setup_test_environment, teardown_test_environment  # noqa: E402

from tests.faults import rehearsals  # noqa: E402
from tests.faults.figures import Figure, table  # noqa: E402
from tests.faults.stage import Stage  # noqa: E402

REHEARSALS: dict[str, Callable[[Stage, int], list[Figure]]] = {
    "workers-killed": lambda stage, rounds: rehearsals.workers_killed(stage, rounds=rounds, clocks=300),
    "three-beats": lambda stage, _: rehearsals.three_beats(stage, seconds=60),
    "queue-lost": lambda stage, _: rehearsals.queue_lost(stage, clocks=5_000, every=""),
    "child-killed": lambda stage, _: rehearsals.child_killed(stage, clocks=2_000),
    "three-days-away": lambda stage, _: rehearsals.three_days_away(stage, clocks=2_000),
}


def _rehearse(name: str, rounds: int) -> bool:
    start = time.monotonic()
    with Stage() as stage:
        figures = REHEARSALS[name](stage, rounds)
    sys.stdout.write(f"\n{name} ({time.monotonic() - start:.0f} s)\n{table(figures)}\n")
    sys.stdout.flush()
    return all(figure.is_kept for figure in figures)


def main() -> int:
    """0 when every figure is as promised."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--rounds", type=int, default=100, help="of killed workers")
    parser.add_argument("names", nargs="*", help=f"which of {', '.join(REHEARSALS)}; default: all")
    chosen = parser.parse_args()
    setup_test_environment(debug=False)
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        kept = [_rehearse(one, chosen.rounds) for one in chosen.names or REHEARSALS]
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
        teardown_test_environment()
    sys.stdout.write("\nAll as promised.\n" if all(kept) else "\nSomething deviates from what is promised.\n")
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
