"""What locust measured, as figures: the times of each page and of all of them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

PERCENTS = (50, 95, 99)


def read_figures(stats: Path, errors: Path) -> dict[str, Any]:
    """Times in milliseconds: `p50`, `p95`, `p99`, by page and over all; how many pages were asked for and failed.

    `stats` is what locust writes as JSON, `errors` what our locustfile does. Locust keeps times above 100 ms to two
    digits, so that 204 ms are 200.
    """
    pages, all_times = {}, Counter[float]()
    for entry in json.loads(stats.read_text()):
        times = Counter({float(time): count for time, count in entry["response_times"].items()})
        all_times += times
        pages[entry["name"]] = {
            "requests": entry["num_requests"],
            "failures": entry["num_failures"],
            **_percentiles(times),
        }
    return {
        "requests": sum(page["requests"] for page in pages.values()),
        "failures": sum(page["failures"] for page in pages.values()),
        **_percentiles(all_times),
        "pages": dict(sorted(pages.items())),
        "errors": json.loads(errors.read_text()),
    }


def _percentiles(times: Counter[float]) -> dict[str, float | None]:
    """The time within which so many percent of the answers came; None where there was none."""
    return {f"p{percent}": _within(times, percent) for percent in PERCENTS}


def _within(times: Counter[float], percent: int) -> float | None:
    wanted, seen = times.total() * percent / 100, 0
    for time in sorted(times):
        seen += times[time]
        if seen >= wanted:
            return time
    return None
