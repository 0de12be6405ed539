"""Who may be given a case, with the present load: open cases, and free hours left of the week."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import JSONObject
from django.utils import timezone

from aspirants.forms.coaches import with_load
from core.swedish.dates import moment, start_of_day
from core.swedish.numbers import counted
from core.workdays import FRIDAY, ONE_DAY
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from organisation.models import Deputy, OpeningHours, User
from organisation.reference_tables.opening_hours import opening_by

ONE_HOUR = datetime.timedelta(hours=1)
LEAST_LOAD_FIRST = ("open_cases", "last_name", "first_name", "pk")


def given_cases(jobbtorg_id: int, *, is_protected: bool = False) -> Any:
    """The coaches whom a case may be given, fewest open cases first, with what `load_in_words` says. One statement.

    A protected person's case goes only to those appointed; any other to the others first, whose time is not kept.
    """
    coaches = User.objects.may_be_given_cases_at(jobbtorg_id)
    first: tuple[str, ...] = ("protected_access",)
    if is_protected:
        coaches, first = coaches.filter(protected_access=True), ()
    today = timezone.localdate()
    booked = Meeting.objects.filter(
        coach=OuterRef("pk"),
        status=MeetingStatus.BOOKED,
        starts_at__gte=start_of_day(today),
        starts_at__lt=start_of_day(_saturday(today)),
    )
    away = Deputy.objects.in_force_on(today).filter(coach=OuterRef("pk"))
    hours = OpeningHours.objects.filter(jobbtorg=jobbtorg_id)
    return (
        with_load(coaches)
        .annotate(
            booked=ArraySubquery(booked.values(time=JSONObject(at=F("starts_at"), minutes=F("minutes")))),
            is_away=Exists(away),
            hours=ArraySubquery(hours.values(row=JSONObject(**{name: F(name) for name in _HOURS}))),
        )
        .order_by(*first, *LEAST_LOAD_FIRST)
    )


_HOURS = ("id", "opens", "closes", "note", "valid_from", "valid_to")


def load_in_words(coach: Any) -> str:
    """ "Anna Berg – 41 aspiranter, 2 luckor denna vecka"; who is away and who leaves is said instead of the hours."""
    hints = [counted(coach.open_cases, "aspirant", "aspiranter")]
    if coach.is_away:
        hints.append("borta i dag")
    elif coach.position_until is not None:
        hints.append(f"slutar {coach.position_until.isoformat()}")
    else:
        hints.append(f"{counted(free_hours(coach, timezone.now()), 'lucka', 'luckor')} denna vecka")
    if coach.protected_access:
        hints.append("tar ärenden med skyddade personuppgifter")
    return f"{coach} – {', '.join(hints)}"


def free_hours(coach: Any, now: datetime.datetime) -> int:
    """The whole hours from now until Friday, within the opening hours, in which the coach has no meeting."""
    taken = [_span(one) for one in coach.booked]
    rows = [_opening_row(row) for row in coach.hours]
    today, free = timezone.localdate(now), 0
    for day in (today + ONE_DAY * number for number in range((_saturday(today) - today).days)):
        opening = opening_by(rows, day)
        if opening.closed:
            continue
        at, closes = moment(day, opening.opens), moment(day, opening.closes)
        while at + ONE_HOUR <= closes:
            is_taken = any(begins < at + ONE_HOUR and at < ends for begins, ends in taken)
            free += at >= now and not is_taken
            at += ONE_HOUR
    return free


def _saturday(day: datetime.date) -> datetime.date:
    """The day after the week's Friday; at a weekend the day itself, so that nothing of the week is left."""
    return day + ONE_DAY * max(FRIDAY + 1 - day.weekday(), 0)


def _span(booked: dict[str, Any]) -> tuple[datetime.datetime, datetime.datetime]:
    begins = datetime.datetime.fromisoformat(booked["at"])
    return begins, begins + datetime.timedelta(minutes=booked["minutes"])


def _opening_row(row: dict[str, Any]) -> OpeningHours:
    fields = {field.name: field for field in OpeningHours._meta.concrete_fields}
    return OpeningHours(**{name: fields[name].to_python(row[name]) for name in _HOURS})
