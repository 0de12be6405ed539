"""The burn-down as geometry, so that the template only draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jobplans.counts import DueDay
from organisation.dates import short_weekday_date

HEIGHT = 140
BAR_WIDTH = 56
STEP = 92
BASELINE = HEIGHT + 24


@dataclass(frozen=True)
class Bar:
    """One column, in SVG user units: a lower part with a booked meeting, an upper part without."""

    label: str
    due: DueDay
    x: int
    booked_height: int
    not_booked_height: int

    @property
    def booked_y(self) -> int:
        return BASELINE - self.booked_height

    @property
    def not_booked_y(self) -> int:
        return self.booked_y - self.not_booked_height

    @property
    def total_y(self) -> int:
        return self.not_booked_y - 6

    @property
    def middle(self) -> int:
        return self.x + BAR_WIDTH // 2


class BurnDownChart:
    """All bars on one scale from zero."""

    def __init__(self, days: Sequence[DueDay]) -> None:
        scale = HEIGHT / max(1, *(day.total for day in days))
        self.width = STEP * len(days)
        self.height = BASELINE + 28
        self.baseline = BASELINE
        self.label_y = BASELINE + 20
        self.bar_width = BAR_WIDTH
        self.bars = [
            Bar(
                label=short_weekday_date(due.day) if due.day else "Försenade",
                due=due,
                x=number * STEP + (STEP - BAR_WIDTH) // 2,
                booked_height=round(due.booked * scale),
                not_booked_height=round(due.not_booked * scale),
            )
            for number, due in enumerate(days)
        ]
