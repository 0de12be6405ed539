"""What the pages show of a note and of a template, for the acts that apply to them."""

from __future__ import annotations

from aspirants.corrections.rights import Recorded
from casework.models import CaseNote, NoteTemplate
from core.seen import Seen, facts_of
from core.swedish.dates import weekday_date


def title_of(note: CaseNote) -> str:
    """Which note it is: "Anteckning tis 24 nov 2026"."""
    return f"Anteckning {weekday_date(note.concerns_on)}"


def shown_note(note: CaseNote) -> Seen:
    """Everything that is registered of a note."""
    return Seen(f"note-{note.pk}", facts_of([("Dag", weekday_date(note.concerns_on)), ("Anteckning", note.text)]))


def recorded_note(note: CaseNote) -> Recorded:
    """Who wrote a note, and when."""
    return Recorded(note.written_by_id, note.written_at)


def shown_template(template: NoteTemplate) -> Seen:
    """A template as its page shows it."""
    return Seen(f"note-template-{template.pk}", facts_of([("Namn", template.name), ("Text", template.text)]))
