"""What stands beside the form: the goal and the plan in force, what was last written, and what is booked."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from aspirants.events import Event
from aspirants.events.reading import events_of
from aspirants.models import Enrolment
from casework.what_happened.bookings import booking_label
from casework.what_happened.facts import Facts
from meetings.models import Meeting

WRITTEN = frozenset({"meeting", "note"})
"""The kinds of events that somebody has written about the aspirant."""

SOURCES = frozenset({"meeting", "note", "note_of_day"})
"""Of these, what was written: not that a time was moved, or somebody was invited."""

SHOWN = 3


def beside(enrolment: Enrolment, facts: Facts, *, logged: Meeting | None) -> dict[str, Any]:
    """The plan in force, the last three meetings and notes, and what is booked ahead. One statement.

    `logged`: the booking that the form is about, which is not what comes next.
    """
    return {
        "in_force": facts.in_force,
        "recent": _recent(enrolment, facts),
        "ahead": [booking_label(one) for one in facts.ahead(timezone.now()) if one != logged],
    }


def _recent(enrolment: Enrolment, facts: Facts) -> list[Event]:
    """Meetings that were and notes, newest first."""
    booked = {f"meeting-{one.pk}" for one in facts.booked}
    events = events_of(enrolment, WRITTEN).events
    written = [one for one in events if one.anchor.rpartition("-")[0] in SOURCES and one.anchor not in booked]
    been = [one for one in written if _has_been(one.at)]
    return been[:SHOWN]


def _has_been(at: datetime.datetime | datetime.date) -> bool:
    day = timezone.localdate(at) if isinstance(at, datetime.datetime) else at
    return day <= timezone.localdate()
