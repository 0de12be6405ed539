"""Builds a city in a database of its own, measures, and drops it: `python -m tests.bench [--cases N] [name …]`."""

from __future__ import annotations

import argparse
import os
import sys
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
os.environ.setdefault("TEST_DB_SUFFIX", "bench")

import django

django.setup()

from django.db import connection  # noqa: E402 - models exist only after setup
from django.test.utils import setup_test_environment, teardown_test_environment  # noqa: E402

from tests.bench import history, morning, row_security, sweep  # noqa: E402
from tests.bench.city import build_city  # noqa: E402

IN_A_CITY = {"row-security": row_security.run, "history": history.run}
BENCHES = ["sweep", "morning", *IN_A_CITY]


def main() -> int:
    """Exit code 0 whatever the figures are: they are to be read, and no machine's speed fails a build."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--clocks", type=int, nargs="+", default=[10_000, 100_000, 1_000_000], help="for the sweep")
    parser.add_argument("names", nargs="*", help=f"which of {', '.join(BENCHES)}; default: all")
    chosen = parser.parse_args()
    setup_test_environment(debug=False)
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    names = chosen.names or BENCHES
    try:
        if "sweep" in names:
            sys.stdout.write("\nsweep\n")
            sweep.run(chosen.clocks)
        if "morning" in names:
            sys.stdout.write("\nmorning\n")
            morning.run()
        if set(names) & set(IN_A_CITY):
            start = time.perf_counter()
            build_city(chosen.cases)
            sys.stdout.write(f"\n{chosen.cases} cases in {name}, built in {time.perf_counter() - start:.0f} s\n")
        for bench in IN_A_CITY:
            if bench in names:
                sys.stdout.write(f"\n{bench}\n")
                IN_A_CITY[bench]()
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
        teardown_test_environment()
    return 0


if __name__ == "__main__":
    sys.exit(main())
