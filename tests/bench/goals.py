"""What has been promised, by the name of the figure; a run that misses one says so and fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Judged:
    """One figure beside its goal: at most so much."""

    part: str
    name: str
    figure: float
    goal: float

    @property
    def is_kept(self) -> bool:
        return self.figure <= self.goal


ROW_SECURITY = 1.1
GROWTH = 1.2
FIRST_VISIT_KB = 100
LOAD_MS = {20: (200, 500), 40: (200, 500), 80: (300, 800)}
"""By users: the time within which 95 and 99 of a hundred answers come."""

SWEEP = 1.15
FRAME_MS = {"acting": 1.0, "session and user": 2.0}
STATISTICS_MS = 500
IMPORT = 3.0


def judged(results: dict[str, Any]) -> list[Judged]:
    """Every figure that has a goal, of what has been measured. Pages are judged at scale 1."""
    found = []
    for name, page in results.get("pages", {}).get("1", {}).items():
        found.append(Judged("pages", f"{name}: statements", page["page"]["statements"], page["most_statements"]))
        found.append(Judged("pages", f"{name}: × the bare view", times_the_bare(page), page["most_times"]))
        if name == "Statistik":
            found.append(Judged("statistics", "the page, ms", page["page"]["whole"], STATISTICS_MS))
    for (scale, name), factor in growth(results).items():
        found.append(Judged("growth", f"{name}: scale {scale} to ten times that", factor, GROWTH))
    for name, ratio in results.get("row-security", {}).items():
        found.append(Judged("row-security", name, ratio["ratio"], ROW_SECURITY))
    for name, goal in FRAME_MS.items():
        if name in results.get("base", {}):
            found.append(Judged("base", f"{name}, ms", results["base"][name], goal))
    if "sweep" in results:
        found.append(Judged("sweep", "× the bare statement", results["sweep"]["ratio"], SWEEP))
    if "import" in results:
        found.append(Judged("import", "× the bare statements", results["import"]["ratio"], IMPORT))
    for users, load in results.get("load", {}).items():
        p95, p99 = LOAD_MS[int(users)]
        found.append(Judged("load", f"{users} users: p95 ms", load["page"]["p95"], p95))
        found.append(Judged("load", f"{users} users: p99 ms", load["page"]["p99"], p99))
        found.append(Judged("load", f"{users} users: errors", load["page"]["failures"], 0))
    return found


def times_the_bare(page: dict[str, Any]) -> float:
    """How many times the bare view a page costs: CPU of Python plus database."""
    return float(round(page["page"]["whole"] / page["bare"]["whole"], 2))


def growth(results: dict[str, Any]) -> dict[tuple[str, str], float]:
    """How many times as much a page about today costs in a city whose history is ten times as long."""
    pages = results.get("pages", {})
    found = {}
    pairs = [(small, large) for small in pages for large in pages if round(float(large) / float(small), 6) == 10]
    for small, large in pairs:
        for name, page in pages[large].items():
            if page["is_about_today"] and name in pages.get(small, {}):
                factor = page["page"]["whole"] / pages[small][name]["page"]["whole"]
                found[small, name] = float(round(factor, 2))
    return found
