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
from organisation.staff.service import AS_COACH, OVER, Service, everywhere


@dataclass(frozen=True)
class Departure:
    """A user leaves a jobbtorg, or is a coach there no longer: the last local day, None where none is left."""

    user: User
    jobbtorg_id: int
    last_day: datetime.date | None
    stays: bool = False
    """Whether the user works on with cases there in another role: a coach who becomes the manager."""


Listener = Callable[[Departure], None]

_listeners: list[Listener] = []


def register_departure_listener(listener: Listener) -> None:
    """Be told of departures; packages call this when they are ready. A second time is the first."""
    if listener not in _listeners:
        _listeners.append(listener)


@contextmanager
def telling_of_departures(user: User) -> Iterator[None]:
    """Around a change of somebody's positions or account: tell of each jobbtorg that they now leave earlier.

    A coach who becomes something else there leaves her cases on that day, whether she stays or not.
    """
    today = timezone.localdate()
    work, coaching = everywhere(user, today), everywhere(user, today, AS_COACH)
    yield
    user.refresh_from_db()
    work_now, coaching_now = everywhere(user, today), everywhere(user, today, AS_COACH)
    for jobbtorg_id, service in work.items():
        now, as_coach = work_now.get(jobbtorg_id, OVER), coaching_now.get(jobbtorg_id, OVER)
        departure = None
        if _ends_earlier(coaching.get(jobbtorg_id, OVER), as_coach):
            departure = Departure(user, jobbtorg_id, as_coach.last_day, stays=_ends_earlier(now, as_coach))
        elif _ends_earlier(service, now):
            departure = Departure(user, jobbtorg_id, now.last_day)
        if departure is not None:
            for listener in _listeners:
                listener(departure)


def _ends_earlier(before: Service, now: Service) -> bool:
    """Whether the second of two ends before the first."""
    if before.is_over or now.is_over:
        return not before.is_over
    return now.last_day is not None and (before.last_day is None or now.last_day < before.last_day)
