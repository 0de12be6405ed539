"""Keeping the texts that a jobbtorg's notes are begun with."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from casework.models import NoteTemplate
from casework.notes.shown import shown_template
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from organisation.access.permissions import Act, require
from organisation.models import User

MOST_TEMPLATES = 20
"""Of one jobbtorg: so many buttons can still be taken in."""

NAME_TAKEN = "Det finns redan en mall med det namnet."


@transaction.atomic
def add_note_template(*, actor: User, name: str, text: str) -> NoteTemplate:
    """Add a template of the actor's jobbtorg. Refused where there is one of that name, or no room for more."""
    require(actor, Act.KEEP_TEMPLATES)
    assert actor.jobbtorg_id is not None, "a manager works at a jobbtorg"
    others = NoteTemplate.objects.filter(jobbtorg=actor.jobbtorg_id)
    if others.count() >= MOST_TEMPLATES:
        raise OperationRefused(f"Det finns redan {MOST_TEMPLATES} mallar. Ta bort någon först.")
    template = NoteTemplate(jobbtorg_id=actor.jobbtorg_id, name=name, text=text)
    _save(template, others)
    return template


@transaction.atomic
def change_note_template(
    *, actor: User, note_template: NoteTemplate, seen_template: Seen, name: str, text: str
) -> NoteTemplate:
    """Give a template another name or text; notes that were begun with it stay as they are."""
    template = _locked(actor, note_template, seen_template)
    template.name, template.text = name, text
    _save(template, NoteTemplate.objects.filter(jobbtorg=template.jobbtorg_id).exclude(pk=template.pk))
    return template


@transaction.atomic
def remove_note_template(*, actor: User, note_template: NoteTemplate, seen_template: Seen) -> None:
    """Remove a template; notes that were begun with it stay as they are."""
    _locked(actor, note_template, seen_template).delete()


def _locked(actor: User, template: NoteTemplate, seen: Seen) -> NoteTemplate:
    require(actor, Act.KEEP_TEMPLATES, at=template.jobbtorg_id)
    found = NoteTemplate.objects.select_for_update().filter(pk=template.pk).first()
    if found is None:
        raise OperationRefused("Mallen är redan borttagen.")
    require_seen(seen, shown_template(found))
    return found


def _save(template: NoteTemplate, others: QuerySet[NoteTemplate]) -> None:
    """Save it unless another one has its name, also where that one is saved at the same moment."""
    if others.filter(name__iexact=template.name).exists():
        raise OperationRefused(NAME_TAKEN, field="name")
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError as error:
        if "one_note_template_per_name" not in str(error):
            raise
        raise OperationRefused(NAME_TAKEN, field="name") from error
