"""What is booked ahead in a case: contributed by the packages that hold it, for pages below them (decision 071)."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from aspirants.models import Enrolment


@dataclass(frozen=True)
class Booked:
    """One thing that is booked: when, what in words, and where it can be moved or cancelled."""

    at: datetime.datetime
    what: str
    url: str


Source = Callable[[Enrolment, datetime.date, datetime.date | None], Iterable[Booked]]
"""What is booked in a case from a local date up to, not including, another; without that one to the end."""

_sources: list[Source] = []


def register_booked(source: Source) -> None:
    """Add a source; packages call this when they are ready."""
    if source not in _sources:
        _sources.append(source)


def booked_between(enrolment: Enrolment, first: datetime.date, until: datetime.date | None) -> list[Booked]:
    """All that is booked in a case in a period, in its order. One statement for each source."""
    return sorted((one for source in _sources for one in source(enrolment, first, until)), key=lambda one: one.at)
