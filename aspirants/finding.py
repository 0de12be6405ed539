"""Finding a person by number: one record per person in the whole city (R-2-09)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.db.models.functions import Coalesce

from aspirants.identity import Identity
from aspirants.models import EarlierNumber, Person
from core.encryption import lookup_hash
from core.refusals import OperationRefused

JUST_JOINED = "Posten har just slagits samman med en annan. Sök fram personen på nytt och försök igen."


def find_person(identity: Identity) -> Person | None:
    """The person with that identity number, or who had it until another one was given; None for a number unknown here.

    Of a record that has been joined it is the one that stays.

    Nobody is found by a number that was a slip: it is somebody else's. The two are asked one after the other, each by
    its index. Whoever's number is changed in between is found by the second at the latest.
    """
    sought = lookup_hash(identity.number)
    records = Person.objects.select_related("joined_into")
    found = (
        records.filter(identity_hash=sought).first()
        or records.filter(earlier_numbers__identity_hash=sought, earlier_numbers__leads_here=True).first()
    )
    return found.joined_into or found if found else None


def persons_by_number(sought: str) -> set[int]:
    """The keys of those who have the number with that keyed hash, had it, or were registered with it by mistake.

    Of a record that has been joined into another one it is the other's. For a search: whom of them one may open is
    asked of their cases and referrals.
    """
    now = Person.objects.filter(identity_hash=sought).values_list(Coalesce("joined_into", "pk"), flat=True)
    earlier = EarlierNumber.objects.filter(identity_hash=sought)
    return {*now, *earlier.values_list(Coalesce("person__joined_into", "person_id"), flat=True)}


@contextmanager
def about_a_record_of_its_own() -> Iterator[None]:
    """Inside, rows about a person are added. Raises OperationRefused where the record has been joined meanwhile."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "The record has been joined" not in str(error):
            raise
        raise OperationRefused(JUST_JOINED) from error
