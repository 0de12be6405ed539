"""How late something is, counted and said in one way on every page, in files and in letters.

Late is counted in working days, from the day after the last one, and never as none: on a weekend the working day that
comes is counted as begun, so that what fell due on a Friday is one working day late on the Saturday, and what fell due
the day before two. What nobody is to be blamed for is not called late: a clock outside the guarantee, one
that is excused, and one of a case that is paused.
"""

from __future__ import annotations

import datetime

from aspirants.models import EnrolmentStatus
from core.swedish.dates import short_day
from core.swedish.numbers import counted
from core.workdays import next_working_day
from deadlines.choices import ClockStatus
from deadlines.models import DeadlineClock
from organisation.reference_tables.calendar import stored_holiday, stored_working_days_between

NOT_COVERED = "Omfattas inte av garantin"
EXCUSED = "Ursäktad"
AWAY = "Pausad: uppehåll"


def working_days(number: int) -> str:
    """ "1 arbetsdag", "3 arbetsdagar"."""
    return counted(number, "arbetsdag", "arbetsdagar")


def working_days_late(due_on: datetime.date, on: datetime.date) -> int:
    """How many working days something with that last day is late on a later local date, at least 1."""
    return stored_working_days_between(due_on, next_working_day(on, stored_holiday))


def late_in_words(due_on: datetime.date, on: datetime.date) -> str:
    """ "1 arbetsdag sen", on a local date after the last day."""
    return f"{working_days(working_days_late(due_on, on))} sen"


def expired_in_words(due_on: datetime.date, today: datetime.date) -> str:
    """ "Förföll fre 27 nov · 1 arbetsdag sen", on a local date after the last day."""
    return f"Förföll {short_day(due_on, today)} · {late_in_words(due_on, today)}"


def why_not_late(clock: DeadlineClock) -> str:
    """Why a clock whose last day is near or has passed alarms nobody, in words; empty where it does.

    A pause of its own moves the last day or takes it away, so that only what was late before it has one that has
    passed. Asks for the clock's case unless it is there.
    """
    if not clock.covered:
        return NOT_COVERED
    if clock.status == ClockStatus.EXCUSED:
        return EXCUSED
    if clock.enrolment is not None and clock.enrolment.status == EnrolmentStatus.PAUSED:
        return AWAY
    return ""
