"""The next meeting: the days that are proposed, and what is booked around each before it is chosen."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from casework.what_happened.bookings import read
from core.swedish.dates import moment, short_weekday_date
from core.swedish.plausible import fault_of_hour
from meetings.planning.around import Around, Said, around
from organisation.models import User

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


def next_day(surroundings: Around, weeks: int) -> datetime.date:
    """The first day the jobbtorg is open, on or after the day so many weeks from today."""
    return surroundings.open_day(timezone.localdate() + datetime.timedelta(weeks=weeks))


def propose(form: WhatHappenedForm) -> list[NextTime]:
    """What is booked around each proposed day, at the time of day the next meeting would get; its button says when.

    Of a meeting at night only the day is said: the next one is not booked at that time.
    """
    at, surroundings = _time_of_day(form), form.around()
    is_odd = at is None or bool(fault_of_hour(at))
    days = {str(weeks): next_day(surroundings, weeks) for weeks in WEEKS}
    labels = dict(CHOICES)
    times = {} if is_odd or at is None else {step: surroundings.said_of(moment(day, at)) for step, day in days.items()}
    whens = {step: times[step].when if step in times else short_weekday_date(day) for step, day in days.items()}
    field = form.fields["next_step"]
    field.choices = [  # type: ignore[attr-defined]
        (step, f"{label} ({whens[step]})" if step in whens else label) for step, label in CHOICES
    ]
    return [NextTime(labels[step], said) for step, said in times.items()]


def own_time(form: WhatHappenedForm, asked: Mapping[str, str], *, actor: User) -> NextTime | None:
    """What is booked around a day of one's own: the one that is typed in the form, or asked about while one types.

    `asked`: the fields of the address, by the names they have in the form. None where no day and time can be read.
    """
    day, at = (
        (read(form, "next_day"), _time_of_day(form))
        if form.is_bound
        else (_asked(form, asked, "next_day"), _asked(form, asked, "next_time") or _asked(form, asked, "time"))
    )
    if day is None or at is None or day < timezone.localdate() or fault_of_hour(at):
        return None
    said = around(form.around().enrolment, actor=actor, day=day).said_of(moment(day, at))
    return NextTime(dict(CHOICES)[OWN_DAY], said)


def _asked(form: WhatHappenedForm, asked: Mapping[str, str], name: str) -> Any:
    with suppress(ValidationError):
        return form.fields[name].clean(asked[name]) if asked.get(name) else None
    return None


def _time_of_day(form: WhatHappenedForm) -> datetime.time | None:
    """The time typed for the next meeting, else that of this one; None where neither can be read."""
    for name in ("next_time", "time"):
        found: datetime.time | None = read(form, name)
        if found is not None:
            return found
    return None
