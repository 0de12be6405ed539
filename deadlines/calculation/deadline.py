"""When a clock falls due: pure functions of dated events. Nothing here knows today, a database or a person.

Rules and worked examples, with the names used here (G-46, F-25): docs/deadlines.md.
The jobbgaranti is a political promise; lag (1930:173) 1–2 §§ is used by analogy.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from typing import ClassVar
from zoneinfo import ZoneInfo

from core.swedish.dates import WEEKDAYS
from core.workdays import ONE_DAY, Calendar, add_months, is_working_day, previous_working_day, warning_day

STOCKHOLM = ZoneInfo("Europe/Stockholm")
WORKING_DAYS_AFTER_RETURN = 5  # a follow-up is due again so long after a pause that covered its due date
HOURS_A_DAY = 24


class Unit(StrEnum):
    """What a rule's length is counted in."""

    WORKING_DAYS = "WORKING_DAYS"
    CALENDAR_DAYS = "CALENDAR_DAYS"
    MONTHS = "MONTHS"
    HOURS = "HOURS"


class RollRule(StrEnum):
    """What happens to a due date that is no working day: moved to the next one (1930:173 2 §), or left."""

    FORWARD = "FORWARD"
    NONE = "NONE"


class PauseError(ValueError):
    """The pauses cannot be counted: one ends before it begins, or two share a day."""


@dataclass(frozen=True)
class Rule:
    """How long a clock runs. `roll_rule` has no effect on working days, which always end on one."""

    LONGEST: ClassVar[int] = 400

    length: int
    unit: Unit
    roll_rule: RollRule = RollRule.FORWARD

    def __post_init__(self) -> None:
        if self.length < 1:
            raise ValueError(f"A deadline is at least 1 long, not {self.length}.")

    @property
    def days(self) -> int:
        """The length in days, of a rule in days or hours. A start is a date, so hours are rounded up: 48 are 2 days."""
        return -(-self.length // HOURS_A_DAY) if self.unit == Unit.HOURS else self.length


@dataclass(frozen=True)
class Pause:
    """Days that are not counted: from `start` up to, not including, `end`, the first day the person is available again.

    No `end` means that the pause goes on. `reason` is Swedish and shown as it stands: "sjukdom".
    """

    start: date
    end: date | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise PauseError(f"A pause from {self.start} must end on a later day, not {self.end}.")

    def covers(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True)
class SkippedDay:
    """A day that was passed without being counted. `reason` is Swedish: "lördag", "juldagen", "pausad (sjukdom)"."""

    day: date
    reason: str
    paused: bool = False


@dataclass(frozen=True)
class Deadline:
    """A due date and how it was reached.

    `due_on` is the last day in time, or None while an open pause stands in the way. `recommended_on`
    (months only) is the last working day on or before `nominal_on`, the date before it was rolled. `resumed_on` is the
    return from a pause that covered the due date of a rule in months; then `counted` are the working days after it.
    """

    due_on: date | None
    recommended_on: date | None = None
    counted: tuple[date, ...] = ()
    skipped: tuple[SkippedDay, ...] = ()
    nominal_on: date | None = None
    resumed_on: date | None = None

    @property
    def paused_days(self) -> int:
        """How many days the pauses cost; for working days, those a pause took that would otherwise have counted."""
        return sum(skipped.paused for skipped in self.skipped)


def compute_deadline(rule: Rule, start: date, pauses: Iterable[Pause] = (), *, calendar: Calendar) -> Deadline:
    """The deadline of a clock that begins to run on `start`, which is day 0 and not counted.

    Working days: the `length`th one outside the pauses. Calendar days: the `length`th day outside the pauses, then
    rolled; hours likewise, as whole days. Months: the date so many months later, rolled; a pause only matters if it
    covers that due date, which then is the 5th working day after the return (F-25, F-26).
    Raises PauseError when two pauses share a day.
    """
    in_order = _without_overlap(pauses)
    if rule.unit == Unit.WORKING_DAYS:
        return _count(rule.days, start, in_order, lambda day: day_off(day, calendar))
    if rule.unit == Unit.MONTHS:
        return _in_months(rule, start, in_order, calendar)
    deadline = _count(rule.days, start, in_order, lambda day: None)
    deadline = replace(deadline, nominal_on=deadline.due_on)
    return _rolled(deadline, in_order, calendar) if rule.roll_rule == RollRule.FORWARD else deadline


def local_date(instant: datetime) -> date:
    """The date in Stockholm at that instant. Raises ValueError for a time without zone."""
    if instant.tzinfo is None:
        raise ValueError("An instant needs a time zone to have a date in Stockholm.")
    return instant.astimezone(STOCKHOLM).date()


def received_on(instant: datetime) -> date:
    """Day 0 of something that came in at that instant, whatever the hour (G-46; förvaltningslagen 22 §)."""
    return local_date(instant)


def kept(due_on: date, instant: datetime) -> bool:
    """Whether what was done at that instant was done in time: until 23:59:59 in Stockholm on the due day."""
    return local_date(instant) <= due_on


def warning_days(due_on: date, working_days_left: Iterable[int], calendar: Calendar) -> dict[int, date]:
    """From which date each warning applies, by working days left; 0 is the due day. The guarantee: 2, 0 (G-63)."""
    return {left: warning_day(due_on, left, calendar) for left in working_days_left}


def day_off(day: date, calendar: Calendar) -> str | None:
    """Why the day is no working day, in Swedish: a holiday's name before the weekday's. None for a working day."""
    return None if is_working_day(day, calendar) else calendar(day) or WEEKDAYS[day.weekday()]


def _without_overlap(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    in_order = tuple(sorted(pauses, key=lambda pause: pause.start))
    for earlier, later in pairwise(in_order):
        if earlier.covers(later.start):
            raise PauseError(f"The pauses from {earlier.start} and from {later.start} overlap.")
    return in_order


def _pause_on(day: date, pauses: tuple[Pause, ...]) -> Pause | None:
    return next((pause for pause in pauses if pause.covers(day)), None)


def _paused(day: date, pause: Pause) -> SkippedDay:
    return SkippedDay(day, f"pausad ({pause.reason})" if pause.reason else "pausad", paused=True)


def _count(length: int, start: date, pauses: tuple[Pause, ...], uncounted: Callable[[date], str | None]) -> Deadline:
    """Walk day by day until `length` days are counted, or into an open pause. A day off in a pause stays a day off."""
    counted: list[date] = []
    skipped: list[SkippedDay] = []
    day = start
    while len(counted) < length:
        day += ONE_DAY
        pause = _pause_on(day, pauses)
        if pause and pause.end is None:
            return Deadline(None, counted=tuple(counted), skipped=tuple(skipped))
        if reason := uncounted(day):
            skipped.append(SkippedDay(day, reason))
        elif pause:
            skipped.append(_paused(day, pause))
        else:
            counted.append(day)
    return Deadline(day, counted=tuple(counted), skipped=tuple(skipped))


def _rolled(deadline: Deadline, pauses: tuple[Pause, ...], calendar: Calendar) -> Deadline:
    """Move a due date that is no working day to the next one outside the pauses (1930:173 2 §)."""
    if deadline.due_on is None or is_working_day(deadline.due_on, calendar):
        return deadline
    onward = _count(1, deadline.due_on, pauses, lambda day: day_off(day, calendar))
    return replace(deadline, due_on=onward.due_on, skipped=deadline.skipped + onward.skipped)


def _in_months(rule: Rule, start: date, pauses: tuple[Pause, ...], calendar: Calendar) -> Deadline:
    """Count the months from the start, and move the result to a working day; nothing is counted from a moved date."""
    nominal = add_months(start, rule.length)
    deadline = Deadline(nominal, recommended_on=previous_working_day(nominal, calendar), nominal_on=nominal)
    if rule.roll_rule == RollRule.FORWARD and (reason := day_off(nominal, calendar)):
        onward = _count(1, nominal, (), lambda day: day_off(day, calendar))
        skipped = (SkippedDay(nominal, reason), *onward.skipped)
        deadline = replace(deadline, due_on=onward.due_on, skipped=skipped)
    assert deadline.due_on is not None
    pause = _pause_on(deadline.due_on, pauses)
    if pause is None:
        return deadline
    if pause.end is None:
        return Deadline(None, nominal_on=nominal)
    again = _count(WORKING_DAYS_AFTER_RETURN, pause.end, pauses, lambda day: day_off(day, calendar))
    return replace(again, nominal_on=nominal, resumed_on=pause.end)
