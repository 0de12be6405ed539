"""What has happened in a case, read from the stored facts: there is no table of events.

Each package declares its own events (`aspirants/events`); here is which of them one can choose to see.
"""

from __future__ import annotations

from aspirants.events.reading import EventPage, events_of
from aspirants.models import Enrolment

# Name in the URL → label of the chip and the kinds of event behind it.
CHIPS: dict[str, tuple[str, frozenset[str]]] = {
    "moten": ("Möten", frozenset({"meeting"})),
    "jobbplan": ("Jobbplan", frozenset({"plan"})),
    "frister": ("Frister", frozenset({"deadline"})),
    "arende": ("Ärendet", frozenset({"referral", "system"})),
}


def timeline(enrolment: Enrolment, chip: str = "", below: str = "") -> EventPage:
    """A page of the events of a case, newest first, or of those behind one chip; from below a place further down."""
    kinds = CHIPS[chip][1] if chip in CHIPS else frozenset()
    return events_of(enrolment, kinds, below)
