"""What happens in a case: declared by each package for its own facts, read for a case in one statement."""

from aspirants.events.facts import Event, Fact, note_text, sentences
from aspirants.events.sources import CASE, TODAY, EventSource, register_events

__all__ = ["CASE", "TODAY", "Event", "EventSource", "Fact", "note_text", "register_events", "sentences"]
