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

from django.db.models import BigIntegerField, DateTimeField, F, Func, IntegerField, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, JSONObject
from django.utils import timezone

from aspirants.events.facts import Event, Fact
from aspirants.events.sources import EventSource, event_sources
from aspirants.models import Enrolment
from core.reading.places import BEYOND_ALL, Place
from core.reading.statements import Asked, rows_of, statement_of
from core.sql import LOCAL_TIME_ZONE, table_of
from organisation.models import User

A_PAGE = 30
"""So many events are shown until one asks for older ones."""


@dataclass(frozen=True)
class EventPage:
    """Events, newest first; `older` is where the page after this begins, "" at the end."""

    events: list[Event]
    older: str


class _StartOfDay(Func):
    """The instant at which a local day begins: what orders a fact of which only the day is known."""

    template = f"(%(expressions)s::timestamp AT TIME ZONE '{LOCAL_TIME_ZONE}')"
    output_field = DateTimeField()


def events_of(enrolment: Enrolment, kinds: Collection[str] = (), below: str = "") -> EventPage:
    """A page of a case's events: of all kinds, or of some, from below a place that an earlier page named (`older`).

    A place that is none gives the first page.
    """
    sources = _chosen(frozenset(kinds))
    place = Place.read(below)
    here = {source.key: source.position for source in sources}.get(place.kind, 0)
    numbers = {}
    for source in sources:
        # Of events of one instant those of earlier sources stand above the place, those of later ones below.
        above = source.position < here
        numbers[f"number_{source.key}"] = 0 if above else place.number if source.position == here else BEYOND_ALL
    rows = rows_of(
        _statement(frozenset(kinds)),
        case=enrolment.pk,
        today=timezone.localdate(),
        at=place.at or "infinity",
        **numbers,
    )
    by_position = {source.position: source for source in sources}
    shown = [_event(by_position[position], enrolment, *row) for position, *row in rows[:A_PAGE]]
    if len(rows) <= A_PAGE:
        return EventPage(shown, "")
    position, number, at, *_ = rows[A_PAGE - 1]
    return EventPage(shown, str(Place(at, by_position[position].key, number)))


@cache
def _chosen(kinds: frozenset[str]) -> list[EventSource]:
    return [source for source in event_sources() if not kinds or source.kind in kinds]


@cache
def _statement(kinds: frozenset[str]) -> str:
    every = " UNION ALL ".join(f"({_part(source)})" for source in _chosen(kinds))
    users = table_of(User)
    return f"""
        SELECT happened.position, happened.number, happened.at, happened.facts,
               by_user.first_name || ' ' || by_user.last_name, other_user.first_name || ' ' || other_user.last_name
          FROM (SELECT * FROM ({every}) every (position, number, at, facts, by, other)
                 ORDER BY at DESC, position, number DESC LIMIT {A_PAGE + 1}) happened
          LEFT JOIN {users} by_user ON by_user.id = happened.by
          LEFT JOIN {users} other_user ON other_user.id = happened.other
         ORDER BY happened.at DESC, happened.position, happened.number DESC
    """  # noqa: S608 - written from querysets


def _part(source: EventSource) -> str:
    at = _StartOfDay(F(source.at)) if source.whole_day else F(source.at)
    place = Asked("at", DateTimeField())
    number = Asked(f"number_{source.key}", BigIntegerField())
    rows = (
        source.rows.order_by()
        .annotate(happened_at=at)
        .filter(Q(happened_at__lt=place) | Q(happened_at=place, pk__lt=number), happened_at__lte=place)
        .order_by("-happened_at", "-pk")
        .values_list(
            Value(source.position, IntegerField()),
            "pk",
            "happened_at",
            JSONObject(**source.expressions()),
            _field(source.by),
            _field(source.other),
        )
    )
    return statement_of(rows[: A_PAGE + 1])


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
        anchor=f"{source.anchor}-{number}" if source.anchor else "",
        from_list=from_list,
    )
