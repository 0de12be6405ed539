"""What on record keeps a clock, found again: a registry, filled by the apps that hold such events when they are ready.

Where an event is recorded the operation keeps the clocks at once (`deadlines.clocks.keeping`). Where what was recorded
is corrected or removed, the clocks of the case are asked anew what keeps them (`deadlines.clocks.judging`).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from deadlines.choices import ClockKind
from deadlines.clocks.kinds import CLOCK_KINDS, KeepingEvent
from deadlines.models import DeadlineClock


@dataclass(frozen=True)
class Keeping:
    """One event that keeps a clock: when it happened, since when it is on record, and which row says so."""

    event: KeepingEvent
    at: datetime.datetime
    recorded_at: datetime.datetime
    source: str


Keeper = Callable[[DeadlineClock], Iterable[Keeping]]

_keepers: dict[KeepingEvent, Keeper] = {}


def register_keepers(keepers: dict[KeepingEvent, Keeper]) -> None:
    """Add where events are found; called when an app is ready. Raises ValueError where another app has the event."""
    for event, keeper in keepers.items():
        if _keepers.setdefault(event, keeper) is not keeper:
            raise ValueError(f"{event.name} is found in two places.")


def keepings_of(clock: DeadlineClock) -> list[Keeping]:
    """Everything on record that keeps a clock, the earliest first. An event nobody registered is not looked for."""
    events = CLOCK_KINDS[ClockKind(clock.kind)].kept_by
    found = [one for event in events if event in _keepers for one in _keepers[event](clock)]
    return sorted(found, key=lambda one: (one.at, one.source))
