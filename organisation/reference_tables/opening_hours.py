"""When a jobbtorg is open on a day, and why it is not."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from core.swedish.dates import WEEKDAYS
from core.workdays import FRIDAY
from organisation.models import OpeningHours
from organisation.reference_tables.calendar import stored_holiday

USUAL_OPENING, USUAL_CLOSING = datetime.time(8), datetime.time(17)
"""The hours of a jobbtorg that has no row of its own."""


@dataclass(frozen=True)
class Opening:
    """The hours of one local day; `closed` says in Swedish why there are none: "lördag", "juldagen", "stängt"."""

    opens: datetime.time = USUAL_OPENING
    closes: datetime.time = USUAL_CLOSING
    closed: str = ""


def opening_on(jobbtorg_id: int, day: datetime.date) -> Opening:
    """When the jobbtorg is open on a local date: nowhere at weekends and holidays, else as its rows say, else 08–17."""
    return _off_for_all(day) or opening_by(
        OpeningHours.objects.valid_on(day).filter(jobbtorg=jobbtorg_id).order_by("-valid_from", "-pk")[:1], day
    )


def opening_by(rows: Iterable[OpeningHours], day: datetime.date) -> Opening:
    """`opening_on` by the jobbtorg's rows at hand: of those that hold on the day the one that began last does."""
    if off := _off_for_all(day):
        return off
    valid = [row for row in rows if row.is_valid_on(day)]
    own = max(valid, key=lambda row: (row.valid_from, row.pk), default=None)
    if own is None:
        return Opening()
    if own.opens is None or own.closes is None:
        return Opening(closed=own.note or "stängt")
    return Opening(own.opens, own.closes)


def _off_for_all(day: datetime.date) -> Opening | None:
    """Why nobody is open that day; None on a working day."""
    if holiday := stored_holiday(day):
        return Opening(closed=holiday)
    return Opening(closed=WEEKDAYS[day.weekday()]) if day.weekday() > FRIDAY else None
