"""A place in a list that is read from the newest down: the next page begins below it, whatever has been added since.

A page that is counted from the top has the database read and throw away all that stands above it.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

PARAMETER = "fore"
"""The name in the address: "fore=20261120T133000.000000Z-meeting-471"."""

BEYOND_ALL = 2**63 - 1
"""No key is higher."""

_STAMP = "%Y%m%dT%H%M%S.%fZ"


@dataclass(frozen=True)
class Place:
    """The instant, kind and key of the last row above; without an instant the place above everything."""

    at: datetime.datetime | None = None
    kind: str = ""
    number: int = BEYOND_ALL

    def __str__(self) -> str:
        """As it stands in an address; "" above everything."""
        return f"{self.at.astimezone(datetime.UTC):{_STAMP}}-{self.kind}-{self.number}" if self.at else ""

    @classmethod
    def read(cls, text: str) -> Place:
        """The place that a text names; above everything where it names none."""
        stamp, kind, number = [*text.split("-"), "", ""][:3]
        try:
            at = datetime.datetime.strptime(stamp, _STAMP).replace(tzinfo=datetime.UTC)
            return cls(at, kind, min(int(number[:20]), BEYOND_ALL))
        except ValueError:
            return cls()


def rows_below(rows: QuerySet, field: str, below: str, size: int) -> tuple[Sequence[Any], str]:
    """So many rows from below a place, newest first by a field with an instant, and the place where the next begin.

    "": there are no more. One statement, which reads one row more than it gives.
    """
    place = Place.read(below)
    if place.at is not None:
        same = Q(**{field: place.at}, pk__lt=place.number)
        rows = rows.filter(Q(**{f"{field}__lt": place.at}) | same, **{f"{field}__lte": place.at})
    found = list(rows.order_by(f"-{field}", "-pk")[: size + 1])
    if len(found) <= size:
        return found, ""
    last = found[size - 1]
    return found[:size], str(Place(getattr(last, field), "", last.pk))
