"""The phrases that the demo's coaches and jobbtorg have beside those for all."""

from __future__ import annotations

from collections.abc import Iterable

from casework.models import Phrase
from organisation.models import User

OWN = (("aterkom", "Återkommer per telefon i slutet av veckan."), ("sfi", "Läser sfi på förmiddagarna."))
OF_UNIT = (("matchning", "Fick information om matchningsgruppen på onsdagar."),)


def write_phrases(coaches: Iterable[User], managers: Iterable[User]) -> None:
    """Some of each coach's own, and one of each manager's jobbtorg."""
    for coach in coaches:
        for key, text in OWN:
            Phrase.objects.create(key=key, text=text, owner=coach, changed_by=coach)
    for manager in managers:
        for key, text in OF_UNIT:
            Phrase.objects.create(key=key, text=text, jobbtorg=manager.jobbtorg, changed_by=manager)
