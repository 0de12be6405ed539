"""What happens in a case: declared by each package for its own facts, read for a case in one statement."""

from aspirants.events.facts import Event, Fact, note_text, sentences
from aspirants.events.history import PERSON, KeptInCase, of_case, register_history
from aspirants.events.sources import CASE, NOW, TODAY, EventSource, register_ahead, register_events

__all__ = [
    "CASE",
    "NOW",
    "PERSON",
    "TODAY",
    "Event",
    "EventSource",
    "Fact",
    "KeptInCase",
    "note_text",
    "of_case",
    "register_ahead",
    "register_events",
    "register_history",
    "sentences",
]
