"""Warnings and the morning's letters, on as many open clocks as the city has and on ten times as many."""

from __future__ import annotations

import sys
from typing import Any

from django.db import connection

from tests.bench.clocks import build_clocks
from tests.bench.databases import copy_of
from tests.bench.sweep import measured, print_row

CITY = 8_655
"""The city's open cases in 2008."""

HEADINGS = ("clocks", "near", "notices", "warn s", "again ms", "letters", "write ms")


def run() -> dict[str, Any]:
    """Print a line for each size; gives the seconds of warning and the milliseconds of warning anew and of letters."""
    base = connection.settings_dict["NAME"]
    print_row(*HEADINGS)
    found = {}
    for clocks in (CITY, 10 * CITY):
        with copy_of(base, f"{base}_full"):
            build_clocks(clocks)
            (first, second), (letters, _) = measured("warnings"), measured("letters")
        again = 1000 * second["seconds"]
        told = (first["near"], first["notices"], f"{first['seconds']:.2f}", f"{again:.0f}")
        print_row(clocks, *told, letters["letters"], f"{1000 * letters['seconds']:.0f}")
        found[f"{clocks} open clocks"] = {
            "warnings, s": round(first["seconds"], 2),
            "again, ms": round(again),
            "letters, ms": round(1000 * letters["seconds"]),
        }
        assert second["notices"] == 0, "what has been warned of is not told again"
    sys.stdout.flush()
    return found
