"""Dates and ages, in Swedish and in Stockholm time, always inside `<time datetime>`; a missing value is a dash."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from typing import Protocol

from django import template
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.swedish import dates
from deadlines.models import DeadlineClock
from deadlines.status.lateness import late_in_words, why_not_late, working_days
from jobbtorg.templatetags.pages import MISSING, icon
from organisation.reference_tables.calendar import stored_working_days_between

register = template.Library()

NO_BREAK_SPACE = "\u00a0"


def _local(moment: date | datetime) -> date | datetime:
    return timezone.localtime(moment) if isinstance(moment, datetime) and timezone.is_aware(moment) else moment


def _day(moment: date | datetime) -> date:
    local = _local(moment)
    return local.date() if isinstance(local, datetime) else local


def _time_element(moment: date | datetime, text: str) -> SafeString:
    """The local moment, with what is read of it."""
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), text)


@register.filter
def weekday_date(value: date | datetime | None) -> SafeString | str:
    """The local day with its weekday: mån 23 nov 2026."""
    if not value:
        return MISSING
    day = _day(value)
    return _time_element(day, dates.weekday_date(day))


@register.filter
def long_date(value: date | datetime | None) -> SafeString | str:
    """The local day in running text: 23 november 2026."""
    if not value:
        return MISSING
    day = _day(value)
    return _time_element(day, format_date(day, "j F Y"))


@register.filter
def iso_date(value: date | datetime | None) -> SafeString | str:
    """The local day in tables: 2026-11-23."""
    if not value:
        return MISSING
    day = _day(value)
    return _time_element(day, day.isoformat())


@register.filter
def clock_time(value: datetime | None) -> SafeString | str:
    """The local time of day: 14.30."""
    if not value:
        return MISSING
    local = _local(value)
    return _time_element(local, f"{local:%H.%M}")


@register.filter
def date_and_time(value: date | datetime | None) -> SafeString | str:
    """Day and time: mån 23 nov 2026 14.30. A plain date, such as an imported one, shows no time at all.

    Nor does midnight, which stands for a fact of which only the day is known (`core.swedish.dates.start_of_day`).
    """
    if not value:
        return MISSING
    local = _local(value)
    if not isinstance(local, datetime):
        return _time_element(local, dates.weekday_date(local))
    return _time_element(local.date() if local.time() == time() else local, dates.moment_in_words(local))


class HasAges(Protocol):
    """A person, by what is known of the birth."""

    def ages_on(self, day: date) -> range: ...


@register.filter
def age(person: HasAges) -> str:
    """Whole years lived on the local day the page is shown: "37 år".

    Where only the year of birth is known, both ages it may be: "37–38 år". Where nothing is, "Ålder okänd".
    """
    ages = person.ages_on(timezone.localdate())
    if not ages:
        return "Ålder okänd"
    text = str(ages[0]) if len(ages) == 1 else f"{ages[0]}–{ages[-1]}"
    return f"{text}{NO_BREAK_SPACE}år"


@dataclass(frozen=True)
class DueLabel:
    """How a due date reads on a given day."""

    text: str
    color: str
    icon: str


def due_label(due_on: date, today: date) -> DueLabel:
    """The words beside a due date; distances in working days, lateness as deadlines/status/lateness.py counts it."""
    days = (due_on - today).days
    if days < 0:
        return DueLabel(late_in_words(due_on, today), "danger", "danger")
    if days == 0:
        return DueLabel("I dag", "warning", "clock")
    if days == 1:
        return DueLabel("I morgon", "info", "clock")
    number = stored_working_days_between(today, due_on)
    if number == 0:
        return DueLabel(f"Om {days} dagar", "info", "clock")
    return DueLabel(f"Om {working_days(number)}", "info" if number <= 5 else "neutral", "calendar")


@register.simple_tag
def contextual_date(due_on: date | None, today: date, quiet: str = "") -> SafeString | str:
    """A due date in words and as a date: "Om 2 arbetsdagar (ons 25 nov)", "Förföll tor 19 nov · 2 arbetsdagar sen".

    The year only when it is another one. `quiet` says why nobody is to be alarmed ("Omfattas inte av garantin") and
    takes the place of the distance. No template of its own, which would cost five times as much: lists have one in
    every row.
    """
    if not due_on:
        return MISSING
    label = DueLabel(quiet, "neutral", "calendar") if quiet else due_label(due_on, today)
    is_late = due_on < today and not quiet
    return format_html(
        '<span class="contextual-date" data-color="{}">{}<span class="contextual-date-text">{}</span></span>',
        label.color,
        icon(label.icon),
        format_html(
            '<span>Förföll <time datetime="{0}">{1}</time> ·</span> <strong>{2}</strong>'
            if is_late
            else '<strong>{2}</strong> <time datetime="{0}">({1})</time>',
            due_on.isoformat(),
            dates.short_day(due_on, today),
            label.text,
        ),
    )


@register.simple_tag
def clock_date(clock: DeadlineClock, today: date) -> SafeString | str:
    """The last day of a clock still to be kept; one that is paused, excused or not covered is not said to be late."""
    return contextual_date(clock.due_on, today, why_not_late(clock))


class Dated(Protocol):
    """Something that happened at a moment, or on a day when the time is not known."""

    at: date | datetime


@dataclass(frozen=True)
class Month:
    label: str
    items: list[Dated]


@dataclass(frozen=True)
class Day:
    day: date
    items: list[Dated]


@register.filter
def by_day(items: Iterable[Dated]) -> list[Day]:
    """Group dated items, already in order, by their local day."""
    return [Day(day, list(members)) for day, members in groupby(items, lambda item: _day(item.at))]


@register.filter
def by_month(items: Iterable[Dated]) -> list[Month]:
    """Group dated items, already in order, under headings such as "november 2026"."""
    months = groupby(items, lambda item: _day(item.at).replace(day=1))
    return [Month(format_date(first, "F Y"), list(members)) for first, members in months]
