"""Which booking the form is about, and how bookings and clocks are named in it."""

from __future__ import annotations

import datetime
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from casework.what_happened.facts import Facts
from core.swedish.dates import short_weekday_date, weekday_date
from deadlines.models import DeadlineClock
from meetings.choices import Channel, MeetingKind
from meetings.models import Meeting
from meetings.planning.around import USUAL_MINUTES

if TYPE_CHECKING:
    from casework.what_happened.forms import WhatHappenedForm

MINUTES_BETWEEN_SUGGESTIONS = 5


def as_typed(meeting: Meeting) -> tuple[datetime.date, datetime.time]:
    """The local day and time of a meeting as the form asks for them."""
    local = timezone.localtime(meeting.starts_at)
    return local.date(), local.time().replace(second=0, microsecond=0, fold=0)


def candidates_of(facts: Facts) -> list[Meeting]:
    """The bookings that may be the one: those until today, and the one that the address or the form names."""
    today = timezone.localdate()
    return [one for one in facts.booked if one.pk in facts.named or timezone.localdate(one.starts_at) <= today]


def suggested_of(
    candidates: list[Meeting], asked: int | None, *, begun_by: datetime.datetime | None = None
) -> Meeting | None:
    """The booking that the form takes by itself: the one asked for, else the nearest of today (FC-23).

    `begun_by`: of today those alone that begin by then.
    """
    for one in candidates:
        if one.pk == asked:
            return one
    now = timezone.now()
    todays = [one for one in candidates if timezone.localdate(one.starts_at) == timezone.localdate(now)]
    if begun_by is not None:
        todays = [one for one in todays if one.starts_at <= begun_by]
    return min(todays, key=lambda one: (abs(one.starts_at - now), one.pk), default=None)


def booking_label(meeting: Meeting) -> str:
    """A booking in words: "Coachmöte mån 23 nov 2026 10.00, besök"."""
    begins = timezone.localtime(meeting.starts_at)
    when = f"{weekday_date(begins.date())} {begins:%H.%M}"
    return f"{meeting.get_kind_display()} {when}, {meeting.get_channel_display().lower()}"


def clock_label(clock: DeadlineClock) -> str:
    """A clock in words: "Jobbgaranti, sista dag mån 30 nov 2026"."""
    last_day = f"sista dag {weekday_date(clock.due_on)}" if clock.due_on else "ingen sista dag just nu"
    return f"{clock.policy.get_kind_display()}, {last_day}"


def when_in_words(form: WhatHappenedForm) -> str:
    """Day, time, how and which kind in one line: "i dag 14.30–15.00 · Besök · Coachmöte"; what was typed, as typed."""
    booking = form.suggested
    day, time = read(form, "day"), read(form, "time")
    if isinstance(day, datetime.date) and isinstance(time, datetime.time):
        minutes = datetime.timedelta(minutes=booking.minutes if booking else USUAL_MINUTES)
        ends = datetime.datetime.combine(day, time) + minutes
        when = f"{_day_in_words(day)} {time:%H.%M}–{ends:%H.%M}"
    else:
        when = f"{form['day'].value() or ''} {form['time'].value() or ''}".strip()
    channels, kinds = dict(Channel.choices), dict(MeetingKind.choices)
    how, kind = channels.get(str(form["channel"].value())), kinds.get(str(form["kind"].value()))
    return " · ".join(str(part) for part in (when, how, kind) if part)


def read(form: WhatHappenedForm, name: str) -> Any:
    """What stands in a field, as what it means; None where that cannot be read."""
    with suppress(ValidationError):
        return form.fields[name].to_python(form[name].value())
    return None


def _day_in_words(day: datetime.date) -> str:
    today = timezone.localdate()
    if day == today:
        return "i dag"
    return short_weekday_date(day) if day.year == today.year else weekday_date(day)


def rounded(instant: datetime.datetime) -> datetime.datetime:
    """The latest whole five minutes, in seconds zero."""
    minutes = instant.minute - instant.minute % MINUTES_BETWEEN_SUGGESTIONS
    return instant.replace(minute=minutes, second=0, microsecond=0)
