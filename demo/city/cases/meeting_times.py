"""When coaches meet people: one meeting at a time, during office hours, on working days."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, datetime

from core.workdays import ONE_DAY, next_working_day
from demo.factories import local_instant
from organisation.models import User
from organisation.reference_tables.calendar import stored_holiday

SLOTS = ((8, 30), (9, 15), (10, 0), (10, 45), (11, 30), (13, 0), (13, 45), (14, 30), (15, 15), (16, 0))


class MeetingTimes:
    """Each coach's taken times."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._taken: dict[tuple[str, date], set[tuple[int, int]]] = defaultdict(set)

    def book(self, coach: User, day: date) -> datetime | None:
        """A free time of the coach that day, now taken; None when the day is full."""
        taken = self._taken[coach.email, day]
        free = [slot for slot in SLOTS if slot not in taken]
        if not free:
            return None
        slot = self._chance.choice(free)
        taken.add(slot)
        return local_instant(day, *slot)

    def book_on_or_after(self, coach: User, day: date) -> datetime:
        """The first working day from `day` on with a free time, and a time on it."""
        day = next_working_day(day, stored_holiday)
        while (time := self.book(coach, day)) is None:
            day = next_working_day(day + ONE_DAY, stored_holiday)
        return time
