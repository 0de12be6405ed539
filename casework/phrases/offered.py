"""Which phrases somebody has, in one statement: those for all, the jobbtorg's, and one's own before both."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, IntegerField, Value, When
from django.utils import timezone

from casework.models import Phrase, UsualPhrase
from organisation.models import User

FOR_ALL, OF_UNIT, OWN = 0, 1, 2


@dataclass(frozen=True)
class OfferedPhrase:
    """What is written for a short word."""

    key: str
    text: str


def phrases_of(user: User) -> list[OfferedPhrase]:
    """All that the user can write with, by their short words; of two with one word the nearer one."""
    nearness = Case(When(owner=None, then=Value(OF_UNIT)), default=Value(OWN), output_field=IntegerField())
    kept = Phrase.objects.offered_to(user).annotate(nearness=nearness).order_by()
    usual = UsualPhrase.objects.valid_on(timezone.localdate()).annotate(nearness=Value(FOR_ALL, IntegerField()))
    rows = (
        usual.order_by()
        .values_list("key", "text", "nearness")
        .union(kept.values_list("key", "text", "nearness"), all=True)
    )
    found = {key: text for key, text, _ in sorted(rows, key=lambda row: row[2])}
    return [OfferedPhrase(key, text) for key, text in sorted(found.items())]
