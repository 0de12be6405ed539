"""What hangs on a case: a registry that each package fills for its own facts when it is ready (decision 115).

A closing shows all of it before the second click and settles it; taking the closing back offers again what still lies
ahead. Lists of work ask for open cases and need not decide for themselves what a closed case leaves behind.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from aspirants.models import Closure, Enrolment
from organisation.models import User


def _nothing_comes_back(enrolment: Enrolment, closure: Closure) -> list[str]:
    return []


def _bring_nothing_back(actor: User, enrolment: Enrolment, closure: Closure) -> None:
    return None


def _nothing_stands_in_the_way(enrolment: Enrolment) -> str:
    return ""


@dataclass(frozen=True)
class HangingThing:
    """A kind of thing that hangs on a case. Every function asks at most one question of the database, writing apart.

    `label` is its heading in Swedish, `becomes` what the closing makes of it, in a few words. `found` gives a line for
    each thing that the closing would settle. `settle` does so, for a locked case, as the actor of the closing; it
    checks no right. `in_the_way` is a sentence that says why a case cannot be closed yet, where only people can settle
    it. `returning` gives a line for each thing that reopening brings back, `bring_back` does so.
    """

    key: str
    label: str
    becomes: str
    position: int
    found: Callable[[Enrolment], list[str]]
    settle: Callable[[User, Enrolment, Closure], None]
    in_the_way: Callable[[Enrolment], str] = _nothing_stands_in_the_way
    returning: Callable[[Enrolment, Closure], list[str]] = _nothing_comes_back
    bring_back: Callable[[User, Enrolment, Closure], None] = _bring_nothing_back


@dataclass(frozen=True)
class LastEvent:
    """A kind of event that a case cannot be closed before. `label` says it, with the day: "mötet", "uppföljningen".

    `latest_on` is the local date of the last one of the case that has happened, None where there is none.
    """

    key: str
    label: str
    latest_on: Callable[[Enrolment], datetime.date | None]


@dataclass(frozen=True)
class Hanging:
    """One kind of thing as the pages list it."""

    label: str
    becomes: str
    lines: list[str]


_things: dict[str, HangingThing] = {}
_events: dict[str, LastEvent] = {}


def register_hanging_things(*things: HangingThing) -> None:
    """Add kinds; called when a package is ready. Raises ValueError where another kind has the key already."""
    for thing in things:
        if _things.setdefault(thing.key, thing) != thing:
            raise ValueError(f"Two kinds of things that hang on a case are called {thing.key}.")


def register_last_events(*events: LastEvent) -> None:
    """Add kinds of events; called when a package is ready. Raises ValueError where another has the key already."""
    for event in events:
        if _events.setdefault(event.key, event) != event:
            raise ValueError(f"Two kinds of last events are called {event.key}.")


def hanging_things() -> list[HangingThing]:
    """All registered kinds, in the order in which they are shown and settled."""
    return sorted(_things.values(), key=lambda thing: thing.position)


def _listed(things: Iterable[tuple[HangingThing, list[str]]]) -> Iterator[Hanging]:
    for thing, lines in things:
        if lines:
            yield Hanging(thing.label, thing.becomes, lines)


def what_hangs_on(enrolment: Enrolment) -> list[Hanging]:
    """What a closing of the case would settle, kind by kind; empty where nothing hangs on it."""
    return list(_listed((thing, thing.found(enrolment)) for thing in hanging_things()))


def what_comes_back(enrolment: Enrolment, closure: Closure) -> list[Hanging]:
    """What taking a closing of the case back would bring back, kind by kind."""
    return list(_listed((thing, thing.returning(enrolment, closure)) for thing in hanging_things()))


def settle_all(actor: User, enrolment: Enrolment, closure: Closure) -> None:
    """Settle everything that hangs on a locked case, because of its closure.

    Checked by: `close_case` (WORK_IN_CASE, and what stands in the way).
    """
    for thing in hanging_things():
        thing.settle(actor, enrolment, closure)


def bring_all_back(actor: User, enrolment: Enrolment, closure: Closure) -> None:
    """Bring back what a closing had settled and what still lies ahead.

    Checked by: `reopen_case` (CORRECT_CLOSING).
    """
    for thing in hanging_things():
        thing.bring_back(actor, enrolment, closure)


def in_the_way_of_closing(enrolment: Enrolment) -> list[str]:
    """Why the case cannot be closed yet, a sentence for each kind of thing that people must settle first."""
    return [sentence for thing in hanging_things() if (sentence := thing.in_the_way(enrolment))]


def latest_event(enrolment: Enrolment) -> tuple[datetime.date, str] | None:
    """The local date of the last event of the case, and which it was; None where nothing has happened yet."""
    found = [(day, event.label) for event in _events.values() if (day := event.latest_on(enrolment)) is not None]
    return max(found, default=None)
