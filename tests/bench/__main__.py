"""How fast the product is, as ratios: `make bench`, or `python -m tests.bench [--parts …] [--scale …] [--json FILE]`.

Each part can be measured alone; what was measured is added to var/bench/results.json. The exit code is 1 if a figure
that has a goal misses it (tests/bench/goals.py).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
os.environ.setdefault("EMBEDDED_DIR", str(ROOT / "var" / "bench"))

import django  # noqa: E402 - the settings are named above

django.setup()

from django.core.management import call_command  # noqa: E402 - models exist only after setup
from django.test.utils import setup_test_environment  # noqa: E402

from tests.bench import base, history, importing, morning, row_security, sweep  # noqa: E402
from tests.bench.cities import city_of  # noqa: E402
from tests.bench.databases import connected_to, exists, make_database, remove_database  # noqa: E402
from tests.bench.goals import judged  # noqa: E402
from tests.bench.pages import running as pages  # noqa: E402
from tests.bench.report import write_document  # noqa: E402

RESULTS = ROOT / "var" / "bench" / "results.json"
IN_A_CITY = {"base": base.run, "row-security": row_security.run, "history": history.run, "import": importing.run}
PARTS = ("pages", *IN_A_CITY, "load", "sweep", "morning")
SCALES, OF_ONE_SCALE = ("0.1", "1", "10"), "1"
OF_IMPORT = "0.1"
"""Of the city that lists are brought into: larger ones have used up the test numbers."""


def main() -> int:
    """Measure the parts asked for; 1 if a goal is missed."""
    chosen = _arguments()
    setup_test_environment(debug=False)
    results: dict[str, Any] = json.loads(chosen.results.read_text()) if chosen.results.exists() else {}
    results |= {"commit": _commit(), "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}"}
    for part in chosen.parts:
        sys.stdout.write(f"\n{part}\n")
        sys.stdout.flush()
        if part == "pages":
            for scale in chosen.scale:
                with city_of(float(scale)):
                    sys.stdout.write(f" scale {scale}\n")
                    results.setdefault("pages", {})[scale] = pages.run()
        elif part in IN_A_CITY:
            standard = OF_IMPORT if part == "import" else OF_ONE_SCALE
            with city_of(float(chosen.scale[0] if len(chosen.scale) == 1 else standard)):
                results[part] = IN_A_CITY[part]()
        elif part == "load":
            results[part] = _load(chosen)
        else:
            results[part] = _on_clocks(part, chosen.clocks)
        chosen.results.parent.mkdir(parents=True, exist_ok=True)
        chosen.results.write_text(json.dumps(results, indent=1, ensure_ascii=False))
    before = json.loads(chosen.before.read_text()) if chosen.before else None
    if chosen.docs:
        write_document(results, before)
    return _say(results, chosen.parts)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--scale", nargs="+", default=SCALES, help="of the measured cities")
    parser.add_argument("--clocks", type=int, nargs="+", default=[10_000, 100_000, 1_000_000], help="for the sweep")
    parser.add_argument("--users", type=int, nargs="+", default=[20, 40, 80], help="for the load")
    parser.add_argument("--seconds", type=int, default=60, help="of each load")
    parser.add_argument("--json", dest="results", type=Path, default=RESULTS, help="where the figures are added")
    parser.add_argument("--before", type=Path, help="figures to compare with")
    parser.add_argument("--docs", action="store_true", help="write docs/benchmarks.md")
    return parser.parse_args()


def _load(chosen: argparse.Namespace) -> dict[str, Any]:
    from tests.bench.load import run

    scale = float(chosen.scale[0] if len(chosen.scale) == 1 else OF_ONE_SCALE)
    return {str(users): run(scale=scale, users=users, seconds=chosen.seconds) for users in chosen.users}


def _on_clocks(part: str, clocks: list[int]) -> dict[str, Any]:
    """Sweep and morning build what they need on copies of a database that is migrated and empty."""
    name = "bench_empty"
    if exists(name):
        remove_database(name)
    make_database(name)
    try:
        with connected_to(name):
            call_command("migrate", verbosity=0)
            return sweep.run(clocks) if part == "sweep" else morning.run()
    finally:
        remove_database(name)


def _commit() -> str:
    told = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return told.stdout.strip() or "unknown"


def _say(results: dict[str, Any], parts: list[str]) -> int:
    of_parts = {*parts, *(("growth", "statistics") if "pages" in parts else ())}
    every = [one for one in judged(results) if one.part in of_parts]
    for one in every:
        verdict = "ok" if one.is_kept else "MISSED"
        sys.stdout.write(f"{verdict:<7} {one.part}: {one.name}: {one.figure:g} (at most {one.goal:g})\n")
    missed = sum(not one.is_kept for one in every)
    sys.stdout.write(f"\n{len(every) - missed} of {len(every)} goals kept\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
