"""Where events come from: a source for each kind, contributed by the package that holds its facts (decision 102)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db.models import BigIntegerField, DateField, F, QuerySet
from django.db.models.expressions import Combinable

from aspirants.events.facts import Fact
from core.reading.statements import Asked

CASE = Asked("case", BigIntegerField())
"""The key of the case whose events are read: `Meeting.objects.filter(enrolment=CASE)`."""

TODAY = Asked("today", DateField())
"""The local date on which they are read."""


def by_somebody(fact: Fact) -> bool:
    """No list tells of it."""
    return False


@dataclass(frozen=True)
class EventSource:
    """One kind of thing that happens in a case. Every row of the queryset is an event.

    `key` names the source, `kind` its icon and the choice above the timeline; of events of one instant that with the
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
    """How the place on the page is called, before the row's key; "" where nothing leads there."""

    def expressions(self) -> dict[str, Combinable]:
        """The facts by name, for the statement."""
        return {name: F(fact) if isinstance(fact, str) else fact for name, fact in self.facts.items()}


_sources: dict[str, EventSource] = {}


def register_events(*sources: EventSource) -> None:
    """Add sources; packages call this when they are ready. Raises ValueError where two have one key or position."""
    for source in sources:
        for other in _sources.values():
            if (other.key == source.key or other.position == source.position) and other is not source:
                raise ValueError(f"Two sources of events take one place: {other.key} and {source.key}.")
        _sources[source.key] = source


def event_sources() -> list[EventSource]:
    """All of them, in their order."""
    return sorted(_sources.values(), key=lambda source: source.position)
