"""Keeping phrases: adding, correcting and removing one's own and, for a manager, the jobbtorg's."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from casework.models import Phrase
from core.refusals import OperationRefused
from organisation.access.permissions import Act, Reach, reach_of, require
from organisation.models import User

MOST = 100
"""So many of one's own, and so many of a jobbtorg: more nobody remembers."""

TAKEN = "Det finns redan en fras med kortordet {}. Ändra den, eller välj ett annat kortord."


@transaction.atomic
def add_phrase(*, actor: User, key: str, text: str, of_unit: bool = False) -> Phrase:
    """Add a phrase of one's own or of the actor's jobbtorg. Raises OperationRefused where the word is taken."""
    require(actor, Act.KEEP_PHRASES)
    _require_may_keep(actor, of_unit=of_unit)
    whose = {"jobbtorg": actor.jobbtorg} if of_unit else {"owner": actor}
    # Of two at once the second waits for the first.
    User.objects.select_for_update().get(pk=actor.pk)
    others = Phrase.objects.filter(**whose)
    if others.count() >= MOST:
        raise OperationRefused(f"Det finns redan {MOST} fraser. Ta bort någon först.", field="key")
    if others.filter(key=key).exists():
        raise OperationRefused(TAKEN.format(key), field="key")
    phrase: Phrase = Phrase.objects.create(key=key, text=text.strip(), changed_by=actor, **whose)
    return phrase


@transaction.atomic
def change_phrase(*, actor: User, phrase: Phrase, key: str, text: str) -> Phrase:
    """Give a phrase another word or text; what it was stands in its history."""
    require(actor, Act.KEEP_PHRASES)
    _require_may_keep(actor, of_unit=phrase.is_of_unit)
    found: Phrase = Phrase.objects.kept_by(actor).select_for_update().get(pk=phrase.pk)
    whose = {"jobbtorg": found.jobbtorg_id} if found.is_of_unit else {"owner": found.owner_id}
    if Phrase.objects.filter(key=key, **whose).exclude(pk=found.pk).exists():
        raise OperationRefused(TAKEN.format(key), field="key")
    found.key, found.text = key, text.strip()
    found.changed_by, found.changed_at = actor, timezone.now()
    found.save()
    return found


@transaction.atomic
def remove_phrase(*, actor: User, phrase: Phrase) -> None:
    """Remove a phrase; its last text stays in its history. One that is gone already is left."""
    require(actor, Act.KEEP_PHRASES)
    _require_may_keep(actor, of_unit=phrase.is_of_unit)
    Phrase.objects.kept_by(actor).filter(pk=phrase.pk).delete()


def _require_may_keep(actor: User, *, of_unit: bool) -> None:
    if of_unit and reach_of(actor, Act.KEEP_PHRASES) != Reach.UNIT:
        raise OperationRefused("Bara enhetschefen ändrar jobbtorgets fraser.")
