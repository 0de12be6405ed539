"""`docs/benchmarks.md` and its curves, written from what has been measured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tests.bench.goals import Judged, judged, times_the_bare

DOCS = Path(__file__).resolve().parents[2] / "docs"

_HEAD = """# How fast it is

Written by `make bench DOCS=1`; nothing here is typed by hand. Every figure is a median on one machine ({machine}).
Before is commit {before}, after is {after}. CPU of Python plus database, in milliseconds, unless a heading says
otherwise.

The **bare view** has the base template with its navigation, one plain table for each statement, SQL by hand, session,
user and the access log's row; no rule, no row security, no model. The **admin** is Django's own on the same rows. The
measured city (`manage.py seed`) has 150 000 persons, 1 000 000 meetings and 8 655 open cases at scale 1; a greater
scale is an older city with the same staff and the same open cases.
"""


def write_document(results: dict[str, Any], before: dict[str, Any] | None) -> None:
    """Write the page and the picture of the curves."""
    lines = _HEAD.format(
        machine=results.get("machine", "unknown"),
        before=(before or {}).get("commit", "none"),
        after=results.get("commit", "unknown"),
    ).splitlines()
    lines += ["", "## Goals", "", *_goals(judged(results), judged(before or {}))]
    lines += ["", "## Pages at scale 1", "", *_pages(results, before or {})]
    if set(results.get("pages", {})) > {"1"}:
        lines += ["", "## What a longer history costs", "", *_growth(results)]
        lines += ["", "![Milliseconds by scale](benchmarks.svg)"]
        (DOCS / "benchmarks.svg").write_text(curves(results["pages"]))
    if "load" in results:
        lines += ["", "## Many people at once", "", *_load(results["load"], (before or {}).get("load", {}))]
    if "import" in results:
        lines += ["", "## Import", "", *_imports(results["import"])]
    for part in ("base", "row-security", "sweep", "morning", "history"):
        if part in results:
            lines += ["", f"## {part.capitalize()}", "", *_facts(results[part], (before or {}).get(part))]
    (DOCS / "benchmarks.md").write_text("\n".join(lines) + "\n")


def _table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    heads = list(heads)
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(map(str, row))} |"


def _goals(after: list[Judged], before: list[Judged]) -> Iterator[str]:
    earlier = {(one.part, one.name): one.figure for one in before}
    return _table(
        ("Part", "What", "Before", "After", "Goal", ""),
        (
            (
                one.part,
                one.name,
                f"{earlier[one.part, one.name]:g}" if (one.part, one.name) in earlier else "–",
                f"{one.figure:g}",
                f"≤ {one.goal:g}",
                "" if one.is_kept else "**missed**",
            )
            for one in after
        ),
    )


def _pages(results: dict[str, Any], before: dict[str, Any]) -> Iterator[str]:
    old = before.get("pages", {}).get("1", {})
    rows = []
    for name, found in results.get("pages", {}).get("1", {}).items():
        page, peer = found["page"], found.get("peer")
        then = old.get(name)
        rows.append(
            (
                name,
                then["page"]["statements"] if then else "–",
                page["statements"],
                then["page"]["whole"] if then else "–",
                page["whole"],
                page["python"],
                page["template"],
                page["database"],
                found["bare"]["whole"],
                times_the_bare(then) if then else "–",
                times_the_bare(found),
                peer["whole"] if peer else "–",
                f"{page['bytes'] / 1000:.0f}",
            )
        )
    heads = (
        "Page|Statements before|after|ms before|after|of it Python|of that template|database|bare view|× before|× after"
    )
    return _table((*heads.split("|"), "admin", "KB"), rows)


def _growth(results: dict[str, Any]) -> Iterator[str]:
    pages = results["pages"]
    scales = sorted(pages, key=float)
    names = list(pages[scales[0]])
    return _table(
        ("Page", *(f"scale {scale}" for scale in scales)),
        ((name, *(pages[scale][name]["page"]["whole"] for scale in scales)) for name in names),
    )


def _load(found: dict[str, Any], before: dict[str, Any]) -> Iterator[str]:
    rows = []
    for users, both in found.items():
        for what, figures in (
            ("before", before.get(users, {}).get("page")),
            ("after", both["page"]),
            ("bare view", both["bare"]),
        ):
            if figures:
                cores = " + ".join(f"{share:g}" for share in figures["cores"].values())
                times = [figures[name] for name in ("requests", "failures", "p50", "p95", "p99")]
                rows.append((users, what, *times, cores))
    heads = ("Users", "", "Requests", "Failures", "p50 ms", "p95 ms", "p99 ms", "Cores: web + database")
    return _table(heads, rows)


def _imports(found: dict[str, Any]) -> Iterator[str]:
    """Figures by number of rows, beside the library and the floor."""
    sizes = found["sizes"]
    figures = list(next(iter(sizes.values())))
    rows = [(figure, *(by_figure[figure] for by_figure in sizes.values())) for figure in figures]
    yield from _table(("Rows of the list", *(f"{int(size):,}".replace(",", " ") for size in sizes)), rows)
    yield ""
    yield f"django-import-export, row by row, persons alone: {found['library, rows/s']} rows/s. The floor writes the"
    yield "same rows into the same tables by COPY and INSERT … SELECT, with their triggers; the product reads, judges,"
    yield "encrypts and compares besides."


def _facts(found: Any, before: Any) -> Iterator[str]:
    rows = list(_flat(found))
    earlier = dict(_flat(before)) if before else {}
    return _table(("", "Before", "After"), ((name, earlier.get(name, "–"), value) for name, value in rows))


def _flat(found: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(found, dict):
        for name, value in found.items():
            yield from _flat(value, f"{path}, {name}" if path else str(name))
    else:
        yield path, found


WIDTH, HEIGHT, LEFT, TOP = 860, 420, 70, 20
_COLOURS = "#005ea5 #912b88 #00703c #d4351c #b58840 #28a197 #4c2c92 #85994b #f47738 #2b8cc4 #6f777b #0b0c0c".split()  # noqa: SIM905


def curves(pages: dict[str, Any]) -> str:
    """Milliseconds of every page by scale, both on logarithmic axes, as SVG."""
    from math import log10

    scales = sorted(pages, key=float)
    names = list(pages[scales[0]])
    values = [pages[scale][name]["page"]["whole"] for scale in scales for name in names]
    low, high = log10(min(values)) - 0.05, log10(max(values)) + 0.05
    inner_width, inner_height = WIDTH - LEFT - 190, HEIGHT - TOP - 50

    def point(scale: str, value: float) -> tuple[float, float]:
        across = scales.index(scale) / max(1, len(scales) - 1)
        up = (log10(value) - low) / (high - low)
        return round(LEFT + across * inner_width, 1), round(TOP + (1 - up) * inner_height, 1)

    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif"'
        ' font-size="12">',
        '<rect width="100%" height="100%" fill="#fff"/>',
    ]
    for scale in scales:
        x, _ = point(scale, 10**low)
        lines.append(f'<text x="{x}" y="{HEIGHT - 25}" text-anchor="middle">{scale}</text>')
    lines.append(f'<text x="{LEFT + inner_width / 2}" y="{HEIGHT - 6}" text-anchor="middle">scale of history</text>')
    for ms in (10, 20, 50, 100, 200, 500, 1000, 2000, 5000):
        if low <= log10(ms) <= high:
            _, y = point(scales[0], ms)
            lines.append(f'<path d="M{LEFT} {y}H{LEFT + inner_width}" stroke="#ddd"/>')
            lines.append(f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{ms} ms</text>')
    ends = sorted((point(scales[-1], pages[scales[-1]][name]["page"]["whole"])[1], name) for name in names)
    labels: dict[str, float] = {}
    below = 0.0
    for y, name in ends:
        below = max(y, below + 14)
        labels[name] = below
    for number, name in enumerate(names):
        colour = _COLOURS[number % len(_COLOURS)]
        points = " ".join(
            f"{x},{y}" for x, y in (point(scale, pages[scale][name]["page"]["whole"]) for scale in scales)
        )
        lines.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        lines.append(f'<text x="{LEFT + inner_width + 10}" y="{labels[name] + 4}" fill="{colour}">{name}</text>')
    return "\n".join([*lines, "</svg>"]) + "\n"
