"""Run the whole suite as if it were another day: `python -m tests.any_day [INSTANT …] [--again] [-- PYTEST OPTIONS]`.

Every test then begins at that instant (tests/instant.py), written as 2027-01-03T00:20 in the time of Stockholm. Without
an instant, the suite is run at each of those in tests/any_day/instants.py, one after the other.
"""

from __future__ import annotations

import argparse
import sys

from tests import instant
from tests.any_day.instants import INSTANTS
from tests.any_day.runs import log_of, run_at, table

WHOLE_SUITE = ["-n", "2"]


def main() -> int:
    """0 when no test failed at any of the instants."""
    parser = argparse.ArgumentParser(prog="python -m tests.any_day", description=__doc__)
    parser.add_argument("instants", nargs="*", metavar="INSTANT", help=f"default: {', '.join(INSTANTS)}")
    parser.add_argument("--again", action="store_true", help="only the tests that failed at the instant the last time")
    own, given = _split(sys.argv[1:])
    chosen = parser.parse_args(own)
    for text in chosen.instants:
        try:
            instant.read(text)
        except ValueError as error:
            parser.error(f"{text} is no time ({error}); write it as 2027-01-03T00:20")
    if instant.faketime_library() is None:
        parser.error("PostgreSQL servers that tests start need libfaketime for another time (apt-get install faketime)")
    runs = []
    for text in chosen.instants or INSTANTS:
        say(f"{text}: {log_of(text)} …")
        runs.append(run_at(text, INSTANTS.get(text, ""), given or WHOLE_SUITE, again=chosen.again))
        say(f"{text}: {runs[-1].passed} passed, {runs[-1].failed} failed")
    say("\n" + table(runs))
    return 0 if all(run.is_good for run in runs) else 1


def _split(arguments: list[str]) -> tuple[list[str], list[str]]:
    """Ours, and after `--` pytest's."""
    at = arguments.index("--") if "--" in arguments else len(arguments)
    return arguments[:at], arguments[at + 1 :]


def say(text: str) -> None:
    """Progress, at once also where the output goes to a file."""
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
