"""The next meeting: the days that are proposed, and what is booked around each before it is chosen."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from casework.what_happened.bookings import read
from core.swedish.dates import moment, short_weekday_date
from core.swedish.plausible import fault_of_hour
from meetings.planning.around import Around, Said

if TYPE_CHECKING:
    from casework.what_happened.forms import WhatHappenedForm

WEEKS = (1, 2, 4)
OWN_DAY = "day"
CHOICES = [*((str(weeks), f"+{weeks} v") for weeks in WEEKS), (OWN_DAY, "Välj datum"), ("", "Inget")]


@dataclass(frozen=True)
class NextTime:
    """One of the days to choose, by the words of its button, and what stands around it."""

    label: str
    said: Said


def next_day(around: Around, weeks: int) -> datetime.date:
    """The first day the jobbtorg is open, on or after the day so many weeks from today."""
    return around.open_day(timezone.localdate() + datetime.timedelta(weeks=weeks))


def propose(form: WhatHappenedForm) -> list[NextTime]:
    """What is booked around each proposed day, at the time of day the next meeting would get; its button says when.

    Of a meeting at night only the day is said: the next one is not booked at that time.
    """
    at, around = _time_of_day(form), form.around()
    is_odd = at is None or bool(fault_of_hour(at))
    days = {str(weeks): next_day(around, weeks) for weeks in WEEKS}
    labels = dict(CHOICES)
    times = {} if is_odd or at is None else {step: around.said_of(moment(day, at)) for step, day in days.items()}
    whens = {step: times[step].when if step in times else short_weekday_date(day) for step, day in days.items()}
    field = form.fields["next_step"]
    field.choices = [  # type: ignore[attr-defined]
        (step, f"{label} ({whens[step]})" if step in whens else label) for step, label in CHOICES
    ]
    return [NextTime(labels[step], said) for step, said in times.items()]


def _time_of_day(form: WhatHappenedForm) -> datetime.time | None:
    """The time typed for the next meeting, else that of this one; None where neither can be read."""
    for name in ("next_time", "time"):
        found: datetime.time | None = read(form, name)
        if found is not None:
            return found
    return None
