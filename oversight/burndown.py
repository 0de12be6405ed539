"""The burn-down: what is late and what falls due on the coming working days, counted and as geometry."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.swedish.dates import short_weekday_date
from core.swedish.numbers import counted
from deadlines.status.protected import ProtectedClock, masked_in_words, to_count
from oversight.links import IN_TIME, NOT_IN_TIME, Chosen, rows_behind
from oversight.watched import Watch

HEIGHT = 140
BAR_WIDTH = 56
STEP = 92
BASELINE = HEIGHT + 24
CLEAR = 10
"""About half the height of a figure."""


@dataclass(frozen=True)
class DueDay:
    """One bar: clocks due that day, with and without a meeting booked by then. `day` None = late, and still to be
    kept: there the meetings to come are counted.

    `meetings`: those booked for that very day with the aspirants of all the bars; None where there is no day.
    `masked`: how many of those without a meeting are of protected persons, who are not in the list behind the bar.
    """

    day: datetime.date | None
    booked: int
    not_booked: int
    meetings: int | None = None
    masked: int = 0

    @property
    def total(self) -> int:
        return self.booked + self.not_booked

    @property
    def label(self) -> str:
        return short_weekday_date(self.day) if self.day else "Försenade"

    @property
    def url(self) -> str:
        """The rows behind the bar."""
        return self._rows()

    @property
    def url_of_booked(self) -> str:
        """The rows behind its lower part."""
        return self._rows(booked=IN_TIME if self.day else True)

    @property
    def url_of_not_booked(self) -> str:
        """The rows behind its upper part."""
        return self._rows(booked=NOT_IN_TIME if self.day else False)

    @property
    def url_of_masked(self) -> str:
        """Where those of them stand who are in no list."""
        return f"{self._rows().partition('#')[0]}#skyddade"

    def _rows(self, **chosen: Chosen) -> str:
        of_day: dict[str, Chosen] = {"day": self.day} if self.day else {"state": "late"}
        return rows_behind(**of_day, covered=True, **chosen)

    @property
    def masked_in_words(self) -> str:
        """How many of them are in no list; empty for none."""
        return masked_in_words(self.masked)

    @property
    def in_words(self) -> str:
        """What the bar says, for those who do not see it; it begins with what is written on it."""
        parts = [
            f"{self.label} {counted(self.total, 'frist', 'frister')}",
            f"{self.not_booked} utan bokat möte{' i tid' if self.day else ''}",
            self.masked_in_words,
        ]
        said = ", ".join(filter(None, parts))
        return said if self.meetings is None else f"{said}. {counted(self.meetings, 'möte', 'möten')} den dagen"


def burn_down(watch: Watch, masked: Iterable[ProtectedClock] = ()) -> list[DueDay]:
    """What is late, and what falls due today and on each of the next five working days.

    `masked`: clocks of protected persons whom the user may not open; they are counted as without a booked meeting.
    """
    today = watch.window.today
    found = Counter((clock.due_on, watch.is_booked(clock)) for clock in watch.shown)
    # Whether a meeting is booked is not theirs to know who may not open the person.
    hidden = Counter(due_on for _, due_on in to_count(masked, today))
    found.update({(due_on, False): number for due_on, number in hidden.items()})
    booked, not_booked = (
        sum(n for (due_on, is_booked), n in found.items() if due_on < today and is_booked == with_meeting)
        for with_meeting in (True, False)
    )
    hidden_late = sum(number for due_on, number in hidden.items() if due_on < today)
    here = {clock.enrolment for clock in watch.shown if clock.case_at == watch.user.jobbtorg_id}
    meetings = watch.booked.per_day(here)
    return [
        DueDay(None, booked, not_booked, masked=hidden_late),
        *(DueDay(day, found[day, True], found[day, False], meetings[day], hidden[day]) for day in watch.window.bars),
    ]


@dataclass(frozen=True)
class Bar:
    """One column, in SVG user units: a lower part with a booked meeting, an upper part without."""

    due: DueDay
    left: int
    booked_height: int
    not_booked_height: int
    meetings_height: int | None = None

    @property
    def x(self) -> int:
        return self.left + (STEP - BAR_WIDTH) // 2

    @property
    def booked_y(self) -> int:
        return BASELINE - self.booked_height

    @property
    def not_booked_y(self) -> int:
        return self.booked_y - self.not_booked_height

    @property
    def total_y(self) -> int:
        """Where the total is written: over the bar, and over the line's point where that would lie on the figure."""
        top = self.not_booked_y
        if self.meetings_y is not None and top - 2 * CLEAR <= self.meetings_y <= top + CLEAR:
            top = min(top, self.meetings_y - CLEAR // 2)
        return top - 6

    @property
    def middle(self) -> int:
        return self.left + STEP // 2

    @property
    def meetings_y(self) -> int | None:
        return None if self.meetings_height is None else BASELINE - self.meetings_height


class BurnDownChart:
    """All bars, and the line of the meetings booked for each day, on one scale from zero."""

    def __init__(self, days: Sequence[DueDay]) -> None:
        scale = HEIGHT / max(1, *(max(day.total, day.meetings or 0) for day in days))
        self.width = STEP * len(days)
        self.height = BASELINE + 28
        self.baseline = BASELINE
        self.label_y = BASELINE + 20
        self.bar_width = BAR_WIDTH
        self.step = STEP
        self.bars = [
            Bar(
                due=due,
                left=number * STEP,
                booked_height=round(due.booked * scale),
                not_booked_height=round(due.not_booked * scale),
                meetings_height=None if due.meetings is None else round(due.meetings * scale),
            )
            for number, due in enumerate(days)
        ]

    @property
    def meetings(self) -> list[tuple[int, int]]:
        """The points of the line."""
        return [(bar.middle, bar.meetings_y) for bar in self.bars if bar.meetings_y is not None]
