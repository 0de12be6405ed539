"""The drawing of the floors, docs/floors.svg, and the page that shows it, docs/floors.md: made from the code.

`python -m tests.structure.drawing` writes both (`make drawing`). `test_drawing.py` fails while one is not current.
"""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from tests.structure.floors import ROOT, floors
from tests.structure.imports import Edge, imports_between, purposes, thinned

DRAWING = ROOT / "docs" / "floors.svg"
PAGE = ROOT / "docs" / "floors.md"

LEFT, BOX_WIDTH, LANE_WIDTH, LINE, GAP = 56, 600, 22, 17, 8
LETTERS_IN_A_LINE = 78
COLOURS = ("#005a8c", "#a2391d", "#2c6e2f", "#6a3d9a", "#8a6100", "#00696b")
"""Dark enough to be told from white and from each other; the arrowheads say the same without them."""


@dataclass(frozen=True)
class Box:
    """One package as it is drawn."""

    name: str
    lines: tuple[str, ...]
    top: int

    @property
    def height(self) -> int:
        return 2 * GAP + LINE * (1 + len(self.lines))

    @property
    def bottom(self) -> int:
        return self.top + self.height


def from_the_roof(of: Mapping[str, int]) -> list[list[str]]:
    """The packages floor by floor, the highest first; those side by side by name."""
    in_order = sorted(of.items(), key=lambda entry: (-entry[1], entry[0]))
    return [[name for name, _ in floor] for _, floor in groupby(in_order, key=itemgetter(1))]


def svg(of: Mapping[str, int], edges: Iterable[Edge], texts: Mapping[str, str]) -> str:
    """The drawing: floors from the roof down, and an arrow for each import that no other arrows explain."""
    boxes, floor_boxes, top = {}, [], GAP
    for floor in from_the_roof(of):
        begin = top
        for name in floor:
            boxes[name] = Box(name, tuple(textwrap.wrap(texts[name], LETTERS_IN_A_LINE)), top + GAP)
            top = boxes[name].bottom
        top += GAP
        floor_boxes.append((of[floor[0]] + 1, begin, top))
        top += GAP
    arrows = thinned(edges)
    lanes = _lanes(boxes, arrows)
    width = LEFT + BOX_WIDTH + LANE_WIDTH * (max(lanes.values()) + 3)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {top}" width="{width}" height="{top}"'
        ' font-family="system-ui, sans-serif" role="img" aria-labelledby="title">',
        '<title id="title">The floors of the house, from the roof down, and what imports what</title>',
        f'<rect width="{width}" height="{top}" fill="#fff"/>',
    ]
    for number, begin, end in floor_boxes:
        parts.append(f'<rect x="{GAP}" y="{begin}" width="{LEFT + BOX_WIDTH}" height="{end - begin}" fill="#e9eef2"/>')
        parts.append(f'<text x="{GAP * 2}" y="{(begin + end) // 2 + 6}" font-size="17" fill="#4a5560">{number}</text>')
    parts += _arrows(boxes, arrows, lanes)
    for box in boxes.values():
        parts += _box(box)
    return "\n".join([*parts, "</svg>", ""])


def _box(box: Box) -> Iterator[str]:
    yield (
        f'<rect x="{LEFT}" y="{box.top}" width="{BOX_WIDTH}" height="{box.height}" rx="4" fill="#fff"'
        ' stroke="#2f3f52"/>'
    )
    baseline = box.top + GAP + LINE - 4
    yield (
        f'<text x="{LEFT + 12}" y="{baseline}" font-size="15" font-weight="bold" fill="#1b242d">'
        f"{escape(box.name)}</text>"
    )
    for number, line in enumerate(box.lines, start=1):
        y = baseline + number * LINE
        yield f'<text x="{LEFT + 12}" y="{y}" font-size="13" fill="#24303d">{escape(line)}</text>'


def _lanes(boxes: Mapping[str, Box], arrows: Iterable[Edge]) -> dict[str, int]:
    """For each imported package the lane that its arrow comes down in. The shortest ones are closest to the boxes."""
    starts: defaultdict[str, int] = defaultdict(lambda: 10**6)
    for user, used in arrows:
        starts[used] = min(starts[used], boxes[user].top)
    lanes: dict[str, int] = {}
    for used, start in sorted(starts.items(), key=lambda entry: (boxes[entry[0]].bottom - entry[1], entry[0])):
        crossed = {
            lanes[other] for other in lanes if starts[other] < boxes[used].bottom and start < boxes[other].bottom
        }
        lanes[used] = next(lane for lane in range(len(boxes)) if lane not in crossed)
    return lanes


def _arrows(boxes: Mapping[str, Box], arrows: Iterable[Edge], lanes: Mapping[str, int]) -> Iterator[str]:
    """Lines from the importing packages to the lane of the imported one, and from there the arrow to it."""
    used_by: defaultdict[str, list[str]] = defaultdict(list)
    uses: defaultdict[str, list[str]] = defaultdict(list)
    for user, used in arrows:
        used_by[used].append(user)
        uses[user].append(used)
    edge = LEFT + BOX_WIDTH
    for used, users in sorted(used_by.items()):
        colour, x = COLOURS[lanes[used] % len(COLOURS)], edge + LANE_WIDTH * (lanes[used] + 2)
        heights = [_height(boxes[user], sorted(uses[user], key=lanes.__getitem__).index(used)) for user in users]
        end = boxes[used].bottom - GAP
        yield f'<g stroke="{colour}" fill="{colour}" stroke-width="1.6">'
        for y in heights:
            yield f'<path d="M{edge} {y}H{x}" fill="none"/><circle cx="{x}" cy="{y}" r="2.6"/>'
        yield f'<path d="M{x} {min(heights)}V{end}H{edge + 8}" fill="none"/>'
        yield f'<path d="M{edge + 1} {end}l9 -5v10z" stroke="none"/></g>'


def _height(box: Box, number: int) -> int:
    """Where the line of a box's import leaves it: the first at the top, the last above the arrow that comes in."""
    return box.top + GAP + 9 * number


def page(of: Mapping[str, int], imports: Iterable[Edge], texts: Mapping[str, str]) -> str:
    """The page around the drawing: the same in words, and every import between packages."""
    rows = []
    for floor in from_the_roof(of):
        for name in floor:
            used = sorted((-of[other], other) for user, other in imports if user == name)
            listed = ", ".join(other for _, other in used) or "none"
            rows.append(f"| {of[name] + 1} | `{name}/` | {texts[name]} | {listed} |")
    return f"""# The floors

Made from the code by `make drawing`; do not edit it. `tests/structure/test_drawing.py` fails while it is not current.
[Decision 070](decisions/070-rooms-and-floors.md) says why the floors are as they are, `make layers` holds them.

![The packages from the roof down, with arrows to what each imports; the table says the same](floors.svg)

A package imports only from floors below its own. An arrow leads from a package to one that it imports, and is left out
where other arrows lead there over packages between them. The table has every import.

| Floor | Package | What it is for | Imports |
|---|---|---|---|
{chr(10).join(rows)}

Beside the floors stands `jobbtorg/`, which no package imports. {texts["jobbtorg"]}
"""


def files() -> dict[Path, str]:
    """What the files must contain, as the code is now."""
    imports = imports_between(floors())
    return {
        DRAWING: svg(floors(), imports, purposes()),
        PAGE: page(floors(), imports, purposes()),
    }


if __name__ == "__main__":
    for path, content in files().items():
        path.write_text(content)
