"""Finding a person by number: one record per person in the whole city (R-2-09)."""

from __future__ import annotations

from aspirants.identity import Identity
from aspirants.models import Person
from core.encryption import lookup_hash


def find_person(identity: Identity) -> Person | None:
    """The person with that identity number, or None."""
    return Person.objects.filter(identity_hash=lookup_hash(identity.number)).first()
