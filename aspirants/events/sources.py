"""Where events come from: a source for each kind, contributed by the package that holds its facts (decision 102)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import BigIntegerField, DateField, DateTimeField, F, QuerySet
from django.db.models.expressions import Combinable

from aspirants.events.facts import Fact
from core.reading.statements import Asked

CASE = Asked("case", BigIntegerField())
"""The key of the case whose events are read: `Meeting.objects.filter(enrolment=CASE)`."""

TODAY = Asked("today", DateField())
"""The local date on which they are read."""

NOW = Asked("now", DateTimeField())
"""The instant at which they are read: up to it things have happened, after it they are planned."""


def by_somebody(fact: Fact) -> bool:
    """No list tells of it."""
    return False


def nowhere(fact: Fact) -> str:
    """There is no page of what happened."""
    return ""


@dataclass(frozen=True)
class EventSource:
    """One kind of thing that happens in a case. Every row of the queryset is an event.

    `key` names the source, and with the row's key the event (`?handelse=meeting-7`); `kind` its icon and the choice
    above the timeline; of events of one instant that with the
    lower `position` stands first. `at` is the field that says when, a day where `whole_day`. What is told is made of
    `facts`: fields, also of other tables, by name. `by` and `other` are fields that point to a user, whose names come
    with the fact. Nothing may depend on the request but `CASE` and `TODAY`: the statement is written once.
    """

    key: str
    kind: str
    position: int
    rows: QuerySet
    at: str
    tell: Callable[[Fact], tuple[str, str]]
    """The title, and the text below it."""
    whole_day: bool = False
    facts: Mapping[str, str | Combinable] = field(default_factory=dict)
    by: str | Combinable = ""
    other: str = ""
    from_list: Callable[[Fact], bool] = by_somebody
    """Whether an imported list tells of it: then nobody is named, and of the time only the day is known."""
    anchor: str = ""
    """What addresses call its events, where that is not the key; several sources may share it."""
    link: Callable[[Fact], str] = nowhere
    """The address of the page of what happened."""

    @property
    def name(self) -> str:
        """What stands before the row's key in the name of an event."""
        return self.anchor or self.key

    def expressions(self) -> dict[str, Combinable]:
        """The facts by name, for the statement."""
        return {name: F(fact) if isinstance(fact, str) else fact for name, fact in self.facts.items()}


_sources: dict[str, EventSource] = {}
_ahead: dict[str, EventSource] = {}


def register_events(*sources: EventSource) -> None:
    """Add sources; packages call this when they are ready. Raises ValueError where two have one key or position."""
    _register(_sources, sources)


def register_ahead(*sources: EventSource) -> None:
    """Add sources of what is planned in a case, each row something that is still to come. Otherwise as the events."""
    _register(_ahead, sources)


def _register(known: dict[str, EventSource], sources: Iterable[EventSource]) -> None:
    for source in sources:
        for other in known.values():
            if (other.key == source.key or other.position == source.position) and other is not source:
                raise ValueError(f"Two sources of events take one place: {other.key} and {source.key}.")
        known[source.key] = source


def event_sources() -> list[EventSource]:
    """All sources of what has happened, in their order."""
    return sorted(_sources.values(), key=lambda source: source.position)


def ahead_sources() -> list[EventSource]:
    """All sources of what is planned, in their order."""
    return sorted(_ahead.values(), key=lambda source: source.position)
