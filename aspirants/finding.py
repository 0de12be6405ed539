"""Finding a person by number: one record per person in the whole city (R-2-09)."""

from __future__ import annotations

from aspirants.identity import Identity
from aspirants.models import EarlierNumber, Person
from core.encryption import lookup_hash


def find_person(identity: Identity) -> Person | None:
    """The person with that identity number, or who had it until another one was given; None for a number unknown here.

    Nobody is found by a number that was a slip: it is somebody else's. The two are asked one after the other, each by
    its index. Whoever's number is changed in between is found by the second at the latest.
    """
    sought = lookup_hash(identity.number)
    return (
        Person.objects.filter(identity_hash=sought).first()
        or Person.objects.filter(earlier_numbers__identity_hash=sought, earlier_numbers__leads_here=True).first()
    )


def persons_by_number(sought: str) -> set[int]:
    """The keys of those who have the number with that keyed hash, had it, or were registered with it by mistake.

    For a search: whom of them one may open is asked of their cases and referrals.
    """
    now = Person.objects.filter(identity_hash=sought).values_list("pk", flat=True)
    earlier = EarlierNumber.objects.filter(identity_hash=sought).values_list("person_id", flat=True)
    return {*now, *earlier}
