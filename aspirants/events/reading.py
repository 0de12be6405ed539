"""The events of a case, newest first, a page at a time: one statement over all sources, however much has happened.

Each source gives no more rows than the page has, by an index where there can be many, so that a case with five hundred
meetings reads as many as one with thirty. A page begins below the last event of the one before: no event is shown
twice or left out when something happens meanwhile, and the hundredth page takes no longer than the first.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import BigIntegerField, DateTimeField, F, Func, IntegerField, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, JSONObject
from django.utils import timezone

from aspirants.events.facts import Event, Fact
from aspirants.events.sources import EventSource, ahead_sources, event_sources
from aspirants.models import Enrolment
from core.reading.places import BEYOND_ALL, Place
from core.reading.statements import Asked, rows_of, statement_of
from core.sql import LOCAL_TIME_ZONE, table_of
from organisation.models import User

A_PAGE = 30
"""So many events are shown until one asks for older ones."""

AT_ONCE = 1_000
"""So many are told at most where all of them are asked for."""

NEWEST_FIRST = "{0}at DESC, {0}position, {0}number DESC"


@dataclass(frozen=True)
class EventPage:
    """Events, newest first; `older` is where the page after this begins, "" at the end."""

    events: list[Event]
    older: str


@dataclass(frozen=True)
class Counted:
    """How many events of one kind a case has, and how many of them stand below a place."""

    all: int
    below: int


class _StartOfDay(Func):
    """The instant at which a local day begins: what orders a fact of which only the day is known."""

    template = f"(%(expressions)s::timestamp AT TIME ZONE '{LOCAL_TIME_ZONE}')"
    output_field = DateTimeField()


def events_of(enrolment: Enrolment, kinds: Collection[str] = (), below: str = "") -> EventPage:
    """A page of a case's events: of all kinds, or of some, from below a place that an earlier page named (`older`).

    A place that is none gives the first page.
    """
    wanted = frozenset(kinds)
    rows = rows_of(_statement(wanted), case=enrolment.pk, **_asked(_chosen(wanted), below))
    by_position = {source.position: source for source in _chosen(wanted)}
    shown = [_event(by_position[position], enrolment, *row) for position, *row in rows[:A_PAGE]]
    if len(rows) <= A_PAGE:
        return EventPage(shown, "")
    position, number, at, *_ = rows[A_PAGE - 1]
    return EventPage(shown, str(Place(at, by_position[position].key, number)))


def every_event(enrolment: Enrolment) -> list[Event]:
    """All that has happened in a case, newest first; of a very long one the latest thousand."""
    rows = rows_of(_statement_of_all(), case=enrolment.pk, **_asked(event_sources(), ""))
    by_position = {source.position: source for source in event_sources()}
    return [_event(by_position[position], enrolment, *row) for position, *row in rows]


def count_events(enrolment: Enrolment, below: str = "") -> dict[str, Counted]:
    """How many events a case has, by kind; and how many from below a place, all where it is none."""
    asked = _asked(_chosen(frozenset()), below)
    return {
        kind: Counted(int(every), int(lower)) for kind, every, lower in rows_of(_counting(), case=enrolment.pk, **asked)
    }


def ahead_of(enrolment: Enrolment) -> list[Event]:
    """What is planned in a case, the first of it first, at most a page of it."""
    by_position = {source.position: source for source in ahead_sources()}
    rows = rows_of(_statement_ahead(), case=enrolment.pk, now=timezone.now(), today=timezone.localdate())
    return [_event(by_position[position], enrolment, *row) for position, *row in rows]


def place_above(enrolment: Enrolment, name: str) -> tuple[str, str]:
    """The kind of the event of a name ("meeting-7"), and the place from which a page begins with it.

    Two empty texts where the case has no such event.
    """
    called, _, number = name.partition("-")
    if not (number.isascii() and number.isdecimal() and len(number) < LONGEST_NUMBER):
        return "", ""
    asked = {"now": timezone.now(), "today": timezone.localdate(), "number": int(number)}
    for source in event_sources():
        if source.name == called:
            for found, at in rows_of(_one(source.key), case=enrolment.pk, **asked):
                return source.kind, str(Place(at, source.key, found + 1))
    return "", ""


LONGEST_NUMBER = 19
"""Digits below which every number is one that a row's key can have."""


def _asked(sources: list[EventSource], below: str) -> dict[str, Any]:
    """What the statement of some sources is asked with, to begin below a place."""
    place = Place.read(below)
    here = {source.key: source.position for source in sources}.get(place.kind, 0)
    numbers = {}
    for source in sources:
        # Of events of one instant those of earlier sources stand above the place, those of later ones below.
        above = source.position < here
        numbers[f"number_{source.key}"] = 0 if above else place.number if source.position == here else BEYOND_ALL
    return {"now": timezone.now(), "today": timezone.localdate(), "at": place.at or "infinity", **numbers}


@cache
def _chosen(kinds: frozenset[str]) -> list[EventSource]:
    return [source for source in event_sources() if not kinds or source.kind in kinds]


@cache
def _statement(kinds: frozenset[str]) -> str:
    return _together([_part(source) for source in _chosen(kinds)], NEWEST_FIRST, A_PAGE + 1)


@cache
def _statement_of_all() -> str:
    parts = [_part(source, AT_ONCE) for source in event_sources()]
    return _together(parts, NEWEST_FIRST, AT_ONCE)


@cache
def _statement_ahead() -> str:
    parts = [
        statement_of(_row(source, _at(source)).order_by("happened_at", "pk")[:A_PAGE]) for source in ahead_sources()
    ]
    return _together(parts, "{0}at, {0}position, {0}number", A_PAGE)


@cache
def _one(key: str) -> str:
    """The event of one source with a number, and when it happened."""
    [source] = [one for one in event_sources() if one.key == key]
    return statement_of(_at(source).filter(pk=Asked("number", BigIntegerField())).values_list("pk", "happened_at"))


@cache
def _counting() -> str:
    """How many events there are of each kind, and how many below a place."""
    parts = []
    for source in event_sources():
        rows = statement_of(_at(source).values_list("happened_at", "pk"))
        lower = f"at < %(at)s OR at = %(at)s AND number < %(number_{source.key})s"
        parts.append(
            f"SELECT '{source.kind}' AS kind, count(*) AS every, count(*) FILTER (WHERE {lower}) AS below"  # noqa: S608
            f" FROM ({rows}) happened (at, number)"
        )
    return f"SELECT kind, sum(every), sum(below) FROM ({' UNION ALL '.join(parts)}) part GROUP BY kind"  # noqa: S608


def _together(parts: list[str], order: str, limit: int) -> str:
    """The rows of several sources as one list, with the names of those who take part."""
    every = " UNION ALL ".join(f"({part})" for part in parts)
    users = table_of(User)
    return f"""
        SELECT happened.position, happened.number, happened.at, happened.facts,
               by_user.first_name || ' ' || by_user.last_name, other_user.first_name || ' ' || other_user.last_name
          FROM (SELECT * FROM ({every}) every (position, number, at, facts, by, other)
                 ORDER BY {order.format("")} LIMIT {limit}) happened
          LEFT JOIN {users} by_user ON by_user.id = happened.by
          LEFT JOIN {users} other_user ON other_user.id = happened.other
         ORDER BY {order.format("happened.")}
    """  # noqa: S608 - written from querysets


def _at(source: EventSource) -> QuerySet:
    """The rows of a source with the instant of each."""
    at = _StartOfDay(F(source.at)) if source.whole_day else F(source.at)
    return source.rows.order_by().annotate(happened_at=at)


def _row(source: EventSource, rows: QuerySet) -> QuerySet:
    """What is read of an event."""
    return rows.values_list(
        Value(source.position, IntegerField()),
        "pk",
        "happened_at",
        JSONObject(**source.expressions()),
        _field(source.by),
        _field(source.other),
    )


def _part(source: EventSource, limit: int = A_PAGE + 1) -> str:
    """The latest rows of a source from below a place, so many at most."""
    place = Asked("at", DateTimeField())
    number = Asked(f"number_{source.key}", BigIntegerField())
    rows = _at(source).filter(Q(happened_at__lt=place) | Q(happened_at=place, pk__lt=number), happened_at__lte=place)
    return statement_of(_row(source, rows).order_by("-happened_at", "-pk")[:limit])


def _field(name: str | Combinable) -> Any:
    """Who takes part: the key of a user, or of nobody."""
    if not name:
        return Cast(Value(None), BigIntegerField())
    return F(name) if isinstance(name, str) else name


def _event(
    source: EventSource,
    enrolment: Enrolment,
    number: int,
    at: datetime.datetime,
    facts: str,
    by: str | None,
    other: str | None,
) -> Event:
    fact = Fact(number, json.loads(facts), enrolment, by or "", other or "")
    title, text = source.tell(fact)
    from_list = source.from_list(fact)
    return Event(
        title=title,
        at=timezone.localdate(at) if source.whole_day or from_list else at,
        kind=source.kind,
        by="" if from_list else fact.by,
        text=text,
        anchor=f"{source.name}-{number}",
        url=source.link(fact),
        from_list=from_list,
    )
