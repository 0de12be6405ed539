"""That somebody's last day at a jobbtorg has been set: told to whoever looks after what they leave (decision 071).

Packages above register what they do about it, and are told in the transaction that sets the day.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils import timezone

from organisation.models import User
from organisation.staff.service import OVER, everywhere


@dataclass(frozen=True)
class Departure:
    """A user leaves a jobbtorg: the last local day there, None where the user has none left."""

    user: User
    jobbtorg_id: int
    last_day: datetime.date | None


Listener = Callable[[Departure], None]

_listeners: list[Listener] = []


def register_departure_listener(listener: Listener) -> None:
    """Be told of departures; packages call this when they are ready. A second time is the first."""
    if listener not in _listeners:
        _listeners.append(listener)


@contextmanager
def telling_of_departures(user: User) -> Iterator[None]:
    """Around a change of somebody's positions or account: tell of each jobbtorg that they now leave earlier."""
    today = timezone.localdate()
    before = everywhere(user, today)
    yield
    user.refresh_from_db()
    after = everywhere(user, today)
    for jobbtorg_id, service in before.items():
        now = after.get(jobbtorg_id, OVER)
        is_later = now.last_day is None or (service.last_day is not None and now.last_day >= service.last_day)
        if not now.is_over and is_later:
            continue
        for listener in _listeners:
            listener(Departure(user, jobbtorg_id, now.last_day))
