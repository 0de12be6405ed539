"""How many cases came and went, week by week: counted as Statistik counts, wherever the cases are now (FC-74)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from core.workdays import ONE_DAY
from measures import querysets
from measures.periods import Period
from measures.scope import Reach, Scope
from organisation.access.acting import DatabaseRole, as_database_role

WEEKS = 13
"""Weeks that are shown: a quarter, the one that runs now included."""


@dataclass(frozen=True)
class Week:
    """A week's movements, in cases, from its Monday to its Sunday."""

    monday: datetime.date
    opening: int
    new: int
    closed: int
    remaining: int
    is_over: bool

    @property
    def number(self) -> int:
        """The week's number (ISO 8601), as Swedes number weeks."""
        return self.monday.isocalendar().week

    @property
    def moved(self) -> int:
        """How many more came from other jobbtorg, or were reopened, than left for others."""
        return self.remaining - self.opening - self.new + self.closed


def weeks_of(jobbtorg_id: int, today: datetime.date) -> list[Week]:
    """The jobbtorg's last weeks, the earliest first. One statement, as the role that sees all cases and no name.

    Persons with protected identity are not among them, as in every figure of a jobbtorg.
    """
    monday = today - today.weekday() * ONE_DAY
    mondays = [monday - 7 * n * ONE_DAY for n in reversed(range(WEEKS))]
    periods = [Period(day, min(day + 6 * ONE_DAY, today)) for day in mondays]
    with as_database_role(DatabaseRole.REPORTS):
        rows = list(querysets.movements(Scope(Reach.UNIT, jobbtorg_id=jobbtorg_id), periods, [jobbtorg_id]))
    counted = next((row for row in rows if not row["protected"]), None)

    def of(name: str, place: int) -> int:
        return counted[f"{name}_{place}"] if counted else 0

    return [
        Week(
            monday=day,
            **{name: of(name, place) for name in ("opening", "new", "closed", "remaining")},
            is_over=day < monday,
        )
        for place, day in enumerate(mondays)
    ]


# --- As a chart ----------------------------------------------------------------------------------------------------

HEIGHT = 120
BAR = 18
STEP = 56
TOP = 24
BASELINE = TOP + HEIGHT


@dataclass(frozen=True)
class Column:
    """A week's two bars, in SVG user units."""

    week: Week
    left: int
    new_height: int
    closed_height: int

    @property
    def new_x(self) -> int:
        return self.left + STEP // 2 - BAR - 1

    @property
    def closed_x(self) -> int:
        return self.left + STEP // 2 + 1

    @property
    def new_y(self) -> int:
        return BASELINE - self.new_height

    @property
    def closed_y(self) -> int:
        return BASELINE - self.closed_height

    @property
    def new_middle(self) -> int:
        return self.new_x + BAR // 2

    @property
    def closed_middle(self) -> int:
        return self.closed_x + BAR // 2

    @property
    def new_label_y(self) -> int:
        return self.new_y - 5

    @property
    def closed_label_y(self) -> int:
        return self.closed_y - 5

    @property
    def middle(self) -> int:
        return self.left + STEP // 2


class FlowChart:
    """New and closed cases per week, side by side, on one scale from zero."""

    def __init__(self, weeks: Sequence[Week]) -> None:
        scale = HEIGHT / max(1, *(max(week.new, week.closed) for week in weeks))
        self.width, self.height = STEP * len(weeks), BASELINE + 28
        self.baseline, self.label_y, self.bar = BASELINE, BASELINE + 20, BAR
        self.columns = [
            Column(week, place * STEP, round(week.new * scale), round(week.closed * scale))
            for place, week in enumerate(weeks)
        ]
