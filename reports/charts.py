"""The bars of the statistics page: geometry in percent of the width, so that text keeps its size on every screen."""

from __future__ import annotations

from dataclasses import dataclass

from measures.publication import Publication
from measures.statistics.measures import CLOSED_GROUPS
from measures.statistics.statement import Statement

ROW_HEIGHT = 56
BAR_HEIGHT = 24
# The longest bar leaves room for its total at the end.
LONGEST_BAR = 88
# A segment narrower than this has its number in the table only.
ROOM_FOR_A_NUMBER = 8

BAR_GROUPS = tuple((group.cases.key, group.cases.label) for group in CLOSED_GROUPS)


@dataclass(frozen=True)
class Segment:
    """A part of a bar: where it begins and how wide it is, in percent; `group` decides how it looks."""

    group: str
    start: str
    width: str
    middle: str
    number: str


@dataclass(frozen=True)
class Bar:
    """One unit's closed cases; without segments `note` says why."""

    name: str
    top: int
    end: str
    total: str
    segments: tuple[Segment, ...]
    note: str = ""

    @property
    def name_baseline(self) -> int:
        return self.top + 16

    @property
    def bar_top(self) -> int:
        return self.top + 23

    @property
    def number_baseline(self) -> int:
        return self.bar_top + 17


@dataclass(frozen=True)
class Chart:
    bars: tuple[Bar, ...]

    @property
    def height(self) -> int:
        return ROW_HEIGHT * len(self.bars)

    @property
    def bar_height(self) -> int:
        return BAR_HEIGHT


def closed_by_group(publication: Publication[Statement]) -> Chart | None:
    """Closed cases per unit, split into arbete, studier and annan orsak; None if there is nothing to draw.

    The total would make every other bar short, so it is drawn only when the numbers of all units are hidden.
    """
    drawable = {
        row.key
        for row in publication.report.rows
        if all(publication.count(row, group).is_exact for group, _ in BAR_GROUPS)
    }
    rows = [row for row in publication.report.rows if not row.is_total]
    if not any(row.key in drawable and row.figures.closed for row in rows):
        rows = [row for row in publication.report.rows if row.is_total]
    most = max((row.figures.closed for row in rows if row.key in drawable), default=0)
    if not most:
        return None
    bars = []
    for index, row in enumerate(rows):
        top = index * ROW_HEIGHT
        if row.key not in drawable:
            bars.append(Bar(row.name, top, "0%", "", (), "Antalen är för små för att visas"))
        elif not row.figures.closed:
            bars.append(Bar(row.name, top, "0%", "", (), "Inga avslutade"))
        else:
            numbers = [(group, publication.count(row, group).value) for group, _ in BAR_GROUPS]
            segments = _segments(numbers, most)
            bars.append(Bar(row.name, top, _percent(row.figures.closed, most), str(row.figures.closed), segments))
    return Chart(tuple(bars))


def _segments(numbers: list[tuple[str, int]], most: int) -> tuple[Segment, ...]:
    segments, before = [], 0
    for group, number in numbers:
        if number:
            fits = LONGEST_BAR * number / most >= ROOM_FOR_A_NUMBER
            segments.append(
                Segment(
                    group,
                    _percent(before, most),
                    _percent(number, most),
                    _percent(before + number / 2, most),
                    str(number) if fits else "",
                )
            )
        before += number
    return tuple(segments)


def _percent(number: float, most: int) -> str:
    return f"{LONGEST_BAR * number / most:.2f}%"
