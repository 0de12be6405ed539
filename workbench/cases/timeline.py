"""What has happened in a case, read from the stored facts: there is no table of events.

Each package declares its own events (`aspirants/events`); here is which of them one can choose to see.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from aspirants.events import Event
from aspirants.events.reading import Counted, EventPage, count_events, events_of, place_above
from aspirants.models import Enrolment

# Name in the URL → label of the chip and the kinds of event behind it.
CHIPS: dict[str, tuple[str, frozenset[str]]] = {
    "moten": ("Möten", frozenset({"meeting"})),
    "anteckningar": ("Anteckningar", frozenset({"note"})),
    "frister": ("Frister", frozenset({"deadline"})),
    "dokument": ("Dokument", frozenset({"plan", "referral", "case", "document"})),
    "system": ("System", frozenset({"system"})),
}
NOT_BY_ITSELF = "system"
"""Shown only when it is chosen: what the service and its administration did."""

_NO_EVENTS = Counted(0, 0)


@dataclass(frozen=True)
class Chip:
    """One kind of event to choose: `asked` is what the address says once it is pressed."""

    key: str
    label: str
    count: int
    is_chosen: bool
    asked: str


@dataclass(frozen=True)
class Timeline:
    """A page of what has happened, and what can be chosen of it.

    `older` is where the page after this begins, "" at the end; `remaining` is how many events stand there, `total` how
    many are behind the choice. `below` is where this page begins, "" at the top.
    """

    events: list[Event]
    older: str
    chips: list[Chip]
    chosen: list[str]
    total: int
    remaining: int
    below: str


def chosen_of(asked: str) -> list[str]:
    """The chips that an address names, "moten,frister", in the order of the page; what is none is left out."""
    named = asked.split(",")
    return [key for key in CHIPS if key in named]


def kinds_of(chosen: Collection[str]) -> frozenset[str]:
    """The kinds of event behind some chips; behind none of them all but the system's own."""
    return frozenset().union(*(CHIPS[key][1] for key in chosen or set(CHIPS) - {NOT_BY_ITSELF}))


def events_behind(enrolment: Enrolment, chosen: Collection[str] = (), below: str = "") -> EventPage:
    """A page of the events of a case, newest first, behind some chips; from below a place further down."""
    return events_of(enrolment, kinds_of(chosen), below)


def timeline(enrolment: Enrolment, asked: str = "", below: str = "", marked: str = "") -> Timeline:
    """The timeline as an address asks for it: behind which chips, from where, with which event on the page.

    Two statements; two more where the marked event is not on the first page.
    """
    chosen = chosen_of(asked)
    page = events_behind(enrolment, chosen, below)
    if marked and not below and all(event.anchor != marked for event in page.events):
        kind, place = place_above(enrolment, marked)
        if place:
            below = place
            if kind not in kinds_of(chosen):
                chosen = [key for key in CHIPS if kind in CHIPS[key][1]]
            page = events_behind(enrolment, chosen, below)
    counts = count_events(enrolment, below)
    behind = [counts.get(kind, _NO_EVENTS) for kind in kinds_of(chosen)]
    return Timeline(
        events=page.events,
        older=page.older,
        chips=[_chip(key, chosen, counts) for key in CHIPS],
        chosen=chosen,
        total=sum(one.all for one in behind),
        remaining=max(0, sum(one.below for one in behind) - len(page.events)),
        below=below,
    )


def _chip(key: str, chosen: Collection[str], counts: dict[str, Counted]) -> Chip:
    label, kinds = CHIPS[key]
    after = [one for one in CHIPS if (one in chosen) is not (one == key)]
    count = sum(counts.get(kind, _NO_EVENTS).all for kind in kinds)
    return Chip(key, label, count, key in chosen, ",".join(after))
